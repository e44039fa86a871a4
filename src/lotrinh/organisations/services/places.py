"""Loading the national lists of places, and what operators correct in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Missing, Refused
from lotrinh.core.validation import clean
from lotrinh.core.writes import service
from lotrinh.organisations import policies
from lotrinh.organisations.models import Place, PlaceChange
from lotrinh.organisations.reference import given
from lotrinh.organisations.reference.faults import change_faults, place_faults, resolved
from lotrinh.organisations.reference.given import Fault
from lotrinh.organisations.reference.places import KIND_LEVELS, Key, ListedChange, ListedPlace, national
from lotrinh.organisations.services.units import lock_tree
from lotrinh.organisations.vocab import PLACE_WORDS, PlaceKind

_BATCH: Final = 500
_COLUMNS: Final = ("kind", "name", "parent", "parent_before", "starts_on", "ends_on", "source", "sort_key", "search")
#: What a change is known by.
_Change = tuple[Key, Key, dt.date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What loading does to rows of one sort.

    kept: corrected by an operator and different in the file. gone: in the platform and no longer in the file; places
    stay all the same, because bodies may be tied to them, changes are taken out.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was loaded, or would be; with `faults` nothing is."""

    places: Tally = Tally()
    changes: Tally = Tally()
    faults: tuple[Fault, ...] = ()
    dry_run: bool = False

    @property
    def writes(self) -> bool:
        """Whether anything is different afterwards."""
        return any((t.added, t.changed) != (0, 0) for t in (self.places, self.changes)) or bool(self.changes.gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceData:
    """What an operator may correct of a place."""

    kind: str
    name: str
    code: str
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    source: str = ""


@dataclass(slots=True)
class _Stored:
    """All places and changes that are there, under their keys."""

    rows: dict[Key, Place]
    places: dict[Key, ListedPlace]
    change_rows: dict[_Change, PlaceChange]

    @classmethod
    def read(cls, *, as_listed: bool) -> _Stored:
        """Read them by the codes that the reference files have, or by those that they have now; two queries."""
        rows = {
            (row.edition, (row.listed_code if as_listed else "") or row.code): row
            for row in Place.objects.order_by("pk")
        }
        keys = {row.pk: key for key, row in rows.items()}
        changes = {
            (keys[row.predecessor_id], keys[row.successor_id], row.effective_on): row
            for row in PlaceChange.objects.order_by("pk")
        }
        return cls(rows, {key: _listed(row, keys) for key, row in rows.items()}, changes)

    def changes(self) -> tuple[ListedChange, ...]:
        """The changes as the lists have them."""
        return tuple(
            ListedChange(old=old, new=new, effective_on=day, part=row.part, source=row.source)
            for (old, new, day), row in self.change_rows.items()
        )


@service
def load_places(actor: Actor, *, file: bytes | None = None, dry_run: bool = False) -> Report:
    """Bring the places in step with the national lists, or with an operator's own file; all of it or nothing.

    Rows that an operator corrected stay as they are; rows of an operator's file count as corrected. Doing it twice
    changes nothing. Of a wrong file nothing is loaded: `faults` says what is wrong with which line.

    Raises:
        NotAllowed: the actor does not run the whole platform.
        Refused: the lists give a new place the code to which an operator corrected another.

    """
    policies.require_all(actor)
    if not dry_run:
        lock_tree()
    stored = _Stored.read(as_listed=file is None)
    if file is None:
        lists = national()
        _refuse_taken(stored, lists.places)
        report = _bring(stored, lists.places, lists.changes, own=False, dry_run=dry_run)
    else:
        report = _take(stored, given.read(file), dry_run=dry_run)
    if report.writes and not report.faults and not dry_run:
        audit.note(
            actor, "places.loaded", kind="place", id="", label="",
            after={
                "places_added": report.places.added, "places_changed": report.places.changed,
                "changes_added": report.changes.added, "changes_changed": report.changes.changed,
                "changes_removed": report.changes.gone, "own_file": file is not None,
            },
        )  # fmt: skip
    return report


@service
def correct_place(actor: Actor, *, place_id: int, data: PlaceData) -> Place:
    """Change a place by hand; loading the lists leaves it alone from then on.

    Raises:
        NotAllowed: the actor does not run the whole platform. Missing: there is no such place.
        Refused: a value cannot be (`fields`).

    """
    lock_tree()
    place = place_for(actor, place_id)
    before = _state(place)
    if data.kind not in PlaceKind.values or KIND_LEVELS[PlaceKind(data.kind)] != place.level:
        raise _wrong("kind", _("Loại này không có ở cấp của địa danh."))
    code = data.code.strip()
    if not (code.isascii() and code.isdecimal() and len(code) == len(place.code)):
        raise _wrong("code", _("Mã gồm %(digits)d chữ số.") % {"digits": len(place.code)})
    if Place.objects.filter(edition=place.edition, level=place.level, code=code).exclude(pk=place.pk).exists():
        raise _wrong("code", _("Địa danh khác đã có mã này."))
    if data.starts_on and data.ends_on and data.ends_on < data.starts_on:
        raise _wrong("ends_on", _("Ngày kết thúc trước ngày bắt đầu."))
    place.kind, place.name, place.code = data.kind, " ".join(data.name.split()), code
    place.starts_on, place.ends_on = data.starts_on, data.ends_on
    place.source = " ".join(data.source.split())
    if _state(place) == before:
        return place
    if code != before["code"] and not place.listed_code:
        place.listed_code = before["code"]
    place.corrected = True
    place.set_keys()
    clean(place)
    place.save()
    audit.note(
        actor, "place.corrected", kind="place", id=place.pk, label=place.full_name, before=before, after=_state(place)
    )
    return place


@service
def undo_correction(actor: Actor, *, place_id: int) -> Place:
    """Give a corrected place back what the national lists say of it.

    Raises:
        NotAllowed: the actor does not run the whole platform. Missing: there is no such place.
        Refused: the lists do not have it, or another place has its code now.

    """
    lock_tree()
    place = place_for(actor, place_id)
    before = _state(place)
    listed = {item.key: item for item in national().places}.get((place.edition, place.listed_code or place.code))
    if listed is None:
        raise Refused(_("Danh mục quốc gia không có địa danh này nên không có gì để trở lại."), code="place-not-listed")
    if Place.objects.filter(edition=place.edition, level=place.level, code=listed.code).exclude(pk=place.pk).exists():
        raise Refused(_("Địa danh khác đang dùng mã %(code)s.") % {"code": listed.code}, code="place-code-taken")
    parents = [key for key in (listed.parent, listed.parent_before) if key is not None]
    found = {key: Place.objects.filter(edition=key[0], code=key[1]).first() for key in parents}
    _fill(place, listed, found)
    place.code, place.listed_code, place.corrected = listed.code, "", False
    place.set_keys()
    place.save()
    audit.note(
        actor, "place.correction_undone", kind="place", id=place.pk, label=place.full_name,
        before=before, after=_state(place),
    )  # fmt: skip
    return place


def place_for(actor: Actor, place_id: int) -> Place:
    """The place, for who may correct it; one query.

    Raises:
        NotAllowed: the actor does not run the whole platform. Missing: there is no such place.

    """
    policies.require_all(actor)
    place = Place.objects.filter(pk=place_id).first()
    if place is None:
        raise Missing(_("Không có địa danh này."), code="place-missing")
    return place


def _refuse_taken(stored: _Stored, places: Iterable[ListedPlace]) -> None:
    """Raise where a place that is to be added has the code that a correction gave to another."""
    corrected = {(row.edition, row.code): row for key, row in stored.rows.items() if row.code != key[1]}
    for place in places:
        other = corrected.get(place.key)
        if other is not None and place.key not in stored.rows:
            raise Refused(
                _(
                    "Danh mục có “%(new)s” mang mã %(code)s, nhưng mã đó đã được sửa thủ công cho “%(old)s”. "
                    "Hãy sửa mã của “%(old)s” rồi nạp lại; chưa có gì được ghi."
                )
                % {"new": f"{PLACE_WORDS[place.kind]} {place.name}", "code": place.code, "old": other.full_name},
                code="place-code-taken",
            )


def _bring(
    stored: _Stored, places: Iterable[ListedPlace], changes: Iterable[ListedChange], *, own: bool, dry_run: bool
) -> Report:
    """Bring what is there in step with lists, or with an operator's `own` file, which says nothing of other rows."""
    return Report(
        places=_bring_places(stored, places, own=own, dry_run=dry_run),
        changes=_bring_changes(stored, changes, own=own, dry_run=dry_run),
        dry_run=dry_run,
    )


def _bring_places(stored: _Stored, places: Iterable[ListedPlace], *, own: bool, dry_run: bool) -> Tally:
    added: list[ListedPlace] = []
    changed: list[ListedPlace] = []
    unchanged = kept = 0
    wanted: set[Key] = set()
    for place in places:
        wanted.add(place.key)
        row = stored.rows.get(place.key)
        if row is None:
            added.append(place)
        elif stored.places[place.key] == place and not (own and not row.corrected):
            unchanged += 1
        elif row.corrected and not own:
            kept += 1
        else:
            changed.append(place)
    gone = 0 if own else sum(not row.corrected for key, row in stored.rows.items() if key not in wanted)
    if not dry_run:
        _write_places(stored, added, changed, own=own)
    return Tally(added=len(added), changed=len(changed), unchanged=unchanged, kept=kept, gone=gone)


def _write_places(stored: _Stored, added: Iterable[ListedPlace], changed: Iterable[ListedPlace], *, own: bool) -> None:
    """Write them, the highest level first: what lies in a place needs its number."""
    fresh: dict[int, list[ListedPlace]] = {}
    for place in added:
        fresh.setdefault(len(place.code), []).append(place)
    for length in sorted(fresh):
        rows = []
        for place in fresh[length]:
            row = Place(edition=place.edition, level=place.level, code=place.code, corrected=own)
            _fill(row, place, stored.rows)
            rows.append(row)
        for row in Place.objects.bulk_create(rows, batch_size=_BATCH):
            stored.rows[row.edition, row.code] = row
    touched = []
    for place in changed:
        row = stored.rows[place.key]
        _fill(row, place, stored.rows)
        row.corrected = own
        touched.append(row)
    Place.objects.bulk_update(touched, (*_COLUMNS, "corrected"), batch_size=_BATCH)


def _bring_changes(stored: _Stored, changes: Iterable[ListedChange], *, own: bool, dry_run: bool) -> Tally:
    added: list[PlaceChange] = []
    changed: list[PlaceChange] = []
    unchanged = kept = 0
    wanted: set[_Change] = set()
    for change in changes:
        key = (change.old, change.new, change.effective_on)
        wanted.add(key)
        row = stored.change_rows.get(key)
        if row is None:
            added.append(_change_row(stored, change, own=own, dry_run=dry_run))
        elif (row.part, row.source) == (change.part, change.source) and not (own and not row.corrected):
            unchanged += 1
        elif row.corrected and not own:
            kept += 1
        else:
            row.part, row.source, row.corrected = change.part, change.source, own
            changed.append(row)
    gone = [] if own else [r.pk for key, r in stored.change_rows.items() if key not in wanted and not r.corrected]
    if not dry_run:
        PlaceChange.objects.bulk_create(added, batch_size=_BATCH)
        PlaceChange.objects.bulk_update(changed, ("part", "source", "corrected"), batch_size=_BATCH)
        PlaceChange.objects.filter(pk__in=gone).delete()
    return Tally(added=len(added), changed=len(changed), unchanged=unchanged, kept=kept, gone=len(gone))


def _change_row(stored: _Stored, change: ListedChange, *, own: bool, dry_run: bool) -> PlaceChange:
    row = PlaceChange(effective_on=change.effective_on, part=change.part, source=change.source, corrected=own)
    if not dry_run:
        row.predecessor, row.successor = stored.rows[change.old], stored.rows[change.new]
    return row


def _take(stored: _Stored, found: given.Given, *, dry_run: bool) -> Report:
    """Take over an operator's file where nothing in it is wrong."""
    places = tuple(_completed(item, stored) for item in found.places)
    known = {**stored.places, **{item.place.key: item.place for item in places}}
    changes = tuple(
        replace(
            item,
            change=replace(item.change, old=resolved(item.change.old, known), new=resolved(item.change.new, known)),
        )
        for item in found.changes
    )
    faults = (*found.faults, *place_faults(places, known), *change_faults(changes, known, stored.changes()))
    if faults:
        return Report(faults=tuple(sorted(faults, key=lambda fault: fault.line)), dry_run=dry_run)
    return _bring(stored, (item.place for item in places), (item.change for item in changes), own=True, dry_run=dry_run)


def _completed(item: given.GivenPlace, stored: _Stored) -> given.GivenPlace:
    """The line under the key of the place that is there, with what the file does not speak of."""
    place = item.place
    edition, code = resolved(place.key, stored.places)
    here = stored.places.get((edition, code))
    values: dict[str, Any] = {"edition": edition}
    for name in ("parent", "parent_before"):
        key: Key | None = getattr(place, name)
        if key is not None:
            values[name] = resolved(key, stored.places)
    if here is not None:
        columns = ("parent", "parent_before", "starts_on", "ends_on", "source")
        values |= {name: getattr(here, name) for name in columns if name not in item.columns}
    return replace(item, place=replace(place, **values))


def _fill(row: Place, listed: ListedPlace, rows: Mapping[Key, Place | None]) -> None:
    row.kind, row.name, row.source = listed.kind, listed.name, listed.source
    row.starts_on, row.ends_on = listed.starts_on, listed.ends_on
    row.parent = rows.get(listed.parent) if listed.parent else None
    row.parent_before = rows.get(listed.parent_before) if listed.parent_before else None
    row.set_keys()


def _listed(row: Place, keys: Mapping[int, Key]) -> ListedPlace:
    edition, code = keys[row.pk]
    return ListedPlace(
        edition=edition, code=code, kind=PlaceKind(row.kind), name=row.name,
        parent=keys[row.parent_id] if row.parent_id else None,
        parent_before=keys[row.parent_before_id] if row.parent_before_id else None,
        starts_on=row.starts_on, ends_on=row.ends_on, source=row.source,
    )  # fmt: skip


def _state(place: Place) -> dict[str, Any]:
    columns = ("kind", "name", "code", "starts_on", "ends_on", "source")
    return {name: getattr(place, name) for name in columns}


def _wrong(field: str, sentence: str) -> Refused:
    return Refused(_("Chưa lưu được: hãy xem lại các ô được đánh dấu."), code="wrong-fields", fields={field: sentence})
