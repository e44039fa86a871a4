"""The view of the first run."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from lotrinh.accounts import selectors
from lotrinh.accounts.addresses import client_address
from lotrinh.accounts.services import is_setup_code
from lotrinh.core.problems import Conflict, Refused
from lotrinh.organisations.services import first_run
from lotrinh.web.answers import form_page, tell, typed
from lotrinh.web.first_run.forms import BeginForm


@never_cache
@sensitive_post_parameters("code", "password", "again")
def begin(request: HttpRequest) -> HttpResponse:
    """Make the province and the first administrator; afterwards there is no such page."""
    if selectors.anyone():
        raise Http404
    needs_code = not (settings.ENVIRONMENT.demo and client_address(request) in {"127.0.0.1", "::1"})
    form = BeginForm(typed(request), needs_code=needs_code)
    if form.is_valid() and needs_code and not is_setup_code(form.cleaned_data["code"]):
        form.add_error("code", _("Mã thiết lập không đúng."))
    if form.is_valid():
        unit_name, province = form.place()
        data = form.cleaned_data
        try:
            user = first_run.begin(
                data=first_run.Beginning(
                    unit_name=unit_name,
                    province=province.name if province else "",
                    province_code=province.code if province else "",
                    is_city=province is not None and province.is_city,
                    full_name=data["full_name"],
                    username=data["username"],
                    password=data["password"],
                    units=data["units"],
                ),
                address=client_address(request),
            )
        except Refused as problem:
            tell(form, problem)
        except Conflict as problem:
            messages.error(request, str(problem))
            return redirect("account_login")
        else:
            messages.success(request, _("Đã thiết lập xong. Hãy đăng nhập bằng tên “%s”.") % user.username)
            return redirect("account_login")
    return form_page(request, "web/first_run/begin.html", form)
