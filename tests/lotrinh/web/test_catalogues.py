"""Both languages are complete: every word of the source has its English, and catalogues are compiled."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import polib
import pytest

PACKAGE: Final = Path(__file__).resolve().parents[3] / "src" / "lotrinh"
CATALOGUES: Final = sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/django.po"))
ENGLISH: Final = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
_PLACES: Final = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def _forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_message_is_translated(path: Path) -> None:
    catalogue = polib.pofile(str(path))
    assert not [entry.msgid for entry in catalogue if entry.fuzzy or not all(_forms(entry))]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_translations_keep_the_places_for_values(path: Path) -> None:
    wrong = [
        entry.msgid
        for entry in polib.pofile(str(path))
        for form in _forms(entry)
        if set(_PLACES.findall(form)) - set(_PLACES.findall(entry.msgid + (entry.msgid_plural or "")))
        or set(_PLACES.findall(entry.msgid)) - set(_PLACES.findall("".join(_forms(entry))))
    ]
    assert not wrong


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_the_compiled_catalogue_is_that_of_its_source(path: Path) -> None:
    source = {(entry.msgctxt, entry.msgid): _forms(entry) for entry in polib.pofile(str(path))}
    compiled = {
        (entry.msgctxt, entry.msgid): _forms(entry)
        for entry in polib.mofile(str(path.with_suffix(".mo")))
        if entry.msgid
    }
    assert compiled == source


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is absent: sudo apt-get install gettext")
@pytest.mark.slow
def test_no_word_of_the_source_is_missing_in_english(tmp_path: Path) -> None:
    copy = tmp_path / "lotrinh"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "node_modules"))
    script = (
        "import django; from django.conf import settings; from django.core.management import call_command;"
        "settings.configure(LOCALE_PATHS=['locale']); django.setup();"
        "call_command('makemessages', locale=['en'], no_location=True, no_obsolete=True, extensions=['html,txt,py'],"
        " verbosity=0)"
    )
    subprocess.run([sys.executable, "-c", script], cwd=copy, check=True, capture_output=True, timeout=120)
    collected = polib.pofile(str(copy / "locale" / "en" / "LC_MESSAGES" / "django.po"))
    known = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(ENGLISH))}
    assert not {(entry.msgctxt, entry.msgid) for entry in collected} ^ known
