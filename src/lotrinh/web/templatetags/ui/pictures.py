"""Charts in pages."""

from __future__ import annotations

from typing import Any

from lotrinh.web.charts import Chart, svg
from lotrinh.web.templatetags.ui.library import register


@register.inclusion_tag("web/components/chart.html")
def chart(drawing: Chart) -> dict[str, Any]:
    """A chart with the table of its numbers under it."""
    return {"chart": drawing, "wide": svg(drawing.spec), "narrow": svg(drawing.narrow)}
