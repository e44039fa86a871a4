"""The table on which a reviewer says what the names of a reading stand for: what it shows, what was typed into it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lotrinh.documents.vocab import Part
from lotrinh.organisations.naming import Candidate, Likeness, Reason, Resolution
from lotrinh.organisations.vocab import GroupKind
from lotrinh.plans.selectors.naming import LONGEST_NAME, NameLine, NamesPage, found_units
from lotrinh.plans.services.naming import NOBODY, Pick, code_of
from lotrinh.web.plans.wording import badge
from lotrinh.web.reviews.labels import LETTERS, anchor_of, order_of

_LONGEST_TYPED: Final = 200
_MOST_DIGITS: Final = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer to choose: its code, what it is called, why it is offered."""

    code: str
    label: str
    note: str


@dataclass(slots=True, kw_only=True)
class Line:
    """A name with the answers to choose from. `typed`, `group`: what the person said instead."""

    key: str
    printed: str
    uses: str
    item: str
    item_url: str
    badge: SafeString
    options: tuple[Option, ...]
    picked: str
    seen: str
    owes: bool
    typed: str = ""
    group: str = ""
    remember: bool = False
    #: whether a search brought answers: they are shown open
    searched: bool = False
    error: str = ""


@dataclass(slots=True)
class Filled:
    """What was sent: the lines as they are shown again, and what they say."""

    lines: list[Line] = field(default_factory=list)
    picks: list[Pick] = field(default_factory=list)
    wrong: bool = False


def shown(page: NamesPage, sizes: Mapping[GroupKind, int]) -> list[Line]:
    """The lines as they stand. `sizes`: how many agencies each group has on the day."""
    return [_line(page, line, sizes) for line in page.lines]


def filled(
    page: NamesPage, sizes: Mapping[GroupKind, int], data: Mapping[str, Any], *, looking: bool = False
) -> Filled:
    """The lines with what was sent; what is typed becomes the unit or group of that name.

    `looking`: it was sent only to see which units may be meant by what is typed.
    """
    sent = Filled()
    for name in page.lines:
        line = _line(page, name, sizes)
        line.picked = str(data.get(f"pick-{line.key}", ""))
        line.seen = str(data.get(f"seen-{line.key}", ""))
        line.typed = " ".join(str(data.get(f"other-{line.key}", "")).split())[:_LONGEST_TYPED]
        line.group = str(data.get(f"group-{line.key}", ""))
        line.remember = f"remember-{line.key}" in data
        _keep_found(page, line)
        if looking and line.typed:
            _offer(page, line)
        else:
            code = _answer(page, line)
            if code and not line.error:
                sent.picks.append(_pick(line, code))
        sent.wrong = sent.wrong or bool(line.error)
        sent.lines.append(line)
    return sent


def mark_stale(sent: Filled, theirs: Mapping[str, Any]) -> None:
    """Say beside each name what somebody else has chosen meanwhile; what was sent stays chosen."""
    for line in sent.lines:
        choice = theirs.get(line.printed[:LONGEST_NAME])
        if choice is not None:
            line.seen = code_of(choice)
            line.error = _("%(person)s vừa chọn: %(choice)s.") % {
                "person": choice.made_by,
                "choice": _choice_words(choice),
            }


def mark_refused(sent: Filled, fields: Mapping[str, Any]) -> None:
    """Say beside each name what is wrong with it."""
    for line in sent.lines:
        line.error = str(fields.get(line.printed[:LONGEST_NAME], "")) or line.error


def _line(page: NamesPage, name: NameLine, sizes: Mapping[GroupKind, int]) -> Line:
    options = {option.code: option for option in reversed(list(_options(page, name, sizes)))}
    order = dict.fromkeys(option.code for option in _options(page, name, sizes))
    anchor = anchor_of(name.uses.part, name.uses.key)
    resolution = name.resolution
    return Line(
        key=hashlib.blake2s(name.printed.encode(), digest_size=6).hexdigest(),
        printed=name.printed,
        uses=_uses_words(name),
        item=_mark(name.uses.part, name.uses.key),
        item_url=f"{reverse('reviews:screen', args=(page.review.pk,))}?muc={anchor}#i-{anchor}",
        badge=badge("ok" if resolution.sure else "warn" if name.uses.owes else "muted", _reason_words(resolution)),
        options=tuple(options[code] for code in order),
        picked=code_of(name.choice) or (_code(resolution) if resolution.sure else ""),
        seen=code_of(name.choice) if name.own else "",
        owes=name.uses.owes,
    )


def _options(page: NamesPage, name: NameLine, sizes: Mapping[GroupKind, int]) -> Iterator[Option]:
    choice, found = name.choice, name.suggested
    if choice is not None and (choice.unit is not None or choice.group):
        by = {"person": choice.made_by, "day": f"{choice.made_at:%d/%m/%Y}"}
        note = _("%(person)s chọn ngày %(day)s") if name.own else _("%(person)s chọn ở văn bản trước, ngày %(day)s")
        yield Option(code=code_of(choice), label=_choice_words(choice), note=note % by)
    if found.unit is not None:
        yield _unit_option(page, found.unit, str(Reason(found.reason).label))
    if found.group is not None:
        yield _group_option(page, found.group, sizes)
    if found.near is not None:
        part = found.reason is Reason.PART_OF_GROUP
        why = _("cả nhóm") if part else _("cấp xã từ 01/07/2025")
        yield _group_option(page, found.near, sizes, why)
    for candidate in found.candidates:
        yield _unit_option(page, candidate.unit, _candidate_words(candidate))
    yield Option(code=NOBODY, label=_("Chưa có trong danh mục"), note=_("giữ tên như văn bản, chưa gắn cơ quan"))


