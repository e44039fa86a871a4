"""One account: who it is, which posts, closing it, a link for the first password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lotrinh.accounts.services import can_mail, mail_links
from lotrinh.core.problems import Refused
from lotrinh.organisations.selectors import people as selectors
from lotrinh.organisations.services import people as services
from lotrinh.web.answers import form_page, tell, telling, typed
from lotrinh.web.asking import actor_of
from lotrinh.web.people.forms import ChangePersonForm, LinkForm, PersonForm, PostDaysForm, PostForm
from lotrinh.web.people.guards import confirmed_operator_only, operator_only


def _page(request: HttpRequest, person_id: int, status: int = 200, **context: Any) -> HttpResponse:
    """The page of a person, with a form that was filled wrongly where there is one."""
    actor = actor_of(request)
    found = selectors.person_page(actor, person_id)
    context.setdefault("post_form", PostForm(actor=actor))
    context.setdefault("link_form", LinkForm())
    return render(
        request,
        "web/people/detail.html",
        {"found": found, "person": found.person, "is_self": found.person.pk == actor.user_id, **context},
        status=status,
    )


@operator_only
@require_safe
def detail(request: HttpRequest, person_id: int) -> HttpResponse:
    """Everything the operator may know of a person."""
    return _page(request, person_id)


@confirmed_operator_only
def add(request: HttpRequest) -> HttpResponse:
    """A new account with its first post."""
    actor = actor_of(request)
    form = PersonForm(typed(request))
    post = PostForm(typed(request), actor=actor)
    if form.is_valid() and post.is_valid():
        try:
            person = services.create_person(
                actor, data=services.PersonData(**form.cleaned_data), posts=(_post_data(post),)
            )
        except Refused as problem:
            tell(form if set(problem.fields) <= set(form.fields) else post, problem)
        else:
            messages.success(request, _("Đã tạo tài khoản. Hãy cấp liên kết để người dùng đặt mật khẩu."))
            return redirect("people:detail", person.pk)
    wrong = form.is_bound and (form.errors or post.errors)
    return render(request, "web/people/add.html", {"form": form, "post_form": post}, status=422 if wrong else 200)


@operator_only
def edit(request: HttpRequest, person_id: int) -> HttpResponse:
    """Correct name and e-mail."""
    actor = actor_of(request)
    person = selectors.person_page(actor, person_id).person
    form = ChangePersonForm(typed(request), initial={"full_name": person.full_name, "email": person.email})
    if form.is_valid():
        with telling(form):
            services.change_person(actor, person_id=person_id, **form.cleaned_data)
            messages.success(request, _("Đã lưu."))
            return redirect("people:detail", person_id)
    return form_page(request, "web/people/edit.html", form, {"person": person})


@require_POST
@confirmed_operator_only
def deactivate(request: HttpRequest, person_id: int) -> HttpResponse:
    """Close the account."""
    return _act(request, person_id, services.deactivate_person, _("Đã ngừng tài khoản; mọi phiên đã kết thúc."))


@require_POST
@confirmed_operator_only
def activate(request: HttpRequest, person_id: int) -> HttpResponse:
    """Open the account again."""
    return _act(request, person_id, services.activate_person, _("Đã mở lại tài khoản."))


@require_POST
@never_cache
@confirmed_operator_only
def link(request: HttpRequest, person_id: int) -> HttpResponse:
    """Make a first-login link and show it this once."""
    actor = actor_of(request)
    form = LinkForm(request.POST)
    dropped = form.is_valid() and form.cleaned_data["drop_second_factor"]
    try:
        token = services.make_link(actor, person_id=person_id, drop_second_factor=dropped)
    except Refused as problem:
        return _page(request, person_id, problem.status, problem=problem)
    person = selectors.person_page(actor, person_id).person
    url = request.build_absolute_uri(reverse("people:first_login", args=(token,)))
    mailed = bool(mail_links([(person, url)]))
    context = {"person": person, "url": url, "mailed": mailed, "can_mail": can_mail()}
    return render(request, "web/people/link.html", context)


@require_POST
@operator_only
def give_post(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give the person another role."""
    actor = actor_of(request)
    form = PostForm(request.POST, actor=actor)
    if form.is_valid():
        with telling(form):
            services.give_post(actor, person_id=person_id, data=_post_data(form))
            messages.success(request, _("Đã giao vai trò."))
            return redirect("people:detail", person_id)
    return _page(request, person_id, 422, post_form=form)


@operator_only
def change_post(request: HttpRequest, person_id: int, post_id: int) -> HttpResponse:
    """Change from when to when a post holds."""
    actor = actor_of(request)
    found = selectors.person_page(actor, person_id)
    post = selectors.post_of(found, post_id)
    form = PostDaysForm(typed(request), initial={"starts_on": post.starts_on, "ends_on": post.ends_on})
    if form.is_valid():
        with telling(form):
            services.change_post(actor, post_id=post_id, **form.cleaned_data)
            messages.success(request, _("Đã lưu thời hạn của vai trò."))
            return redirect("people:detail", person_id)
    return form_page(request, "web/people/post.html", form, {"person": found.person, "post": post})


@require_POST
@operator_only
def take_post(request: HttpRequest, person_id: int, post_id: int) -> HttpResponse:
    """End a post now."""
    actor = actor_of(request)
    selectors.post_of(selectors.person_page(actor, person_id), post_id)
    try:
        services.take_post(actor, post_id=post_id)
    except Refused as problem:
        return _page(request, person_id, problem.status, problem=problem)
    messages.success(request, _("Người này thôi vai trò đó từ hôm nay."))
    return redirect("people:detail", person_id)


def _act(request: HttpRequest, person_id: int, write: Callable[..., Any], said: str) -> HttpResponse:
    try:
        write(actor_of(request), person_id=person_id)
    except Refused as problem:
        return _page(request, person_id, problem.status, problem=problem)
    messages.success(request, said)
    return redirect("people:detail", person_id)


def _post_data(form: PostForm) -> services.PostData:
    data = form.cleaned_data
    return services.PostData(
        unit_id=data["unit"], role=data["role"], starts_on=data["starts_on"], ends_on=data["ends_on"]
    )
