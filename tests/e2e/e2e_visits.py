"""Walking through all pages in one window for each person, hearing what they say to the console."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from typing import Any, TypeAlias

from django.conf import settings
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, StorageState

from tests.e2e.e2e_pages import Visit
from tests.e2e.e2e_platform import Platform

#: The visit, its page, the status of the answer, what was said to the console.
Walk: TypeAlias = Iterator[tuple[Visit, Page, int, list[str]]]


def walk(
    browser: Browser,
    platform: Platform,
    signed_in: Callable[[str], StorageState],
    visits: Iterable[Visit],
    *,
    language: str = "vi",
    **profile: Any,  # noqa: ANN401 - what Playwright takes
) -> Walk:
    """Make the visits one after the other, each person in one window of a profile like this.

    `language` is the one that was chosen in the menu.
    """
    with ExitStack() as windows:
        pages: dict[str, Page] = {}
        said: list[str] = []
        for visit in visits:
            if visit.who not in pages:
                state = signed_in(visit.who) if visit.who else None
                context = windows.enter_context(closing(browser.new_context(storage_state=state, **profile)))
                context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": platform.url}])
                pages[visit.who] = _listening(context.new_page(), said)
            page = pages[visit.who]
            said.clear()
            answer = page.goto(platform.url + _in(visit, language))
            # A page that is meant to be refused says so.
            heard = [words for words in said if visit.status < 400 or "status of" not in words]
            yield visit, page, answer.status if answer else 0, heard


def _in(visit: Visit, language: str) -> str:
    """The path; the public pages are told their language by the address, for they look at no cookie."""
    if not visit.name.startswith("portal:") or language == settings.LANGUAGE_CODE:
        return visit.path
    return f"{visit.path}{'&' if '?' in visit.path else '?'}ngon-ngu={language}"


def _listening(page: Page, said: list[str]) -> Page:
    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            said.append(message.text)

    def fail(error: Error) -> None:
        said.append(str(error))

    page.on("console", hear)
    page.on("pageerror", fail)
    return page
