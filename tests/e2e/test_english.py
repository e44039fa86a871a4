"""The whole interface in English: the words of documents stay as they are printed, no other word is Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import polib
import pytest
from playwright.sync_api import expect

from tests.e2e.e2e_pages import Visit
from tests.e2e.e2e_platform import Platform
from tests.e2e.e2e_steps import People
from tests.e2e.e2e_visits import Walk

CATALOGUE: Final = "src/lotrinh/locale/en/LC_MESSAGES/django.po"
_PLACE: Final = re.compile(r"%\(\w+\)[sd]|%[sd]|%%|\{\w*\}")
_DIACRITIC: Final = re.compile(r"[À-ỹ]")
#: What documents print, what bodies and jobs are called, in the words of a message.
_PRINTED: Final = frozenset(
    {
        "Ủy ban nhân dân tỉnh", "các cơ quan, đơn vị, địa phương", "Ngân sách tỉnh", "Ngân sách trung ương",
        "Tỉnh ủy", "Bộ đọc văn bản", "· Bộ đọc văn bản",
    }
)  # fmt: skip
#: Every text and every attribute that people are told, outside of what is marked as Vietnamese.
_WORDS: Final = """() => {
  const found = new Set();
  const foreign = (one) => one.closest("[lang=vi]") && one.closest("[lang]").lang === "vi";
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (one && !foreign(one) && !["SCRIPT", "STYLE"].includes(one.tagName)) found.add(walker.currentNode.data.trim());
  }
  for (const name of ["aria-label", "title", "placeholder", "alt", "data-label", "data-one"]) {
    const told = [...document.querySelectorAll(`[${name}]`)].filter((one) => !foreign(one));
    for (const one of told) found.add(one.getAttribute(name).trim());
  }
  return [...found].filter(Boolean);
}"""


@pytest.fixture(scope="session")
def vietnamese(root: Path) -> Callable[[str], bool]:
    """Whether a text is a message in Vietnamese that has an English one, and not from a document."""
    whole: set[str] = set()
    patterns: list[str] = []
    for entry in polib.pofile(str(root / CATALOGUE)):
        for words in filter(None, (entry.msgid, entry.msgid_plural)):
            if words in {entry.msgstr, *entry.msgstr_plural.values()}:
                continue
            if _PLACE.search(words):
                pieces = [re.escape(piece.strip()) for piece in _PLACE.split(words)]
                if max(map(len, pieces)) > 5:
                    patterns.append(r"\s*.*?\s*".join(pieces))
            else:
                whole.add(words.strip())
    any_of = re.compile("|".join(patterns), re.DOTALL)

    def is_message(text: str) -> bool:
        if text in _PRINTED or not _DIACRITIC.search(text):
            return False
        return text in whole or any_of.fullmatch(text) is not None

    return is_message


def test_no_page_keeps_a_vietnamese_word_of_the_interface(
    walking: Callable[..., Walk], pages: tuple[Visit, ...], vietnamese: Callable[[str], bool]
) -> None:
    left: list[str] = []
    for visit, page, _, _ in walking(pages, language="en", viewport={"width": 1440, "height": 900}):
        expect(page.locator("html")).to_have_attribute("lang", "en")
        left += [f"{visit.path}: {words}" for words in page.evaluate(_WORDS) if vietnamese(words)]
    assert not left, "\n".join(left)


def test_the_language_is_chosen_in_the_menu_and_kept(demo: Platform, people: People) -> None:
    page = people("coordinator")
    page.goto(f"{demo.url}/ke-hoach/1/nhiem-vu/?q=trung+tam")
    page.locator(".bar__end summary").first.click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name=re.compile("Phát triển khoa học"))).to_be_visible()
    expect(page).to_have_url(re.compile(r"/ke-hoach/1/nhiem-vu/\?q=trung"))
    expect(page.locator(".side")).to_contain_text("Plans")
    page.goto(f"{demo.url}/nhiem-vu/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tasks")
    page.locator(".bar__end summary").first.click()
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nhiệm vụ")
