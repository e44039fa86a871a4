"""Views of webhooks."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.problems import Conflict
from lotrinh.core.webhooks import policies, selectors, services
from lotrinh.core.webhooks.policies import Action
from lotrinh.core.webhooks.registry import events
from lotrinh.documents.selectors.reviews import names_of
from lotrinh.web.answers import form_page, telling, typed
from lotrinh.web.people.guards import confirmed
from lotrinh.web.webhooks.forms import WebhookForm
from lotrinh.web.webhooks.words import BADGES, REASONS

_ON_PAGE: Final = 30


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    return actor


@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The addresses that the person entered; who runs the platform sees those of others as well."""
    actor = _actor(request)
    rows = list(selectors.webhooks(actor))
    if not rows:
        policies.require_maker(actor)
    labels = {code: event.label for code, event in events().items()}
    names = names_of(row.owner_id for row in rows if row.owner_id != actor.user_id)
    lines = [(row, [labels[code] for code in row.events if code in labels], names.get(row.owner_id)) for row in rows]
    context = {"lines": lines, "others": bool(names), "may_make": policies.may_make(actor)}
    return render(request, "web/webhooks/list.html", context)


@never_cache
@confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Enter an address; its secret is shown on the page that answers, and never again."""
    actor = _actor(request)
    policies.require_maker(actor)
    form = WebhookForm(typed(request))
    if form.is_valid():
        with telling(form):
            made = services.make(actor, **form.cleaned_data)
            return render(request, "web/webhooks/made.html", {"made": made})
    return form_page(request, "web/webhooks/form.html", form)


@login_required
@require_safe
def detail(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """One address with what it was told."""
    actor = _actor(request)
    webhook = selectors.get(actor, webhook_id)
    page = Paginator(selectors.deliveries(actor, webhook), _ON_PAGE).get_page(request.GET.get("trang"))
    labels = {code: event.label for code, event in events().items()}
    context = {
        "webhook": webhook,
        "rests": webhook.active and webhook.rests_until is not None and webhook.rests_until > clock.now(),
        "events": [labels[code] for code in webhook.events if code in labels],
        "page": page,
        "lines": [
            (row, BADGES[row.state], REASONS.get(row.code, row.code)) for row in selectors.told(list(page.object_list))
        ],
        "may_use": policies.allowed(actor, Action.USE, webhook),
        "owner": names_of([webhook.owner_id]).get(webhook.owner_id),
    }
    return render(request, "web/webhooks/detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Give it another name, address or other events."""
    actor = _actor(request)
    webhook = selectors.get(actor, webhook_id, Action.USE)
    form = WebhookForm(typed(request), initial={"name": webhook.name, "url": webhook.url, "events": webhook.events})
    if form.is_valid():
        with telling(form):
            services.change(actor, webhook_id=webhook_id, **form.cleaned_data)
            messages.success(request, _("Đã lưu."))
            return redirect("webhooks:detail", webhook_id)
    return form_page(request, "web/webhooks/form.html", form, {"webhook": webhook})


@never_cache
@confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Make another secret, after a question; it is shown on the page that answers."""
    actor = _actor(request)
    if request.method == "POST":
        return render(request, "web/webhooks/made.html", {"made": services.renew_secret(actor, webhook_id=webhook_id)})
    webhook = selectors.get(actor, webhook_id, Action.USE)
    return render(request, "web/webhooks/renew.html", {"webhook": webhook})


@login_required
@require_POST
def try_out(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Tell it an event without a thing."""
    services.try_out(_actor(request), webhook_id=webhook_id)
    messages.success(request, _("Đang gửi thử. Tải lại trang sau vài giây để xem kết quả."))
    return redirect("webhooks:detail", webhook_id)


@login_required
@require_POST
def switch_on(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Tell it events again."""
    return _switched(request, webhook_id, _("Đã bật."), active=True)


@login_required
@require_POST
def switch_off(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Tell it nothing any more."""
    return _switched(request, webhook_id, _("Đã tắt."), active=False)


def _switched(request: HttpRequest, webhook_id: int, said: Any, *, active: bool) -> HttpResponse:
    services.switch(_actor(request), webhook_id=webhook_id, active=active)
    messages.success(request, said)
    return redirect("webhooks:detail", webhook_id)


@login_required
@require_POST
def remove(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Remove it with its deliveries."""
    name = services.remove(_actor(request), webhook_id=webhook_id)
    messages.success(request, _("Đã xóa “%(name)s”.") % {"name": name})
    return redirect("webhooks:list")


@login_required
@require_POST
def send_again(request: HttpRequest, webhook_id: int, key: UUID) -> HttpResponse:
    """Tell an event once more that was not taken."""
    try:
        services.send_again(_actor(request), webhook_id=webhook_id, key=key)
    except Conflict as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Đang gửi lại. Tải lại trang sau vài giây để xem kết quả."))
    return redirect("webhooks:detail", webhook_id)
