"""Who issued a document, and of which province: letterhead, sign of the number, signature, the text itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import msgspec

from vanban.extract.header.identity import Identity
from vanban.extract.header.lines import Line
from vanban.language import gazetteer, lexicon
from vanban.language.normal import key
from vanban.language.patterns import trie
from vanban.record import Signer

_POSITIONS: Final = lexicon.load("positions")
_HEADS: Final = tuple(_POSITIONS["letterhead"]["heads"])
_SIGNS: Final = dict(_POSITIONS["letterhead"]["signs"])
_CENTRAL: Final = tuple(_POSITIONS["letterhead"]["central"])
_ABBREVIATIONS: Final = (
    ("ubnd", "ủy ban nhân dân"),
    ("hđnd", "hội đồng nhân dân"),
    ("tp.", "thành phố"),
    ("tp ", "thành phố "),
    ("btv ", "ban thường vụ "),
)
_DANGLING: Final = frozenset({"và", "sở", "bộ", "ban", "của", "các", "cục"})
_INCOMPLETE: Final = frozenset(_POSITIONS["letterhead"]["incomplete"])
#: A stamp, a number or a subject between the lines of a letterhead.
_MARK: Final = re.compile(
    r"\W{0,3}(?:số\s?[:\d/.…]|v/v|(?:độ|mức độ) (?:mật|khẩn)|(?:bản )?dự thảo|(?:"
    + "|".join((*_POSITIONS["marks"]["secrecy"], *_POSITIONS["marks"]["urgency"]))
    + r")(?: hẹn giờ)?\W{0,3}$)"
)
_UNIT: Final = re.compile(
    r"(?:thành phố|tỉnh|huyện|quận|thị xã|thị trấn|phường|xã|đặc khu|khu vực)(?= (?!ủy\b|đoàn\b|hội\b))"
)
_COMMITTEE_OF_A_PLACE: Final = re.compile(r"(?:tỉnh|thành|huyện|quận|thị) ủy(?= [^\W\d_])")
_WORD: Final = re.compile(r"\w+")
_SELF: Final = re.compile(r"\b(?:tỉnh|thành phố|tp\.?) ")
_ISSUERS: Final = "|".join(sorted(_POSITIONS["letterhead"]["issuers"], key=len, reverse=True))
_OF_ISSUER: Final = re.compile(rf"kèm theo [^()\n]{{0,160}}? của (?P<body>(?:{_ISSUERS})(?!\w)[^()\n,;]{{0,80}})")
_SPEAKS: Final = re.compile(
    rf"(?<!\w)(?P<body>(?:{_ISSUERS})(?!\w)[^.;:,()\n]{{0,70}}?) (?:ban hành|xây dựng|yêu cầu) "
    r"(?:kế hoạch|chương trình|nghị quyết|chỉ thị|quyết định|đề án|thông tư)"
)
#: Superior and issuer on one line: `UBND TỈNH … SỞ …`, `BỘ … TỔNG CỤC …`.
_BELOW: Final = re.compile(
    r"(?P<above>(?:(?:ubnd|ủy ban nhân dân) (?:tỉnh|thành phố|tp|huyện|quận|thị xã|xã|phường)|bộ|tổng cục)\W.{2,50}?)"
    r"[ \-–]{1,5}(?P<below>(?:sở|tổng cục|cục|văn phòng|ban quản lý|ban chỉ đạo|thanh tra|phòng|chi cục) .{2,})"
)
_COMMITTEES: Final = ("ủy ban nhân dân", "hội đồng nhân dân")
#: How an issuer ends that leaves its province unsaid.
_OF_A_PROVINCE: Final = (
    *(f"{name} {unit}" for name in (*_COMMITTEES, "ubnd", "hđnd") for unit in ("tỉnh", "thành phố")),
    "tỉnh ủy",
    "thành ủy",
)
_PARTY_CENTRE: Final = re.compile(r"của (?P<body>bộ chính trị|ban bí thư|ban chấp hành trung ương) về ")
_OPENING: Final = 20_000
_LETTERHEAD_LINES: Final = 8
_MINISTRIES: Final = 2


@lru_cache(maxsize=1)
def _printed() -> tuple[re.Pattern[str], dict[str, str]]:
    names: dict[str, str] = {}
    for body in gazetteer.bodies():
        if body.kind != "province":
            names.setdefault(key(body.name), body.name)
    for province in gazetteer.provinces():
        for name in province.names:
            names.setdefault(key(name), name)
    for word in _POSITIONS["names"]["words"]:
        names.setdefault(key(word), word)
    for field in lexicon.load("agencies")["fields"]["words"]:
        names.setdefault(field, _field(field))
    return re.compile(r"(?<!\w)" + trie(names) + r"(?!\w)"), names


def _field(words: str) -> str:
    """A field as a name prints it: a capital at the beginning and behind `và`, a comma or a dash."""
    capital, out = True, []
    for word in words.split(" "):
        out.append(word[:1].upper() + word[1:] if capital else word)
        capital = word in {"và", "-", "&"} or word.endswith(",")
    return " ".join("và" if w == "Và" else w for w in out)


def in_sentence_case(text: str) -> str:
    """A name in capitals as a sentence prints it: `UBND TỈNH NGHỆ AN` gives `Ủy ban nhân dân tỉnh Nghệ An`."""
    lower = key(text).strip()
    for short, full in _ABBREVIATIONS:
        if lower.startswith(short):
            lower = full + lower[len(short) :]
        lower = lower.replace(f" {short}", f" {full}")
    lower = " ".join(lower.split())
    pattern, names = _printed()
    out, position = [], 0
    for match in pattern.finditer(lower):
        out.append(lower[position : match.start()])
        out.append(names[match.group()])
        position = match.end()
    out.append(lower[position:])
    result = "".join(out)
    for unit in _UNIT.finditer(lower):
        result = result[: unit.start()] + lower[unit.start() : unit.end()] + result[unit.end() :]
        result = _capitalise(result, unit.end() + 1)
    for committee in _COMMITTEE_OF_A_PLACE.finditer(lower):
        result = _capitalise(result, committee.end() + 1)
    return result[:1].upper() + result[1:]


def _capitalise(text: str, start: int) -> str:
    """The words from `start` up to a mark or a known unit with capitals: the proper name of a place."""
    stop = re.search(r"[,;()\d]|\b(?:tỉnh|thành phố|huyện|và|về|khóa|kỳ)\b", text[start:])
    end = start + stop.start() if stop else len(text)
    return text[:start] + _WORD.sub(lambda m: m.group()[:1].upper() + m.group()[1:], text[start:end]) + text[end:]


def _opens(line: Line) -> bool:
    return any(line.keyed == head or line.keyed.startswith((head + " ", head + ".")) for head in _HEADS)


def letterhead(lines: Sequence[Line]) -> tuple[str, ...]:
    """The bodies printed at the head, superior first, each on one line as printed."""
    bodies: list[str] = []
    start = next((i for i, line in enumerate(lines) if line.capitals and _opens(line)), 0)
    for line in lines[start : start + _LETTERHEAD_LINES]:
        text = line.text.strip(" *-–_|.")
        if not text or not line.text[0].isalpha() or any(c.isdigit() for c in text[:2]):
            continue
        if _MARK.match(line.keyed):
            continue
        last = key(bodies[-1]) if bodies else ""
        unfinished = last.rsplit(" ", 1)[-1] in _DANGLING or last.endswith(",")
        if _opens(line) and last not in _INCOMPLETE and not (unfinished and not _whole(text)):
            bodies.append(text)
        elif bodies and (line.capitals or text[0].isupper()) and len(text) < 80:
            bodies[-1] = f"{bodies[-1]} {text}"
    return tuple(bodies)


def _whole(text: str) -> bool:
    """Whether a line is the name of a listed body, and not the end of the line before it."""
    return gazetteer.body_of(text) is not None or key(text).startswith(
        ("ủy ban nhân dân", "ubnd", "hội đồng nhân dân", "tỉnh ủy", "thành ủy", "sở ", "bộ ")
    )


def issuer_of(lines: Sequence[Line], *, joint: bool) -> str | None:
    """The issuer in sentence case from the letterhead; several ministries of a joint circular with dashes."""
    bodies = letterhead(lines)
    if not bodies:
        return None
    if joint:
        ministries = [
            b for b in bodies if key(b).startswith(("bộ ", "ủy ban", "tòa án", "viện ", "thanh tra", "ngân hàng"))
        ]
        if len(ministries) >= _MINISTRIES:
            return " - ".join(in_sentence_case(b) if b.isupper() else b for b in ministries)
    chosen = bodies[-1]
    if below := _BELOW.match(key(chosen)):
        bodies = (*bodies[:-1], chosen[: below.end("above")], chosen[below.start("below") :])
        chosen = bodies[-1]
    if (
        key(chosen)
        in {
            "ban thường vụ",
            "thường trực",
            "văn phòng",
            "ban chấp hành",
            "ban tổ chức",
            "ban tuyên giáo",
            "ban dân vận",
            "ủy ban kiểm tra",
            "ban nội chính",
        }
        and len(bodies) > 1
    ):
        chosen = f"{chosen} {bodies[-2]}"
    text = in_sentence_case(chosen) if chosen.isupper() or chosen.upper() == chosen else chosen
    if key(text).startswith(("ubnd", "hđnd")):
        text = in_sentence_case(text)
    return text


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """All that may tell the issuer.

    head: lines before the type. body: the first lines behind the subject. named: what stands between type and subject
    (`CỦA BỘ CHÍNH TRỊ`). title: the subject. content: the whole text.
    """

    head: Sequence[Line]
    body: Sequence[Line]
    identity: Identity
    named: str | None
    title: str | None
    signer: Signer | None
    content: str


def read_issuer(evidence: Evidence) -> str | None:
    """The issuer, from the letterhead, the sign in the number, the line over the basis, the text, or the signature."""
    identity, head = evidence.identity, evidence.head
    if evidence.named:
        return in_sentence_case(evidence.named)
    if evidence.title and (body := _PARTY_CENTRE.match(key(evidence.title))):
        return in_sentence_case(body["body"])
    cut = min(i for i in (identity.number_line, identity.date_line, len(head)) if i is not None)
    others = [line for i, line in enumerate(head) if i not in {identity.number_line, identity.date_line}]
    joint = identity.parsed is not None and identity.parsed.kind in {"TTLT", "NQLT"}
    found = issuer_of(head[:cut], joint=joint) or issuer_of(others, joint=joint)
    signed = _signing_body(evidence.signer)
    if found is not None:
        return _party_committee(found, signed)
    sign = issuer_of_sign(identity.parsed.organ if identity.parsed else None)
    if sign is not None:
        return sign
    for line in evidence.body[:2]:
        if line.capitals and (above := issuer_of([line], joint=False)):
            return above
    spoken = issuer_in_text(evidence.body)
    if signed is None or (spoken is not None and key(spoken).startswith(key(signed))):
        return spoken
    return _named_in_text(signed, evidence.content) or signed


def _signing_body(signer: Signer | None) -> str | None:
    """The body on whose behalf somebody signs: `T/M BAN THƯỜNG VỤ`, `TM. ỦY BAN NHÂN DÂN`."""
    if signer is None or signer.capacity is None:
        return None
    match = re.match(r"\s*(?:TM|T/M|T\.M)\s?\.?\s*(.+)", signer.capacity, re.IGNORECASE)
    return in_sentence_case(match[1]) if match else None


def _party_committee(found: str, signed: str | None) -> str:
    """A Party letterhead names the organisation, the signature the committee: `Ban Thường vụ Tỉnh ủy X`."""
    if signed is None or not key(found).startswith(("tỉnh ủy", "thành ủy", "huyện ủy", "đảng ủy", "đảng bộ")):
        return found
    if key(signed) in {"ban thường vụ", "thường trực", "ban chấp hành"}:
        return f"{signed} {found}"
    return found


def _named_in_text(signed: str, content: str) -> str | None:
    """The full name of a committee that the text names: `Ban cán sự đảng UBND tỉnh`, `Ban Thường vụ Tỉnh ủy`."""
    keyed = key(content)
    bodies = "ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân|tỉnh ủy|thành ủy|huyện ủy|tỉnh|thành phố"
    pattern = re.compile(re.escape(key(signed)) + rf" (?:đảng )?((?:{bodies})(?: tỉnh| thành phố)?)(?!\w)")
    best: dict[str, int] = {}
    for match in pattern.finditer(keyed):
        printed = content[match.start(1) : match.end(1)]
        best[printed] = best.get(printed, 0) + 1
    if not best:
        return None
    return f"{signed} {max(best, key=lambda name: best[name])}"


def with_province(issuer: str, province: str, content: str) -> str:
    """An issuer that its document names without the province, `Ủy ban nhân dân tỉnh`, with it."""
    keyed = key(issuer)
    if keyed.endswith(_COMMITTEES) and not is_central(issuer):
        opening = key(content[:_OPENING])
        city = f"thành phố {key(province)}" in opening and f"tỉnh {key(province)}" not in opening
        return f"{issuer} {'thành phố' if city else 'tỉnh'} {province}"
    if keyed.endswith(_OF_A_PROVINCE):
        return f"{issuer} {province}"
    return issuer


def issuer_of_sign(organ: str | None) -> str | None:
    """The body that a sign of a number stands for: `TTg`, `BKHCN`."""
    if organ is None:
        return None
    bare = re.sub(r"\d+$", "", organ)
    if bare in _SIGNS:
        return str(_SIGNS[bare])
    body = gazetteer.body(organ)
    return body.name if body is not None and body.kind == "ministry" else None


def issuer_in_text(lines: Sequence[Line]) -> str | None:
    """The issuer that the text names: `(Kèm theo Quyết định … của UBND tỉnh X)`, `UBND tỉnh X ban hành Kế hoạch`."""
    for pattern in (_OF_ISSUER, _SPEAKS):
        for line in lines:
            match = pattern.search(line.keyed)
            if match:
                printed = line.text[match.start("body") : match.end("body")].strip()
                return (
                    in_sentence_case(printed)
                    if printed.isupper() or key(printed).startswith(("ubnd", "hđnd"))
                    else printed[:1].upper() + printed[1:]
                )
    return None


def is_central(issuer: str | None) -> bool:
    """Whether the issuer is a body of the whole country."""
    if issuer is None:
        return False
    keyed = key(issuer)
    if keyed.startswith("bộ ") and not keyed.startswith(("bộ chỉ huy", "bộ chqs", "bộ tư lệnh")):
        return True
    if (
        keyed.startswith(("ban thường vụ", "tỉnh ủy", "ủy ban nhân dân", "hội đồng nhân dân"))
        and "trung ương" not in keyed
    ):
        return False
    return any(keyed.startswith(word) or f" {word}" in keyed for word in _CENTRAL) and "tỉnh" not in keyed


def province_of(
    issuer: str | None, head: Sequence[Line], place: str | None, title: str | None, content: str
) -> str | None:
    """The province of the issuer, None for a body of the whole country.

    From the issuer, the letterhead, the place, the subject, else the province that the text names most as its own
    (`tỉnh X`, `trên địa bàn tỉnh X`).
    """
    if is_central(issuer):
        return None
    for text in (issuer or "", " ".join(in_sentence_case(line.text) for line in head[:_LETTERHEAD_LINES]), place or ""):
        found = gazetteer.find_provinces(text)
        if found:
            return _current(found[-1], text)
    if title:
        cased = in_sentence_case(title) if title.isupper() else title
        found = tuple(
            f for f in gazetteer.find_provinces(cased) if _SELF.search(key(cased[max(0, f[0][0] - 12) : f[0][0]]))
        )
        if found:
            return _current(found[-1], cased)
    counts: Counter[str] = Counter()
    for span, province in gazetteer.find_provinces(content):
        before = key(content[max(0, span[0] - 24) : span[0]])
        if before.endswith(("tỉnh ", "thành phố ", "tp. ", "tp ")):
            counts[province.name] += 3 if "địa bàn" in before or "đảng bộ" in before else 1
    return counts.most_common(1)[0][0] if counts else None


def _current(found: tuple[tuple[int, int], gazetteer.Province], text: str) -> str:
    """The name as the document's time had it: `Thừa Thiên Huế` stays."""
    (start, end), province = found
    printed = key(text[start:end])
    return next((name for name in province.former if key(name) == printed), province.name)
