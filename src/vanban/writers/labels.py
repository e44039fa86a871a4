"""The words of the interface in Vietnamese and English, one pair for each code of the record."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from vanban.language.wording import Lang
from vanban.record import BudgetKind, CitationRole, Comparator, Recurrence, Severity

Words: TypeAlias = tuple[str, str]

SEVERITIES: Final[Mapping[Severity, Words]] = MappingProxyType(
    {
        Severity.ERROR: ("lỗi", "error"),
        Severity.WARNING: ("cảnh báo", "warning"),
        Severity.NOTE: ("ghi chú", "note"),
    }
)

COMPARATORS: Final[Mapping[Comparator, Words]] = MappingProxyType(
    {
        Comparator.EQUAL: ("đạt", "reaches"),
        Comparator.ABOVE: ("trên", "above"),
        Comparator.AT_LEAST: ("ít nhất", "at least"),
        Comparator.BELOW: ("dưới", "below"),
        Comparator.AT_MOST: ("không quá", "at most"),
        Comparator.RANGE: ("trong khoảng", "between"),
    }
)

RECURRENCES: Final[Mapping[Recurrence, Words]] = MappingProxyType(
    {
        Recurrence.CONTINUOUS: ("thường xuyên", "continuous"),
        Recurrence.WEEKLY: ("hằng tuần", "weekly"),
        Recurrence.MONTHLY: ("hằng tháng", "monthly"),
        Recurrence.QUARTERLY: ("hằng quý", "quarterly"),
        Recurrence.SEMIANNUAL: ("6 tháng", "every six months"),
        Recurrence.NINE_MONTHS: ("9 tháng", "nine months"),
        Recurrence.ANNUAL: ("hằng năm", "annual"),
    }
)

FREQUENCIES: Final[Mapping[str, Words]] = MappingProxyType(
    {
        **{str(code): words for code, words in RECURRENCES.items()},
        "periodic": ("định kỳ", "periodic"),
        "ad_hoc": ("đột xuất", "ad hoc"),
    }
)

CITATION_ROLES: Final[Mapping[CitationRole, Words]] = MappingProxyType(
    {
        CitationRole.BASIS: ("căn cứ", "basis"),
        CitationRole.IMPLEMENTS: ("thực hiện", "implements"),
        CitationRole.AMENDS: ("sửa đổi, bổ sung", "amends"),
        CitationRole.REPLACES: ("thay thế", "replaces"),
        CitationRole.REPEALS: ("bãi bỏ", "repeals"),
        CitationRole.MENTIONS: ("nhắc đến", "mentions"),
    }
)

BUDGET_KINDS: Final[Mapping[BudgetKind, Words]] = MappingProxyType(
    {
        BudgetKind.TOTAL: ("tổng", "total"),
        BudgetKind.PART: ("thành phần", "part"),
        BudgetKind.AVERAGE: ("bình quân", "average"),
    }
)

#: Instrument codes of Decree 30/2020/NĐ-CP, appendix III, and of the Party's Guide 36-HD/VPTW.
INSTRUMENTS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "NQ": ("Nghị quyết", "Resolution"),
        "QĐ": ("Quyết định", "Decision"),
        "QyĐ": ("Quy định", "Regulation"),
        "QC": ("Quy chế", "Statute"),
        "CT": ("Chỉ thị", "Directive"),
        "KL": ("Kết luận", "Conclusion"),
        "CTr": ("Chương trình", "Programme"),
        "KH": ("Kế hoạch", "Plan"),
        "PA": ("Phương án", "Scheme"),
        "ĐA": ("Đề án", "Project scheme"),
        "DA": ("Dự án", "Project"),
        "TB": ("Thông báo", "Notice"),
        "TC": ("Thông cáo", "Communiqué"),
        "HD": ("Hướng dẫn", "Guide"),
        "BC": ("Báo cáo", "Report"),
        "BB": ("Biên bản", "Minutes"),
        "TTr": ("Tờ trình", "Submission"),
        "TT": ("Thông tư", "Circular"),
        "NĐ": ("Nghị định", "Decree"),
        "CĐ": ("Công điện", "Telegram"),
        "CV": ("Công văn", "Official letter"),
        "L": ("Luật", "Law"),
    }
)


def pick(words: Words, lang: Lang) -> str:
    """The word of a pair in `lang`."""
    return words[1] if lang == "en" else words[0]


def instrument(kind: str | None, lang: Lang) -> str:
    """The name of an instrument (`Kế hoạch` for `KH`); the code itself where it is not known, `Văn bản` for None."""
    if kind is None:
        return pick(("Văn bản", "Document"), lang)
    return pick(INSTRUMENTS.get(kind, (kind, kind)), lang)


def frequency(codes: str | None, lang: Lang) -> str:
    """The words for joined frequency codes: `semiannual+ad_hoc` is `6 tháng, đột xuất`; empty for None."""
    if not codes:
        return ""
    return ", ".join(pick(FREQUENCIES.get(code, (code, code)), lang) for code in codes.split("+"))
