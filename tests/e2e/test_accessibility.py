"""The rules of axe-core on every page, wide and on a phone, light and dark: nothing serious, nothing critical."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.e2e_pages import Visit
from tests.e2e.e2e_visits import Walk

GRAVE = {"serious", "critical"}
#: What can differ between light and dark.
_COLOURS = ["color-contrast", "link-in-text-block"]
_RUN = """async (rules) => {
  const options = { resultTypes: ["violations"], iframes: false };
  if (rules) options.runOnly = { type: "rule", values: rules };
  const { violations } = await axe.run(document, options);
  const said = (node) => `${node.target} ${node.failureSummary.split("\\n").at(-1).trim()}`;
  return violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes.slice(0, 3).map(said) }));
}"""


def violations(page: Page, rules: list[str] | None = None) -> list[dict[str, Any]]:
    """What the page breaks of these rules, or of all: `id` of the rule, `impact`, `where`."""
    found: list[dict[str, Any]] = page.evaluate(_RUN, rules)
    return found


class AccessibilityWarning(UserWarning):
    """A rule of minor weight that a page breaks."""


@pytest.mark.filterwarnings("default::tests.e2e.test_accessibility.AccessibilityWarning")
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_breaks_a_serious_rule(
    walking: Callable[..., Walk], pages: tuple[Visit, ...], axe: str, width: int, colours: str
) -> None:
    grave: list[str] = []
    others: set[str] = set()
    profile = {"viewport": {"width": width, "height": 900}, "color_scheme": colours, "bypass_csp": True}
    for visit, page, _, _ in walking(pages, **profile, reduced_motion="reduce"):
        page.evaluate(axe)
        for one in violations(page, _COLOURS if colours == "dark" else None):
            if one["impact"] in GRAVE:
                grave.append(f"{visit.path}: {one['id']} ({one['impact']})\n    " + "\n    ".join(one["where"]))
            else:
                others.add(f"{visit.path}: {one['id']} ({one['impact']})")
    if others:
        warnings.warn("\n".join(sorted(others)), AccessibilityWarning, stacklevel=1)
    assert not grave, "\n".join(grave)
