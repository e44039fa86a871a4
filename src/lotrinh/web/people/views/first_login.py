"""Choosing the first password with the link from the operator."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from lotrinh.accounts import services
from lotrinh.accounts.addresses import client_address
from lotrinh.web.answers import form_page, telling, typed
from lotrinh.web.people.forms import FirstLoginForm


@never_cache
@sensitive_post_parameters("password", "again")
def first_login(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link; a link that is used, replaced or old is told apart from none by nobody."""
    holder = services.holder_of(token)
    form = FirstLoginForm(typed(request))
    if form.is_valid():
        with telling(form):
            services.choose_password(
                token=token, password=form.cleaned_data["password"], address=client_address(request)
            )
            messages.success(request, _("Đã đặt mật khẩu. Hãy đăng nhập bằng tên “%s”.") % holder.username)
            return redirect("account_login")
    return form_page(request, "web/people/first_login.html", form, {"holder": holder})
