"""The search index of an installation: in no backup, made where it is missing, made anew on demand."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.factories.place import Place

pytestmark = pytest.mark.slow

#: A province of five units with one plan: its document, five tasks, three targets.
FILL = "from tests.factories.world import World; from tests.factories import plans; plans.plan(World())"
ENTRIES = 5 + 1 + 5 + 3
COUNT = "from lotrinh.core.models import SearchEntry; print(SearchEntry.objects.count())"
EMPTY = "from lotrinh.core.models import SearchEntry; SearchEntry.objects.all().delete()"
FIND = """
    from lotrinh.core.models import SearchEntry
    from lotrinh.core.search.matching import Matches, all_words
    from lotrinh.core.search.typed import understand
    print(SearchEntry.objects.filter(Matches(all_words(understand('so tai chinh'))), kind='unit').count())
"""


def done(place: Place, *words: object) -> str:
    result = place.lotrinh(*words)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_index_is_made_anew_by_a_command(place: Place) -> None:
    place.python(FILL)
    place.python(EMPTY)
    assert place.python(FIND) == "0"
    for _ in range(2):
        assert f"{ENTRIES} mục" in done(place, "search", "rebuild")
        assert place.python(COUNT) == str(ENTRIES)
    assert place.python(FIND) == "1"


def test_restoring_on_either_database_makes_the_index_which_no_backup_holds(
    place: Place, postgresql: Place, elsewhere: Place, tmp_path: Path
) -> None:
    place.python(FILL)
    done(place, "backup", tmp_path / "first.zip")
    with zipfile.ZipFile(tmp_path / "first.zip") as archive:
        assert not [name for name in archive.namelist() if "search" in name]
    for there in (postgresql, elsewhere):
        done(there, "restore", tmp_path / "first.zip")
        assert there.python(COUNT) == str(ENTRIES)
        assert there.python(FIND) == "1"


def test_upgrading_a_database_without_the_index_fills_it(place: Place) -> None:
    place.python(FILL)
    done(place, "manage", "migrate", "core", "0001", "-v0")
    done(place, "upgrade")
    assert place.python(COUNT) == str(ENTRIES)
    assert place.python(FIND) == "1"


def test_an_index_that_was_lost_comes_back_with_the_next_start(place: Place) -> None:
    place.python(FILL)
    place.python(EMPTY)
    done(place, "upgrade")
    assert place.python(COUNT) == str(ENTRIES)
