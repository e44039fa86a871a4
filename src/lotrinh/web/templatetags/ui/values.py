"""Money and dates as officers write them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lotrinh.web.templatetags.ui.library import register

_UNITS: Final = ((10**9, "tỷ"), (10**6, "triệu"))
_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")
_QUARTER: Final = re.compile(r"(\d{4})-Q([1-4])")
#: The first that fits decides: Edge and Opera also call themselves Chrome, Chrome calls itself Safari.
_BROWSERS: Final = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("coc_coc", "Cốc Cốc"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS: Final = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip
_ROMAN: Final = ("I", "II", "III", "IV")
#: After the unit at most so many digits, so that no đồng is hidden.
_DECIMALS: Final = 3


def _unit_word(word: str) -> str:
    return {"tỷ": _("tỷ đồng"), "triệu": _("triệu đồng")}[word]


@register.filter
def dong(amount: int | None) -> str:
    """An amount in đồng: `226 tỷ đồng`, `1,5 triệu đồng`, `1.234.567 đồng`.

    A larger unit is used only where it hides nothing: three digits after it say the whole amount.
    """
    if amount is None:
        return ""
    for size, word in _UNITS:
        if abs(amount) >= size and amount % (size // 10**_DECIMALS) == 0:
            value = Decimal(amount) / size
            digits = max(0, -int(value.normalize().as_tuple().exponent))
            return f"{number_format(value, decimal_pos=digits, force_grouping=True)} {_unit_word(word)}"
    return f"{number_format(amount, force_grouping=True)} {_('đồng')}"


@register.filter
def partial_date(text: str | None) -> str:
    """A date of the plan record, of whatever exactness, as it is written.

    `2026-02-05` → `05/02/2026`, `2026-02` → `02/2026`, `2026-Q3` → `Quý III/2026`,
    `2026` → `2026`. Anything else is given back as it is.
    """
    if not text:
        return ""
    if found := _DAY.fullmatch(text):
        return f"{found[3]}/{found[2]}/{found[1]}"
    if found := _MONTH.fullmatch(text):
        return f"{found[2]}/{found[1]}"
    if found := _QUARTER.fullmatch(text):
        quarter = int(found[2])
        if get_language() == "en":
            return f"Q{quarter}/{found[1]}"
        return f"Quý {_ROMAN[quarter - 1]}/{found[1]}"
    return text


@register.filter
def issued_words(text: str | None) -> str:
    """A date of issue in a sentence, as exact as it is known: `ngày 05/02/2026`, `tháng 02/2026`, `năm 2026`."""
    if not text:
        return ""
    shown = {"day": partial_date(text)}
    if _DAY.fullmatch(text):
        return _("ngày %(day)s") % shown
    if _MONTH.fullmatch(text):
        return _("tháng %(day)s") % shown
    return _("năm %(day)s") % shown if text.isdecimal() else shown["day"]


@register.filter
def percent(share: float | None) -> str:
    """A share between 0 and 1 as whole per cents: `0.974` → `97%`."""
    return "" if share is None else f"{number_format(round(100 * share))}%"


@register.filter
def localize_number(value: object) -> str:
    """A number with the separators of the language (`1.234,5`); anything else as text."""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return str(number_format(value, force_grouping=True))
    return "" if value is None else str(value)


@register.filter
def device(user_agent: str) -> str:
    """The browser and system that a `User-Agent` names: `Firefox, Windows`."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return ", ".join(filter(None, (browser, system))) or _("Trình duyệt khác")
