"""The rules of axe-core on every page, wide and on a phone, light and dark: nothing serious, nothing critical.

Each width and each scheme of colours once; LOTRINH_EVERY_LOOK=1 adds the other two pairs (two minutes more).
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from typing import Final

import pytest

from tests.e2e.e2e_axe import COLOURS, GRAVE, violations
from tests.e2e.e2e_pages import Visit
from tests.e2e.e2e_visits import Walk

_LOOKS: Final = ((1440, "light"), (390, "dark"))
_OTHER_LOOKS: Final = ((1440, "dark"), (390, "light")) if os.environ.get("LOTRINH_EVERY_LOOK") else ()


class AccessibilityWarning(UserWarning):
    """A rule of minor weight that a page breaks."""


@pytest.mark.filterwarnings("default::tests.e2e.test_accessibility.AccessibilityWarning")
@pytest.mark.parametrize(("width", "colours"), [*_LOOKS, *_OTHER_LOOKS])
def test_no_page_breaks_a_serious_rule(
    walking: Callable[..., Walk], pages: tuple[Visit, ...], axe: str, width: int, colours: str
) -> None:
    grave: list[str] = []
    others: set[str] = set()
    profile = {"viewport": {"width": width, "height": 900}, "color_scheme": colours, "bypass_csp": True}
    for visit, page, _, _ in walking(pages, **profile, reduced_motion="reduce"):
        page.evaluate(axe)
        for one in violations(page, COLOURS if colours == "dark" else None):
            if one["impact"] in GRAVE:
                grave.append(f"{visit.path}: {one['id']} ({one['impact']})\n    " + "\n    ".join(one["where"]))
            else:
                others.add(f"{visit.path}: {one['id']} ({one['impact']})")
    if others:
        warnings.warn("\n".join(sorted(others)), AccessibilityWarning, stacklevel=1)
    assert not grave, "\n".join(grave)
