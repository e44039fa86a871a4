"""Many accounts at once: the form to fill in, a look at each row, then all of them, then their links."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lotrinh.accounts.services import can_mail, mail_links
from lotrinh.core.problems import Refused
from lotrinh.organisations.selectors import units
from lotrinh.organisations.services import bulk
from lotrinh.web.answers import attachment, form_page, telling, typed
from lotrinh.web.asking import actor_of
from lotrinh.web.people import tables
from lotrinh.web.people.forms import TableForm
from lotrinh.web.people.guards import confirmed_operator_only, operator_only
from lotrinh.web.tables.writing import XLSX

#: Between looking and confirming the rows travel through the page, signed.
_ROWS: Final = "lotrinh.people.rows"
_LINKS: Final = "lotrinh.people.links"
_LASTS: Final = 3600


@require_safe
@operator_only
def template(request: HttpRequest) -> HttpResponse:
    """The table to fill in."""
    names = [unit.name for unit in units.manageable_units(actor_of(request))]
    return attachment(tables.template(names), XLSX, "tai-khoan-mau.xlsx")


@confirmed_operator_only
def load(request: HttpRequest) -> HttpResponse:
    """Choose a table and see what each row will do; nothing is written."""
    form = TableForm(typed(request), request.FILES if request.method == "POST" else None)
    if form.is_valid():
        with telling(form):
            rows = tables.rows(form.cleaned_data["table"].read())
            verdicts = bulk.check_rows(actor_of(request), rows=rows)
            return _look(request, verdicts)
    return form_page(request, "web/people/bulk.html", form, {"most": bulk.MOST_ROWS})


@require_POST
@never_cache
@confirmed_operator_only
def confirm(request: HttpRequest) -> HttpResponse:
    """Make the accounts that were looked at, and show their links this once."""
    try:
        rows = [bulk.Row(**row) for row in signing.loads(request.POST.get("rows", ""), salt=_ROWS, max_age=_LASTS)]
    except signing.BadSignature:
        form = TableForm({})
        form.errors.clear()
        form.add_error(None, _("Bảng đã xem quá lâu. Hãy chọn lại tệp."))
        return form_page(request, "web/people/bulk.html", form, {"most": bulk.MOST_ROWS})
    try:
        made = bulk.create_people(actor_of(request), rows=rows)
    except Refused as problem:
        return _look(request, bulk.check_rows(actor_of(request), rows=rows), problem)
    links = [
        (account, request.build_absolute_uri(reverse("people:first_login", args=(account.token,)))) for account in made
    ]
    mailed = mail_links((account.user, url) for account, url in links)
    lines = [(account.user.full_name, account.user.username, account.unit.name, url) for account, url in links]
    context = {
        "lines": lines,
        "mailed": mailed,
        "can_mail": can_mail(),
        "signed": signing.dumps(lines, salt=_LINKS, compress=True),
    }
    return render(request, "web/people/bulk_done.html", context)


@require_POST
@operator_only
def links_file(request: HttpRequest) -> HttpResponse:
    """The links that the page shows, as a table; they are kept nowhere, the page hands them in."""
    try:
        lines = signing.loads(request.POST.get("links", ""), salt=_LINKS, max_age=_LASTS)
    except signing.BadSignature:
        raise Refused(_("Trang đã mở quá lâu. Hãy cấp lại liên kết cho từng tài khoản."), code="links-old") from None
    return attachment(tables.links(lines), XLSX, "lien-ket-dat-mat-khau.xlsx")


def _look(request: HttpRequest, verdicts: Any, problem: Refused | None = None) -> HttpResponse:
    bad = sum(not verdict.is_good for verdict in verdicts)
    rows = [asdict(verdict.row) for verdict in verdicts]
    context = {
        "verdicts": verdicts,
        "bad": bad,
        "good": len(verdicts) - bad,
        "problem": problem,
        "signed": "" if bad else signing.dumps(rows, salt=_ROWS, compress=True),
    }
    return render(request, "web/people/bulk_look.html", context, status=422 if bad or problem else 200)