def _group_option(page: NamesPage, group: GroupKind, sizes: Mapping[GroupKind, int], why: str = "") -> Option:
    by = {"n": number_format(sizes[group]), "day": _day(page.on)}
    many = _("%(n)s cơ quan vào ngày %(day)s") if sizes[group] else _("không có cơ quan nào vào ngày %(day)s")
    note = " · ".join(filter(None, (why, many % by)))
    return Option(code=f"g{group}", label=str(GroupKind(group).label), note=note)


def _unit_option(page: NamesPage, unit: Any, why: str) -> Option:
    notes = [why]
    above = page.directory.province_above(unit)
    if above is not None and above not in {page.within, unit}:
        notes.append(above.name)
    parent = page.directory.units.get(unit.parent_id)
    if parent is not None and unit.kind == "division":
        notes.append(parent.name)
    if unit.ends_on and unit.ends_on < page.on:
        notes.append(_("đến hết ngày %(day)s") % {"day": _day(unit.ends_on)})
    elif unit.starts_on and unit.starts_on > page.on:
        notes.append(_("từ ngày %(day)s") % {"day": _day(unit.starts_on)})
    return Option(code=f"u{unit.pk}", label=unit.name, note=" · ".join(notes))


def _candidate_words(candidate: Candidate) -> str:
    said = str(Likeness(candidate.reason).label)
    if candidate.reason is Likeness.SPELLING:
        return _("gần giống “%(name)s” (%(likeness)s%%)") % {
            "name": candidate.name,
            "likeness": number_format(candidate.likeness, decimal_pos=0),
        }
    if candidate.name and candidate.name != candidate.unit.name:
        return f"{said}: “{candidate.name}”"
    return said


def _keep_found(page: NamesPage, line: Line) -> None:
    """Offer a unit that an earlier search brought as long as it is chosen."""
    unit = page.directory.units.get(_number(line.picked) or 0)
    if unit is not None and all(option.code != line.picked for option in line.options):
        line.options = (_unit_option(page, unit, _("đã tìm")), *line.options)


def _answer(page: NamesPage, line: Line) -> str:
    """The code of what the line says; empty where nothing, or where `error` says why not."""
    if line.typed and line.group:
        line.error = _("Hãy gõ tên một cơ quan hoặc chọn một nhóm, không cả hai.")
        return ""
    if line.group:
        return f"g{line.group}"
    if not line.typed:
        return line.picked
    found = page.directory.resolve(line.typed)
    if found.unit is not None or found.group is not None:
        return _code(found)
    line.error = (
        _("Có thể là một trong các cơ quan dưới đây. Hãy chọn một.")
        if _offer(page, line)
        else _("Không tìm thấy cơ quan nào có tên như vậy.")
    )
    return ""


def _offer(page: NamesPage, line: Line) -> bool:
    """Put the units that may be meant before the other answers; whether there are any. What was typed is answered."""
    new = [
        _unit_option(page, candidate.unit, _("tìm “%(typed)s”") % {"typed": line.typed})
        for candidate in found_units(page.directory, line.typed)
    ]
    line.searched = True
    if not new:
        line.error = _("Không tìm thấy cơ quan nào có tên như vậy.")
        return False
    codes = {option.code for option in new}
    line.options = (*new, *(option for option in line.options if option.code not in codes))
    line.picked = new[0].code if len(new) == 1 else line.picked if line.picked in codes else ""
    line.typed = ""
    return True


def _pick(line: Line, code: str) -> Pick:
    number = _number(code)
    return Pick(
        printed=line.printed[:LONGEST_NAME],
        unit_id=number,
        group="" if number is not None or code == NOBODY else code[1:] or code,
        seen=line.seen,
        remember=line.remember,
    )


def _number(code: str) -> int | None:
    """The number of the unit that the code names; no unit has one of so many digits that a database cannot hold it."""
    digits = code[1:]
    return int(digits) if code.startswith("u") and digits.isdecimal() and len(digits) <= _MOST_DIGITS else None


def _code(found: Resolution) -> str:
    if found.unit is not None:
        return f"u{found.unit.pk}"
    return f"g{found.group}" if found.group is not None else ""


def _choice_words(choice: Any) -> str:
    if choice.unit is not None:
        return str(choice.unit.name)
    return str(GroupKind(choice.group).label) if choice.group else _("Chưa có trong danh mục")


def _reason_words(found: Resolution) -> str:
    return str(Reason(found.reason).label)


def _uses_words(name: NameLine) -> str:
    uses = name.uses
    counted: Iterable[tuple[str, int]] = (
        (_("chủ trì"), uses.lead),
        (_("phối hợp"), uses.partner),
        (_("báo cáo"), uses.reporting),
        (_("nơi nhận"), uses.recipient),
    )
    return ", ".join(f"{word} {number_format(n)}" for word, n in counted if n)


def _mark(part: str, key: str) -> str:
    """What the item is called on the screen of the review: `NV 12`."""
    letters = str(LETTERS[part])
    return letters if part == Part.DOCUMENT else f"{letters} {order_of(key)}"


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
