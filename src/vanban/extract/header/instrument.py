"""What instrument a document is, and its subject: the line with the type, the lines below it, `V/v` of a công văn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from vanban.extract.header.lines import Line
from vanban.language import lexicon
from vanban.language.normal import fold, key
from vanban.language.patterns import alternatives
from vanban.structure.text import LabelKind, ParagraphKind

_LEXICON: Final = lexicon.load("instruments")
#: Name of an instrument to its code, the longest names first.
NAMES: Final[dict[str, str]] = dict(
    sorted(
        ((name, item["code"]) for item in _LEXICON["instrument"] for name in item["names"]),
        key=lambda pair: -len(pair[0]),
    ),
)
#: Code of the State to the code that the Party uses for it (QyĐ: QĐ).
PARTY_CODES: Final[dict[str, str]] = {item["code"]: item["party"] for item in _LEXICON["instrument"] if "party" in item}
_TIGHT: Final = {name.replace(" ", ""): code for name, code in NAMES.items()}
_FOLDED: Final = {fold(name): code for name, code in NAMES.items()}
#: Letters set wide: `Q U Y Ế T Đ Ị N H`.
_SPACED: Final = re.compile(r"(?:\w ){3,40}\w")
_PROMULGATING: Final = frozenset(_LEXICON["meta"]["promulgating"])
_HEADS: Final = tuple(lexicon.load("positions")["letterhead"]["heads"])
_AGAIN: Final = tuple(lexicon.load("positions")["letterhead"]["again"])
_TYPE_PROPERTIES: Final = frozenset(lexicon.load("positions")["page"]["type"])
_STAMPS: Final = frozenset(lexicon.load("positions")["marks"]["urgency"])
_TITLE: Final = _LEXICON["title"]
_BODY: Final = re.compile(
    "(?:" + alternatives(_TITLE["body"]) + r"|ngày \d|điều \d|mục \d|năm \d)",
)
_SUBJECT: Final = re.compile(r"(?:v/v|v/v:|vv|về việc|về việc:|trích yếu)\s?:?\s", re.IGNORECASE)
#: The end of a subject in capitals that has no letter: `GIAI ĐOẠN` / `2021 - 2025`.
_YEARS: Final = re.compile(r"[\d\s/.,–()”\"'’-]{4,24}")
#: A subject does not end in a word that something must follow, nor in a count: `thực hiện 02` / `Chương trình …`.
_OPEN_END: Final = re.compile(
    r"(?<!\w)(?:" + alternatives(_TITLE["open_ends"]) + r"|(?<!tháng )(?<!ngày )(?<!quý )(?<!đợt )0\d)$"
)
_STOP: Final = re.compile(r"(?:kính gửi|số\s?:|nơi nhận)")
_ATTACHED: Final = re.compile(r"^\W{0,3}(?:ban hành |được ban hành |phê duyệt )?(?:kèm theo|theo) ")
_OWN_TITLE: Final = re.compile(
    r"(?:ban hành|phê duyệt)"
    r"(?: kèm theo (?:quyết định|nghị quyết|thông tư|nghị định|công văn|văn bản) (?:này|số [^\s]{1,30}))?"
    r"(?: bộ| các| tập| bản)? [“\"'‘(]?"
)
_LONGEST_TITLE_LINE: Final = 420
_LONGEST_TITLE: Final = 900
_TITLE_LINES: Final = 14
_SHORT_LINE: Final = 130
#: characters of a line that is as wide as the page, in the letters of a subject
_FULL_LINE: Final = 55
#: A row with more cells belongs to a table of the body.
_LAYOUT_CELLS: Final = 3


class Instrument(msgspec.Struct, frozen=True, kw_only=True):
    """Code and subject; `line` is where the type stands, `end` the first line behind the subject."""

    kind: str | None = None
    title: str | None = None
    issuer: str | None = None
    line: int | None = None
    end: int = 0


def named_at(line: Line, before: Line | None) -> tuple[str, int] | None:
    """The instrument whose name opens the line and how long the name is, None when the line is no such line."""
    keyed = line.keyed.rstrip(" :.*")
    if not line.text[0].isupper():
        return None
    if _SPACED.fullmatch(keyed):
        code = _TIGHT.get(keyed.replace(" ", ""))
        return (code, len(line.text)) if code else None
    if line.capitals and (code := _FOLDED.get(fold(keyed))) is not None:
        return code, len(line.text)  # `KÉ HOẠCH`: a recogniser changed a mark
    for name, code in NAMES.items():
        if not keyed.startswith(name):
            continue
        size = len(name)
        if len(keyed) == size:
            return code, size
        rest = line.text[size:]
        if not line.text[:size].isupper() or not rest[0].isspace():
            continue
        if key(rest).startswith((" và ", " số ", " của chính phủ số")) or (before is not None and _dangling(before)):
            return None
        return code, size
    return None


def _dangling(before: Line) -> bool:
    """Whether a name goes on behind this line: `SỞ` / `KẾ HOẠCH VÀ ĐẦU TƯ`."""
    return before.capitals and before.keyed.rsplit(" ", 1)[-1] in {"và", "sở", "bộ", "ban", "cục", "vụ", "của", ","}


def find_instrument(lines: Sequence[Line]) -> int | None:
    """The index of the line that prints the type of the document, None when none does."""
    for index, line in enumerate(lines):
        if line.paragraph.kind is ParagraphKind.ROW and len(line.paragraph.cells) > _LAYOUT_CELLS:
            continue
        if len(line.text) > _LONGEST_TITLE_LINE and index > 0 and not line.text[:12].isupper():
            return None
        before = lines[index - 1] if index else None
        if named_at(line, before) and not (before is not None and before.keyed.rstrip(" :") in _TYPE_PROPERTIES):
            return index
    return None


def read_instrument(lines: Sequence[Line], start: int | None) -> Instrument:
    """Type and subject; `start` is the line with the type, None for a công văn (its subject stands behind `V/v`)."""
    if start is None:
        return _letter(lines)
    named = named_at(lines[start], lines[start - 1] if start else None)
    if named is None:
        return Instrument()
    code, size = named
    rest = lines[start].text[size:].strip(" :*")
    pieces = [rest] if rest and key(rest) not in _STAMPS else []
    issuer, index = None, start + 1
    while index < len(lines) and len(pieces) < _TITLE_LINES:
        line = lines[index]
        own = _own_issuer(line, lines[index + 1] if index + 1 < len(lines) else None) if not pieces else None
        if own is not None:
            issuer, index = own, index + 1
            continue
        if not _goes_on(pieces, line, lines, start, index):
            break
        pieces.append(line.text)
        index += 1
    title = " ".join(pieces).strip(" .*:") if pieces else None
    return Instrument(kind=code, title=(title or "")[:_LONGEST_TITLE] or None, issuer=issuer, line=start, end=index)


def _own_issuer(line: Line, following: Line | None) -> str | None:
    """`CỦA BỘ CHÍNH TRỊ` between the type and the subject."""
    if not line.capitals and not line.text.startswith("CỦA"):
        return None
    if (
        line.keyed.startswith("của ")
        and following is not None
        and not _BODY.match(following.keyed)
        and len(line.text) < _SHORT_LINE
    ):
        return line.text[4:].strip(" *")
    return None


def _goes_on(pieces: list[str], line: Line, lines: Sequence[Line], start: int, index: int) -> bool:
    """Whether the line belongs to the subject."""
    if line.paragraph.kind is ParagraphKind.ROW and len(line.paragraph.cells) > _LAYOUT_CELLS:
        return False
    if _STOP.match(line.keyed) or _ATTACHED.match(line.keyed.lstrip("(")):
        return False
    if _repeats_issuer(line) and not (pieces and _OPEN_END.search(key(pieces[-1]))):
        return False
    if _is_label(line) and not line.text[0].islower():
        return False
    if not pieces:
        return _begins(line, lines[start])
    return _continues(pieces, line, lines[start], lines[index - 1])


def _begins(line: Line, typed: Line) -> bool:
    """Whether the first line below the type is the subject, and not the text itself."""
    if line.capitals:
        return line.keyed.rstrip(" :") != typed.keyed.rstrip(" :")
    if len(line.text) > _LONGEST_TITLE or line.text.endswith((":", ";")) or "như sau" in line.keyed[-12:]:
        return False
    if len(line.text) > _LONGEST_TITLE_LINE and line.text.endswith("."):
        return False
    return not line.keyed.startswith(("căn cứ ", "theo đề nghị", "kính gửi", "xét "))


def _continues(pieces: list[str], line: Line, typed: Line, before: Line) -> bool:
    """Whether a line carries the subject on: a small letter, capitals behind capitals, a short line set alike."""
    text, last = line.text, pieces[-1]
    if len(text) > _LONGEST_TITLE_LINE or (last.endswith((".", ";", ":")) and not text[0].islower()):
        return False
    if text[0].islower() or (text[0] in '“"(' and text[1:2].islower()):
        return not line.keyed.startswith("căn cứ")
    if line.capitals or (last.isupper() and _YEARS.fullmatch(text)):
        return last.isupper() or (typed.capitals and len(pieces) == 1 and last[0].islower())
    if _OPEN_END.search(key(last)):
        return True
    if _BODY.match(line.keyed) or len(text) > _SHORT_LINE:
        return False
    if last.isupper():
        return line.keyed.startswith(tuple(_TITLE["goes_on"]))
    return not text.endswith((".", ";", ":")) and len(last) <= _SHORT_LINE * 2 and _alike(line, before)


def _alike(line: Line, before: Line) -> bool:
    """Whether two lines are set alike, so far as the source says."""
    one, other = line.paragraph, before.paragraph
    if one.index == other.index:
        return True
    if one.bold != other.bold or one.kind is not other.kind:
        return False
    # A full line is as wide as the page: bold tells then that it is set like the centred line below it, or, on pictures
    # of pages, which tell no bold, that the words in the middle are too few for a line of their own.
    return one.bold or one.centred == other.centred or (one.centred and len(before.text) >= _FULL_LINE)


def _repeats_issuer(line: Line) -> bool:
    """Whether a line in capitals is the issuer that stands over the basis: `ỦY BAN NHÂN DÂN TỈNH …`."""
    if not line.capitals:
        return False
    keyed = line.keyed
    if not any(keyed == head or keyed.startswith(head + " ") for head in (*_HEADS, *_AGAIN)):
        return False
    return not keyed.startswith(tuple(_TITLE["no_issuer"]))


def _is_label(line: Line) -> bool:
    label = line.paragraph.label if not _SUBJECT.match(line.keyed) else None
    return label is not None and label.kind in {
        LabelKind.PART,
        LabelKind.CHAPTER,
        LabelKind.ROMAN,
        LabelKind.ARTICLE,
        LabelKind.LETTER,
        LabelKind.SECTION,
        LabelKind.NUMBER,
        LabelKind.BULLET,
    }


def _letter(lines: Sequence[Line]) -> Instrument:
    for index, line in enumerate(lines):
        match = _SUBJECT.match(line.keyed)
        if not match or (line.text[0].islower() and index > 0):
            continue
        pieces, end = [line.text[match.end() :]], index + 1
        while (
            end < len(lines)
            and end - index < 6
            and lines[end].text[0].islower()
            and "ngày" not in lines[end].keyed[:40]
        ):
            pieces.append(lines[end].text)
            end += 1
        return Instrument(kind="CV", title=" ".join(pieces).strip(" .;*")[:_LONGEST_TITLE] or None, line=index, end=end)
    return Instrument()


def attached_kind(kind: str | None, title: str | None, body: Sequence[Line], following: Sequence[Line]) -> str | None:
    """The code of the text that a decision puts into force: `ban hành kèm theo Quyết định này Kế hoạch …`.

    `body` are the first lines behind the subject, `following` the short lines of the whole file: a second instrument
    of the file counts too.
    """
    if kind not in _PROMULGATING:
        return None
    for text in ([title] if title else []) + [line.text for line in body if line.keyed.startswith("điều 1")][:1]:
        keyed = key(text)
        for match in _OWN_TITLE.finditer(keyed):
            for name, code in NAMES.items():
                if keyed.startswith(name, match.end()) and not keyed.startswith(
                    (" số", " này"), match.end() + len(name)
                ):
                    if (
                        "phê duyệt" in match.group()
                        and "kèm theo" not in match.group()
                        and not _has_attached(following)
                    ):
                        continue
                    return code
    for index, line in enumerate(following):
        named = named_at(line, following[index - 1] if index else None) if line.capitals else None
        if (
            named
            and named[0] != kind
            and any(_ATTACHED.match(other.keyed.lstrip("(")) for other in following[index + 1 : index + 8])
        ):
            return named[0]
    return None


def _has_attached(following: Sequence[Line]) -> bool:
    return any(line.keyed.startswith(("(ban hành kèm theo", "(kèm theo", "ban hành kèm theo")) for line in following)
