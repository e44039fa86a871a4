"""What a reading doubts: the sentences of `text.warnings`.

A record carries the Vietnamese sentence (docs/reference/plan-record.md); who shows a record in English translates it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

#: code -> (Vietnamese, English); `{name}` fields are filled from the keyword arguments of `warning`.
MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "undecodable": ("Có ký tự không giải mã được.", "Some characters cannot be decoded."),
    "8-bit-lines": (
        "{count} dòng không phải Unicode, được đọc theo bảng mã 8 bit cũ (TCVN3, VNI hoặc tương tự).",
        "{count} lines are not Unicode; they were read in an old 8-bit encoding (TCVN3, VNI or the like).",
    ),
    "mixed-lines": (
        "{count} dòng có lẫn byte không phải UTF-8.",
        "{count} lines contain bytes that are not UTF-8.",
    ),
    "converted": (
        "Văn bản dùng bảng mã cũ {names}; đã chuyển sang Unicode.",
        "The text uses the old encoding {names}; it was converted to Unicode.",
    ),
    "misread-utf-8": (
        "Chữ Unicode (UTF-8) của văn bản đã bị đọc theo bảng mã 8 bit; đã khôi phục.",
        "The Unicode letters (UTF-8) of the text had been read in an 8-bit encoding; they were put right.",
    ),
    "not-vietnamese": (
        "Văn bản không phải tiếng Việt; nội dung được giữ nguyên và có thể không được hiểu đúng.",
        "The text is not Vietnamese; it was left as it is, and may not have been understood.",
    ),
    "legacy-font": (
        "Phông chữ của tệp hiển thị sai ký tự tiếng Việt; nội dung đọc được có thể không đúng.",
        "The fonts of the file give wrong Vietnamese characters; what was read may be wrong.",
    ),
    "poor-recognition": (
        "Chữ và dấu bị nhận dạng sai nhiều (bản quét); nội dung đọc được có thể không đúng.",
        "Many letters and marks were recognised wrongly (a scan); what was read may be wrong.",
    ),
    "no-marks": (
        "Văn bản không có dấu tiếng Việt; nội dung đọc được có thể không đúng.",
        "The text has no Vietnamese marks; what was read may be wrong.",
    ),
    "partly-damaged": (
        "Một phần văn bản bị sai chữ hoặc mất dấu; nội dung đọc được ở phần đó có thể không đúng.",
        "Part of the text has wrong letters or lost its marks; what was read there may be wrong.",
    ),
    "repaired": (
        "Chữ hoặc dấu của văn bản bị sai; {count} chỗ đã được phục hồi tự động, cần đối chiếu với bản gốc.",
        "The text had wrong letters or marks; {count} places were restored, to be compared with the original.",
    ),
    "marks-repaired": (
        "{count} chữ nhận dạng sai dấu đã được sửa theo ngữ cảnh, cần đối chiếu với bản gốc.",
        "{count} words whose marks were misread were put right by their context, to be compared with the original.",
    ),
    "pages-unreadable": ("Không đọc được trang {pages}.", "Unreadable pages: {pages}."),
    "pages-of-images": (
        "Trang {pages} chỉ có ảnh, không có lớp chữ.",
        "Pages with images only, without a text layer: {pages}.",
    ),
    "pages-recognised": (
        "Chữ của trang {pages} được nhận dạng từ ảnh; hãy đối chiếu số, ngày và tên riêng với bản gốc.",
        "The text of pages {pages} was recognised from images; compare numbers, dates and names with the original.",
    ),
    "pictures-unread": (
        "Tệp có {count} ảnh lớn bằng trang giấy; chữ trong các ảnh đó không được đọc.",
        "The file has {count} images as large as a page; the text in them was not read.",
    ),
    "pages-coarse": (
        "Ảnh của trang {pages} quá thô (dưới 90 dpi): dấu và chữ số dễ sai; hãy quét lại ở 200–300 dpi.",
        "The images of pages {pages} are coarse (below 90 dpi), so marks and digits may be wrong; scan at 200–300 dpi.",
    ),
    "pages-not-vietnamese": (
        "Chữ nhận dạng được ở trang {pages} phần lớn không phải tiếng Việt; giữ nguyên như đã đọc.",
        "Most of what was recognised on pages {pages} is not Vietnamese; it was left as it was read.",
    ),
}
_FIELD: Final = re.compile(r"\{(\w+)\}")


def warning(code: str, **fields: object) -> str:
    """The Vietnamese sentence of a code, as a record carries it."""
    return MESSAGES[code][0].format(**fields)


def translated(sentence: str, lang: str) -> str:
    """A sentence of `text.warnings` in `lang` (`vi` or `en`); one of another program's making stays as it is."""
    if lang == "en":
        for pattern, english in _patterns():
            found = pattern.fullmatch(sentence)
            if found:
                return english.format(**found.groupdict())
    return sentence


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each Vietnamese sentence as a pattern with its fields as groups, with the English one."""
    patterns = []
    for vietnamese, english in MESSAGES.values():
        pieces = _FIELD.split(vietnamese)
        printed = "".join(f"(?P<{piece}>.+)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces))
        patterns.append((re.compile(printed), english))
    return tuple(patterns)
