"""The form that records an act: the deciding document, and a line for each thing that passes.

Lines are fields with a number before their name; a line that is left empty counts as not there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lotrinh.core import words
from lotrinh.core.actor import Actor
from lotrinh.core.problems import Refused
from lotrinh.organisations.selectors.typed import TypedUnits
from lotrinh.organisations.services.reorganising import Decision, Passing, line_field
from lotrinh.organisations.services.units import UnitData
from lotrinh.organisations.vocab import ENDING, ReorganisationKind, UnitKind
from lotrinh.web.organisations.unit_box import meant, not_one, offered, unit_box
from lotrinh.web.people.forms import day_field

_REQUIRED: Final = {"required": _("Hãy điền mục này.")}
_FIRST_LINES: Final = 2
_MORE_LINES: Final = 3
_DAY: Final = dt.timedelta(days=1)
_LONGEST_NUMBER: Final = 18
#: Each line has six fields, and a form no more than five thousand; longer acts come from a file.
MOST_LINES: Final = 500


def _long(most: int) -> dict[str, Any]:
    return {"max_length": _("Dài quá %d ký tự.") % most}


class DecisionForm(forms.Form):
    """The deciding document."""

    effective_on = day_field(_("Có hiệu lực từ ngày"), help_text=_("Ngày đầu tiên của tổ chức mới."))
    number = forms.CharField(
        label=_("Số, ký hiệu văn bản"), max_length=60, error_messages={**_REQUIRED, **_long(60)},
        widget=forms.TextInput(attrs={"placeholder": _("12/NQ-HĐND")}),
    )  # fmt: skip
    issued_on = day_field(_("Ngày ban hành"), required=False)
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=200, required=False, error_messages=_long(200))
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False, error_messages=_long(500))

    def decision(self) -> Decision:
        """What was typed of the document."""
        data = self.cleaned_data
        return Decision(**{name: data[name] for name in ("effective_on", "number", "issued_on", "issuer", "note")})


class ActForm(DecisionForm):
    """What the decision does."""

    kind = forms.ChoiceField(
        label=_("Hình thức"),
        choices=[choice for choice in ReorganisationKind.choices if choice[0] != ReorganisationKind.RENAME],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn hình thức."), "invalid_choice": _("Hãy chọn hình thức.")},
    )
    parent = unit_box(
        _("Cơ quan lập mới trực thuộc"), help_text=_("Gõ tên cấp trên; để trống thì theo cấp trên của cơ quan cũ.")
    )


class RenameForm(DecisionForm):
    """Another name from a day on."""

    name = forms.CharField(label=_("Tên mới"), max_length=200, error_messages={**_REQUIRED, **_long(200)})
    short_name = forms.CharField(label=_("Tên viết tắt mới"), max_length=60, required=False, error_messages=_long(60))
    parent = unit_box(_("Cấp trên mới"), help_text=_("Gõ tên cấp trên; để trống nếu không đổi."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = TypedUnits(actor)

    @property
    def offered(self) -> SafeString:
        """The list of names that the box of the parent offers."""
        return offered(self._units)

    def clean_parent(self) -> int | None:
        """The unit above from then on, None where it stays."""
        return meant(self._units, self.cleaned_data["parent"])


class LineForm(forms.Form):
    """One line: from whom, to whom, what."""

    old = unit_box(_("Cơ quan cũ"))
    new = unit_box(_("Cơ quan nhận"))
    make = forms.ChoiceField(
        label=_("Cơ quan nhận là"),
        choices=[
            ("", _("cơ quan đã có")),
            *((value, format_lazy("{} {}", _("lập mới:"), label)) for value, label in UnitKind.choices),
        ],
        required=False,
        error_messages={"invalid_choice": _("Hãy chọn lại trong danh sách.")},
    )
    short_name = forms.CharField(label=_("Tên viết tắt mới"), max_length=60, required=False, error_messages=_long(60))
    subject = forms.CharField(
        label=_("Lĩnh vực"), max_length=300, required=False, error_messages=_long(300),
        widget=forms.TextInput(attrs={"placeholder": _("Để trống: toàn bộ nhiệm vụ")}),
    )  # fmt: skip
    cues = forms.CharField(
        label=_("Từ nhận biết"), max_length=1000, required=False, error_messages=_long(1000),
        widget=forms.TextInput(attrs={"placeholder": _("viễn thông, chuyển đổi số, chữ ký số")}),
    )  # fmt: skip


_FIELDS: Final = tuple(LineForm.base_fields)


class Sheet:
    """The whole form: `head`, and `lines` that are numbered from 0."""

    def __init__(self, actor: Actor, posted: QueryDict | None, *, initial: Mapping[str, Any] | None = None) -> None:
        """Take what was sent; `posted` None shows an empty form, `do=more` one with more lines and nothing judged."""
        self.units = TypedUnits(actor)
        data = posted if posted is not None else QueryDict()
        sent = posted is not None
        self.more = sent and data.get("do") == "more"
        count = _count(data) if sent else _FIRST_LINES
        #: what is wrong with the lines as a whole
        self.problem = ""
        if self.more:
            if count + _MORE_LINES > MOST_LINES:
                self.problem = gettext("Mỗi lần ghi nhiều nhất %d dòng; nhiều hơn thì nạp từ bảng.") % MOST_LINES
            count = min(count + _MORE_LINES, MOST_LINES)
        if sent and not self.more:
            self.head = ActForm(posted)
            self.lines = [LineForm(posted, prefix=_prefix(number)) for number in range(count)]
        else:
            self.head = ActForm(initial={**(initial or {}), **data.dict()})
            self.lines = [
                LineForm(prefix=_prefix(number), initial=_typed(data, number) or self._first(initial, number))
                for number in range(count)
            ]
        self._passing: list[Passing] = []
        self._numbers: list[int] = []

    @property
    def offered(self) -> SafeString:
        """The list of names that every line offers."""
        return offered(self.units)

    @property
    def hidden(self) -> Iterator[tuple[str, str]]:
        """Names and values of all that was typed, to be sent again with a confirmation."""
        yield "count", str(len(self.lines))
        for bound in self.head:
            yield bound.html_name, bound.value() or ""
        for line in self.lines:
            for bound in line:
                if value := bound.value():
                    yield bound.html_name, value

    @property
    def has_problems(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.problem or self.head.errors or self.wrong_lines)

    @property
    def wrong_lines(self) -> list[int]:
        """The numbers of the lines in which something is wrong, from 1."""
        return [number for number, line in enumerate(self.lines, 1) if line.is_bound and line.errors]

    def is_valid(self) -> bool:
        """Whether all that was typed can be understood; what cannot is said beside its field."""
        if not self.head.is_bound or self.more:
            return False
        whole = self.head.is_valid()
        lines_whole = all([line.is_valid() for line in self.lines])  # noqa: C419 - each is to be judged
        if not lines_whole or not self.head.cleaned_data.get("kind"):
            return False
        self._read()
        if not self._passing and not any(line.errors for line in self.lines):
            self.problem = gettext("Hãy ghi ít nhất một cơ quan cũ.")
        return whole and not self.has_problems

    @property
    def kind(self) -> str:
        """The kind of the act."""
        return str(self.head.cleaned_data["kind"])

    @property
    def passing(self) -> list[Passing]:
        """The lines that were typed."""
        return self._passing

    def tell(self, problem: Refused) -> None:
        """Put what the service refused beside the fields and lines."""
        told = False
        by_line = {line_field(index): self.lines[number] for index, number in enumerate(self._numbers)}
        for name, text in problem.fields.items():
            if name in by_line:
                by_line[name].add_error(None, str(text))
                told = True
            elif name in self.head.fields:
                self.head.add_error(name, str(text))
                told = True
            else:
                self.problem = " ".join(filter(None, (self.problem, str(text))))
        if not told and not self.problem:
            self.problem = str(problem)

    def _first(self, initial: Mapping[str, Any] | None, number: int) -> dict[str, str]:
        """The first line of a form that was opened from the page of a unit: under what tells it from namesakes."""
        old = str((initial or {}).get("old", ""))
        if number or not old:
            return {}
        return {"old": (self.units.label(int(old)) if _is_number(old) else "") or old}

    def _read(self) -> None:
        day: dt.date | None = self.head.cleaned_data.get("effective_on")
        made: dict[str, UnitData] = {}
        above = self._above(day)
        for number, line in enumerate(self.lines):
            typed = line.cleaned_data
            if not any(typed.get(name) for name in _FIELDS):
                continue
            old = self._unit(line, "old", day - _DAY if day and day > dt.date.min else day)
            new = self._new(line, day, made, old, above)
            if old is not None and not line.errors:
                self._numbers.append(number)
                self._passing.append(
                    Passing(predecessor_id=old.pk, successor=new, subject=typed["subject"], cues=typed["cues"])
                )

    def _unit(self, line: LineForm, name: str, day: dt.date | None) -> Any:
        text = line.cleaned_data.get(name, "")
        if not text:
            line.add_error(name, gettext("Hãy ghi tên cơ quan."))
            return None
        found = self.units.find(text, day)
        if found.unit is None:
            line.add_error(name, not_one(found.choices))
        return found.unit

    def _above(self, day: dt.date | None) -> int | None:
        """The key of the unit below which new ones stand, None where nothing was typed."""
        text = self.head.cleaned_data.get("parent", "")
        found = self.units.find(text, day)
        if text and found.unit is None:
            self.head.add_error("parent", not_one(found.choices))
        return found.unit.pk if found.unit is not None else None

    def _new(
        self, line: LineForm, day: dt.date | None, made: dict[str, UnitData], old: Any, above: int | None
    ) -> int | UnitData | None:
        typed = line.cleaned_data
        name, kind = " ".join(typed["new"].split()), typed["make"]
        if not name:
            if kind:
                line.add_error("new", gettext("Hãy ghi tên của cơ quan lập mới."))
            elif self.head.cleaned_data["kind"] in ENDING - {ReorganisationKind.ABOLISH}:
                line.add_error("new", gettext("Hãy ghi cơ quan nhận."))
            return None
        key = words.fold(name)
        if kind and key not in made:
            made[key] = UnitData(
                kind=kind,
                name=name,
                short_name=typed["short_name"],
                parent_id=above or (old.parent_id if old is not None else None),
                province=old.province if old is not None and old.parent_id is None else "",
                level=old.level if old is not None and old.kind == kind else "",
            )
        if key in made:
            return made[key]
        found = self.units.find(name, day)
        if found.unit is None:
            line.add_error("new", not_one(found.choices, or_new=True))
            return None
        return int(found.unit.pk)


def _count(data: QueryDict) -> int:
    """How many lines were sent, no more than can be."""
    text = data.get("count", "")
    return min(max(int(text) if _is_number(text) else _FIRST_LINES, 1), MOST_LINES)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER


def _prefix(number: int) -> str:
    return f"l{number}"


def _typed(data: QueryDict, number: int) -> dict[str, str]:
    return {name: value for name in _FIELDS if (value := data.get(f"{_prefix(number)}-{name}"))}
