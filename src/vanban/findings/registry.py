"""All rules of the checker, one for each code, and how they are run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

import msgspec

from vanban.findings import bodies, budget, citations, document, language, plan, structure
from vanban.findings.context import Context, Hit
from vanban.language import lexicon
from vanban.record import Finding, Severity

Search: TypeAlias = Callable[[Context], Iterable[Hit]]


class Rule(msgspec.Struct, frozen=True):
    """One rule: its code, how much it matters, where it comes from, what it says, and what finds its places."""

    code: str
    severity: Severity
    source: str
    messages: Mapping[str, Mapping[str, str]]
    search: Search

    def message(self, hit: Hit, lang: str) -> str:
        """The sentence for one place in `lang` (`vi` or `en`)."""
        wording = self.messages[hit.variant]
        return wording["en" if lang == "en" else "vi"].format_map(hit.fields)

    def findings(self, context: Context) -> list[Finding]:
        """What the rule finds in one document."""
        return [
            Finding(code=self.code, severity=self.severity, message=self.message(hit, context.lang), span=hit.span)
            for hit in self.search(context)
        ]


_SEARCHES: Final[dict[str, Search]] = {
    "secrecy-mark": document.secrecy_mark,
    "text-damaged": language.text_damaged,
    "number-missing": document.number_missing,
    "date-missing": document.date_missing,
    "date-incomplete": document.date_incomplete,
    "signature-missing": document.signature_missing,
    "appendix-missing": document.appendix_missing,
    "targets-missing": plan.targets_missing,
    "deadline-missing": plan.deadline_missing,
    "owner-missing": plan.owner_missing,
    "budget-missing": plan.budget_missing,
    "budget-sum-mismatch": budget.budget_sum_mismatch,
    "budget-average-mismatch": budget.budget_average_mismatch,
    "section-label-duplicate": structure.section_label_duplicate,
    "section-label-gap": structure.section_label_gap,
    "citation-number-missing": citations.citation_number_missing,
    "citation-malformed": citations.citation_malformed,
    "citation-date-conflict": citations.citation_date_conflict,
    "body-abolished": bodies.body_abolished,
    "spelling": language.spelling,
}


def _rule(code: str, search: Search) -> Rule:
    table: Mapping[str, Any] = lexicon.load("findings")["rules"][code]
    own = {"vi": table["vi"], "en": table["en"]}
    messages = {"": own, **{name: dict(words) for name, words in table.get("variants", {}).items()}}
    return Rule(code, Severity(table["severity"]), table["source"], messages, search)


#: every rule, in the order in which findings on the whole document are given
RULES: Final[tuple[Rule, ...]] = tuple(_rule(code, search) for code, search in _SEARCHES.items())


def check(context: Context) -> tuple[Finding, ...]:
    """All findings: first those on the whole document, in the order of the rules, then those with a place, by place."""
    found = [finding for rule in RULES for finding in rule.findings(context)]
    whole = [finding for finding in found if finding.span is None]
    placed = [finding for finding in found if finding.span is not None]
    return (*whole, *sorted(placed, key=lambda finding: finding.span or (0, 0)))
