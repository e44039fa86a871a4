"""Shorthand that narrow table cells use for dates, written in full so that it can be read like any other date.

`T6/2026`, `Q.III/2026`, `30/06/26`, `15-20/5/2026`, `2026÷2028`, as the appendices of plans print them.
"""

from __future__ import annotations

import re
from typing import Final

#: Shorthand of table cells: `T6/2026`, `Q3/2026`, `2026÷2028`.
_SHORT_MONTH: Final = re.compile(r"(?<!\w)t\.? ?(?=\d{1,2}(?!\d| ?(?:tỷ|tỉ|triệu|đồng)))")
_SHORT_YEAR: Final = re.compile(r"(?<![\d/.-])(\d{1,2}([/.-])\d{1,2}\2)(?=\d{2}(?![\d/.-]))")
_DOTTED_YEAR: Final = re.compile(r"(?<!\w)((?:quý|tháng) (?:\d{1,2}|i{1,3}|iv))\. ?(?=20\d{2})")
_CLOSE_RANGE: Final = re.compile(r"(?<=\d{4})-(?=\d{1,2}/)")
#: A cited document with its date, which is no deadline: `Kế hoạch số 12/KH-UBND ngày 05/01/2026`.
_CITED: Final = re.compile(
    r"(?<![\w/])\d{1,5}(?:/\d{4})?[-/][a-zđ][\w&-]{0,20}(?:[/ ][\w&-]{1,20})?,? ngày "
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2} tháng \d{1,2},? năm \d{4})"
)
_BARE_DAY: Final = re.compile(r"(?<![\w/.-])(?<!ngày )(?=\d{1,2} tháng \d{1,2},? năm 20\d{2})")
_DAYS: Final = re.compile(r"(?<![\d/.-])(\d{1,2}) ?- ?(\d{1,2})([/.])(\d{1,2})\3(20\d{2})(?!\d)")
_SHORT_QUARTER: Final = re.compile(r"(?<!\w)q\.? ?(?=(?:[1-4]|i{1,3}|iv)(?!\w))")


def spelt_out(keyed: str) -> str:
    """The words of a cell, in the form of `key`, with shorthand written in full and cited documents left out."""
    keyed = _CITED.sub(" ", keyed.replace("quí", "quý").replace("÷", "-"))
    keyed = _SHORT_QUARTER.sub("quý ", _SHORT_MONTH.sub("tháng ", keyed))
    keyed = _SHORT_YEAR.sub(r"\g<1>20", _DOTTED_YEAR.sub(r"\1/", keyed))
    keyed = _DAYS.sub(r"\1/\4/\5 - \2/\4/\5", _BARE_DAY.sub("ngày ", keyed))
    return _CLOSE_RANGE.sub(" - ", keyed)
