"""The agencies that headings make the lead of what stands below them."""

from __future__ import annotations

from collections.abc import Sequence

from vanban.extract.agencies import agency_heading, read_roles
from vanban.record import Section


class HeadingLeads:
    """For each section the agencies that its heading names, else those of the nearest heading above."""

    def __init__(self, outline: Sequence[Section]) -> None:
        self._sections = {section.id: section for section in outline}
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, section: Section) -> tuple[str, ...]:
        """The leads of a section, () when no heading above names an agency."""
        chain: list[str] = []
        here: Section | None = section
        while here is not None and here.id not in self._known:
            chain.append(here.id)
            own = agency_heading(here.heading) or _responsible(here.heading)
            if own:
                self._known[here.id] = own
                break
            here = self._sections.get(here.parent or "")
        leads = self._known[here.id] if here is not None else ()
        self._known.update(dict.fromkeys(chain, leads))
        return leads


def _responsible(heading: str) -> tuple[str, ...]:
    """The agencies of a heading that gives a duty: `UBND các xã, phường chịu trách nhiệm:`."""
    return read_roles(heading.rstrip(":")).lead if heading.endswith(":") else ()
