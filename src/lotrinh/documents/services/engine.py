"""The one place that calls the engine: its limits come from the environment, its errors become sentences."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import metadata
from typing import Final, Literal

from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

import vanban
from lotrinh.core import clock
from lotrinh.core.problems import Missing, Refused
from vanban.errors import VanbanError
from vanban.readers import detect
from vanban.readers.limits import Limits, SettingError

_PACKAGE: Final = "lotrinh"


def version() -> str:
    """What a reading is signed with; a new one may read the same file differently."""
    return metadata.version(_PACKAGE)


def language() -> Literal["vi", "en"]:
    """The language of the reader, as the engine calls it."""
    return "en" if (translation.get_language() or "").startswith("en") else "vi"


def limits() -> Limits:
    """The bounds of one reading, as the environment sets them (the same names as on the command line).

    Raises:
        ImproperlyConfigured: a setting is no positive whole number.

    """
    try:
        return Limits.from_environment(os.environ)
    except SettingError as error:
        raise ImproperlyConfigured(str(error)) from None


def media_type(data: bytes, filename: str) -> str:
    """What the file is, by its content.

    Raises:
        Refused: it is empty, or of a kind that the engine does not know.

    """
    try:
        return detect(data, filename)
    except VanbanError as error:
        raise refusal(error) from error


def secrecy_degree(data: bytes, filename: str) -> str | None:
    """The degree of the first secrecy mark in the file; None where there is none.

    Raises:
        Refused: the file cannot be looked through, so nobody can say that it has no mark.

    """
    try:
        mark = vanban.secrecy_mark(data, filename, limits=limits())
    except VanbanError as error:
        raise refusal(error) from error
    return None if mark is None else str(mark.degree)


def read(
    data: bytes,
    filename: str,
    *,
    on_step: Callable[[str], None] | None = None,
    on_page: Callable[[int, int], None] | None = None,
) -> vanban.PlanRecord:
    """The record of the file, its findings in the language of the reader.

    Raises:
        Refused: the file cannot be read; code and sentence are the engine's.

    """
    try:
        return vanban.read(
            data,
            filename,
            limits=limits(),
            lang=language(),
            on=clock.today(),
            on_step=on_step or (lambda _: None),
            on_page=on_page or (lambda _done, _count: None),
        )
    except VanbanError as error:
        raise refusal(error) from error


def page_image(data: bytes, filename: str, *, number: int, width: int, turn: int) -> bytes:
    """A page of the file, drawn as JPEG; see `vanban.page_image`.

    Raises:
        Missing: the file has no such page.
        Refused: it cannot be drawn; code and sentence are the engine's.

    """
    try:
        return vanban.page_image(data, filename, number=number, width=width, turn=turn, limits=limits()).data
    except VanbanError as error:
        if error.code in {"no-page", "no-pages"}:
            raise Missing(error.message(language()), code="page-missing") from error
        raise refusal(error) from error


def refusal(error: VanbanError) -> Refused:
    """The engine's error as the platform says it."""
    return Refused(error.message(language()), code=error.code)
