"""Lists of units, of the members of a group, and of the acts that changed units."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.organisations.selectors import acts as act_selectors
from lotrinh.organisations.selectors import units as selectors
from lotrinh.organisations.vocab import Level, ReorganisationKind, UnitKind
from lotrinh.web.lists import Column, Filter, ListPage, choice, date_from, date_to, flag
from lotrinh.web.organisations.days import DAY

_ENDED: Final = "het"
#: Units named in one cell; the page of the act has them all.
_MOST_NAMED: Final = 4


def _day(value: dt.date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else ""


def _name(line: Any) -> SafeString:
    """The name of that day and, where it is another one by now, that of today."""
    if line.name == line.unit.name:
        return format_html("{}", line.name)
    return format_html('{}<span class="cell-note">{}</span>', line.name, gettext("nay là %s") % line.unit.name)


_COLUMNS: Final = (
    Column(
        key="ten", label=_("Tên"), value=lambda line: line.name, html=_name, sort=("sort_key",), head=True, width=50,
    ),
    Column(key="viet-tat", label=_("Tên viết tắt"), value=lambda line: line.short_name),
    Column(
        key="loai", label=_("Loại"), value=lambda line: line.unit.get_kind_display(), sort=("kind", "sort_key"),
        width=28,
        group=lambda line: line.unit.get_kind_display(),
    ),
    Column(key="cap", label=_("Cấp"), value=lambda line: line.unit.get_level_display(), sort=("level", "sort_key")),
    Column(key="ma", label=_("Mã định danh"), value=lambda line: line.unit.code, sort=("code",), shown=False),
    Column(
        key="cap-tren", label=_("Cấp trên"), value=lambda line: line.parent_name, sort=("parent__sort_key",),
        empty_last=True, width=40,
    ),
    Column(
        key="tu", label=_("Từ ngày"), value=lambda line: line.unit.starts_on,
        html=lambda line: _day(line.unit.starts_on), sort=("starts_on",), empty_last=True, width=14,
    ),
    Column(
        key="het", label=_("Đến hết ngày"), value=lambda line: line.unit.ends_on,
        html=lambda line: _day(line.unit.ends_on), sort=("ends_on",), empty_last=True, width=14,
    ),
)  # fmt: skip
_KINDS: Final[tuple[Filter, ...]] = (
    choice("loai", _("Loại"), lambda _actor: UnitKind.choices, lambda rows, kind: rows.filter(kind=kind)),
    choice("cap", _("Cấp"), lambda _actor: Level.choices, lambda rows, level: rows.filter(level=level)),
)


def units_page(day: dt.date) -> ListPage:
    """The list of units as they were on the day."""
    return ListPage(
        key="co-quan",
        noun=_("cơ quan, đơn vị"),
        columns=_COLUMNS,
        order="ten",
        url=lambda line: reverse("organisations:detail", args=(line.pk,)),
        filters=(date_from(DAY, _("Vào ngày")), *_KINDS, flag(_ENDED, _("Kể cả đơn vị đã kết thúc"))),
        find=selectors.named,
        fetch=partial(selectors.lines_on, day=day),
        stream=partial(selectors.stream_on, day=day),
    )


def units_found(actor: Actor, day: dt.date) -> Callable[[Mapping[str, Any]], QuerySet[Any]]:
    """What finds the units for the values of the filters."""
    return lambda values: selectors.units_on(actor, day, ended=bool(values.get(_ENDED)))


def group_page(group: str, day: dt.date) -> ListPage:
    """The members of a group on the day."""
    return ListPage(
        key=f"nhom-{group.replace('_', '-')}",
        noun=_("cơ quan"),
        columns=_COLUMNS,
        order="ten",
        url=lambda line: reverse("organisations:detail", args=(line.pk,)),
        filters=(date_from(DAY, _("Vào ngày")),),
        find=selectors.named,
        fetch=partial(selectors.lines_on, day=day),
        stream=partial(selectors.stream_on, day=day),
    )


def _units_of(act: Any, name: str) -> list[Any]:
    """The units of one end of the lines, each once."""
    return list({unit.pk: unit for line in act.lines.all() if (unit := getattr(line, name)) is not None}.values())


def _old_names(act: Any) -> list[str]:
    """The units as they were before: a renaming has the name that it ended."""
    former = [state.name for state in act.states.all()]
    return former or _told_apart(_units_of(act, "predecessor"))


def _new_names(act: Any) -> list[str]:
    return _told_apart(_units_of(act, "successor"))


def _told_apart(units: list[Any]) -> list[str]:
    """The names, of namesakes with that of the unit above."""
    often = Counter(unit.name for unit in units)
    return [
        f"{unit.name} ({unit.parent.name})" if often[unit.name] > 1 and unit.parent else unit.name for unit in units
    ]


def _several(names: list[str]) -> SafeString:
    more = len(names) - _MOST_NAMED
    shown = format_html_join("", "<div>{}</div>", ((name,) for name in names[:_MOST_NAMED]))
    if more <= 0:
        return shown
    return format_html('{}<span class="text-muted">{}</span>', shown, gettext("và %d đơn vị khác") % more)


def acts_page(actor: Actor) -> ListPage:
    """The list of acts."""
    return ListPage(
        key="sap-xep",
        noun=_("lần sắp xếp"),
        order="-ngay",
        url=lambda act: reverse("organisations:act", args=(act.pk,)),
        columns=(
            Column(
                key="ngay", label=_("Có hiệu lực từ"), value=lambda act: act.effective_on,
                html=lambda act: _day(act.effective_on), sort=("effective_on",), head=True, width=14,
            ),
            Column(
                key="loai", label=_("Hình thức"), value=lambda act: act.get_kind_display(), sort=("kind",), width=26,
            ),
            Column(key="so", label=_("Văn bản"), value=lambda act: act.number, sort=("number",)),
            Column(
                key="ban-hanh", label=_("Ngày ban hành"), value=lambda act: act.issued_on,
                html=lambda act: _day(act.issued_on), sort=("issued_on",), empty_last=True, shown=False, width=14,
            ),
            Column(key="co-quan", label=_("Cơ quan ban hành"), value=lambda act: act.issuer, shown=False, width=28),
            Column(
                key="tu", label=_("Cơ quan cũ"), value=lambda act: "; ".join(_old_names(act)),
                html=lambda act: _several(_old_names(act)), width=50,
            ),
            Column(
                key="sang", label=_("Cơ quan nhận"), value=lambda act: "; ".join(_new_names(act)),
                html=lambda act: _several(_new_names(act)), width=50,
            ),
            Column(key="ghi-chu", label=_("Ghi chú"), value=lambda act: act.note, shown=False, width=40),
        ),
        filters=(
            choice(
                "loai", _("Hình thức"), lambda _actor: ReorganisationKind.choices,
                lambda rows, kind: rows.filter(kind=kind),
            ),
            date_from("tu-ngay", _("Từ ngày"), "effective_on"),
            date_to("den-ngay", _("Đến ngày"), "effective_on"),
        ),
        find=act_selectors.acts_named,
        fetch=lambda keys: act_selectors.acts_by_key(actor, keys),
    )  # fmt: skip
