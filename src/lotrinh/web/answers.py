"""Answers to forms: what a service refused stands beside the fields, and what was typed stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from lotrinh.core.problems import Problem, Refused


def typed(request: HttpRequest) -> QueryDict | None:
    """What was sent with the form, be it nothing at all; None where the form is only looked at."""
    return request.POST if request.method == "POST" else None


def tell(form: BaseForm, problem: Problem) -> None:
    """Put what a service refused into the form: each sentence beside its field, the others above them."""
    elsewhere = [str(text) for name, text in problem.fields.items() if name not in form.fields]
    for name, text in problem.fields.items():
        if name in form.fields:
            form.add_error(name, str(text))
    if elsewhere or not problem.fields:
        form.add_error(None, " ".join((str(problem), *elsewhere)))


@contextmanager
def telling(form: BaseForm) -> Iterator[None]:
    """Let the form tell what a service refuses inside; what follows in there is left out then."""
    try:
        yield
    except Refused as problem:
        tell(form, problem)


def attachment(data: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to keep under the name, which is ours: letters of ASCII, no quotes."""
    return HttpResponse(
        data, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def form_page(
    request: HttpRequest, template: str, form: BaseForm, context: dict[str, Any] | None = None
) -> HttpResponse:
    """The page of a form: 422 where something in it is wrong."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **(context or {})}, status=status)
