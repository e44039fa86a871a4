"""Forms of plans."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.problems import Problem
from lotrinh.plans import services
from lotrinh.plans.services import Named
from lotrinh.plans.vocab import ProposedField

#: The bodies of a plan's coordination, in the order of the forms.
BODIES: Final = ("follow_up", "reports_to", "difficulties_to")


def _words(label: Any, longest: int, **options: Any) -> forms.CharField:
    """A line of text; the browser does not let more in than fits, the server says so."""
    errors = {
        "required": _("Hãy điền mục này."),
        "max_length": _("Nội dung dài quá %(limit_value)d ký tự (đang có %(show_value)d)."),
    }
    return forms.CharField(label=label, max_length=longest, error_messages=errors, **options)


class Refusable(forms.Form):
    """A form that shows what a service refused beside the fields it speaks of."""

    def refuse(self, problem: Problem) -> None:
        """Take over the sentences of the problem."""
        known = {name: sentence for name, sentence in problem.fields.items() if name in self.fields}
        for name, sentence in known.items():
            self.add_error(name, str(sentence))
        if not known:
            self.add_error(None, str(problem.message))


class BodiesForm(Refusable):
    """Who follows a plan up, who receives its reports, who its difficulties: names as people write them."""

    follow_up = _words(_("Cơ quan theo dõi, đôn đốc"), 200, required=False)
    reports_to = _words(_("Nơi nhận báo cáo"), 200, required=False)
    difficulties_to = _words(_("Nơi nhận khó khăn, vướng mắc"), 200, required=False)

    def __init__(self, data: Any = None, *, agencies: Iterable[str] = (), initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        #: names that the browser offers while one types
        self.agencies = tuple(agencies)
        for name in BODIES:
            self.fields[name].widget.attrs["list"] = "agencies"

    def named(self) -> dict[str, Named]:
        """The bodies as the service takes them."""
        return {name: Named(printed=self.cleaned_data[name]) for name in BODIES}


class AdoptForm(BodiesForm):
    """What a person may say when a review becomes a version of a plan."""

    title = _words(_("Tên kế hoạch"), 600, widget=forms.Textarea(attrs={"rows": 2}))
    reason = _words(_("Lý do có phiên bản mới"), 500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("title", "reason", *BODIES)


class ConfirmForm(Refusable):
    """The document that makes proposed values binding."""

    fields_confirmed = forms.MultipleChoiceField(
        label=_("Nội dung được xác nhận"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Hãy chọn ít nhất một nội dung."),
            "invalid_choice": _("Nội dung này không còn chờ xác nhận."),
        },
    )
    number = _words(_("Số, ký hiệu văn bản"), 60)
    issued_on = forms.DateField(
        label=_("Ngày ban hành"),
        widget=forms.DateInput(attrs={"placeholder": "05/06/2026", "inputmode": "numeric"}),
        error_messages={
            "required": _("Hãy điền mục này."),
            "invalid": _("Ngày viết dạng ngày/tháng/năm, ví dụ 05/06/2026."),
        },
    )
    issuer = _words(_("Cơ quan ban hành"), 200)

    def __init__(self, data: Any = None, *, proposed: Iterable[str], prefix_id: str = "") -> None:
        super().__init__(data, auto_id=f"{prefix_id}id_%s")
        waiting = [name for name in ProposedField.values if name in set(proposed)]
        self.fields["fields_confirmed"].choices = [(name, ProposedField(name).label) for name in waiting]  # type: ignore[attr-defined]  # a choice field
        self.fields["fields_confirmed"].initial = waiting

    def document(self) -> dict[str, Any]:
        """The document as the services take it."""
        return {name: self.cleaned_data[name] for name in ("number", "issued_on", "issuer")}


def save_bodies(form: BodiesForm, actor: Actor, plan_id: int) -> bool:
    """Write what was said; False where the service refused, the form then says why."""
    try:
        services.set_coordination(actor, plan_id=plan_id, **form.named())
    except Problem as problem:
        if problem.status != 422:
            raise
        form.refuse(problem)
        return False
    return True
