"""The rules of axe-core, and the rule that nothing scrolls sideways on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from playwright.sync_api import Page, ViewportSize

GRAVE: Final = frozenset({"serious", "critical"})
#: What can differ between light and dark.
COLOURS: Final = ("color-contrast", "link-in-text-block")
WIDE: Final = ViewportSize(width=1440, height=900)
PHONE: Final = ViewportSize(width=390, height=844)
_RUN: Final = """async (rules) => {
  const options = { resultTypes: ["violations"], iframes: false };
  if (rules) options.runOnly = { type: "rule", values: rules };
  const { violations } = await axe.run(document, options);
  const said = (node) => `${node.target} ${node.failureSummary.split("\\n").at(-1).trim()}`;
  return violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes.slice(0, 3).map(said) }));
}"""

#: Chromium keeps some inherited colours of the scheme before: everything is drawn anew, without changing slowly.
_DRAWN_ANEW: Final = """() => {
  const root = document.documentElement;
  root.style.display = "none";
  root.getBoundingClientRect();
  root.style.display = "";
  document.getAnimations().forEach((one) => one.finish());
}"""


def violations(page: Page, rules: tuple[str, ...] | None = None) -> list[dict[str, Any]]:
    """What the page breaks of these rules, or of all: `id` of the rule, `impact`, `where`; axe-core is on it."""
    found: list[dict[str, Any]] = page.evaluate(_RUN, list(rules) if rules else None)
    return found


@dataclass(frozen=True, slots=True)
class Rules:
    """For pages that only a journey reaches: answers to forms, what is there after a decision."""

    #: the source of axe-core
    axe: str

    def hold(self, page: Page) -> None:
        """Look at the page as it is, wide and on a phone, light and dark.

        Raises:
            AssertionError: it breaks a serious rule, or scrolls sideways on a phone.

        """
        page.evaluate(self.axe)
        problems = []
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)
            problems += self._broken(page, "light")
            problems += self._broken(page, "dark", COLOURS)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            problems.append("wider than a phone")
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        assert not problems, f"{page.url}: {problems}"

    def _broken(self, page: Page, scheme: Literal["light", "dark"], rules: tuple[str, ...] | None = None) -> list[str]:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(_DRAWN_ANEW)
        return [f"{scheme} {one['id']}: {one['where']}" for one in violations(page, rules) if one["impact"] in GRAVE]
