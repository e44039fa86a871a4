"""Backups are brought back whole, on either database, or nothing is changed."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lotrinh.core.backup import BackupError, verify
from tests.factories.place import Place

Change = Callable[[dict[str, bytes]], None]
pytestmark = pytest.mark.slow

FILL = """
    from lotrinh.accounts.models import User
    from lotrinh.core.actor import system
    from lotrinh.core.audit import services as audit
    from lotrinh.core.files import store
    from lotrinh.core.jobs.models import Job
    from lotrinh.core.writes import service
    from lotrinh.organisations.models import Unit

    top = Unit.objects.create(name="Ủy ban nhân dân tỉnh Sông Trà", kind="province")
    Unit.objects.create(name="Sở Khoa học và Công nghệ", kind="department", parent=top)
    User.objects.create_user("nguoi0", "Một-mật-khẩu-dài-26", full_name="Nguyễn Thị Đoàn 0")
    for number in range(1, 30):
        User.objects.create_user(f"nguoi{number}", full_name=f"Nguyễn Thị Đoàn {number}")
    User.objects.get(username="nguoi29").delete()
    Job.objects.create(key="việc", kind="x", arguments={"số": 1.5, "rỗng": None, "dãy": [1, "ă\\u0323"]})

    @service
    def write(actor):
        audit.note(actor, "test.done", kind="x", id=1, label="Thử", before={"a": 0.1}, after={"đ": ["ơ", None, True]})

    for _ in range(12):
        write(system("Thử"))
    for number in range(4):
        store.keep(f"tệp {number} ".encode() * 5000, "text/plain")
"""


def contents(path: Path) -> dict[str, bytes]:
    """Every entry of a backup but its manifest, which says when it was made."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}


def last_ids(path: Path) -> dict[str, int | None]:
    with zipfile.ZipFile(path) as archive:
        return {table["table"]: table["last_id"] for table in json.loads(archive.read("manifest.json"))["tables"]}


def done(place: Place, *words: object) -> str:
    result = place.lotrinh(*words)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_a_backup_of_sqlite_comes_back_on_postgresql_and_again_on_sqlite_with_nothing_lost(
    place: Place, postgresql: Place, elsewhere: Place, tmp_path: Path
) -> None:
    place.python(FILL)
    first, second, third = (tmp_path / f"{name}.zip" for name in ("first", "second", "third"))
    done(place, "backup", first, "--with-secret-key")
    done(postgresql, "restore", first)
    done(postgresql, "backup", second, "--with-secret-key")
    done(elsewhere, "restore", second)
    done(elsewhere, "backup", third, "--with-secret-key")
    assert contents(first) == contents(second) == contents(third)
    assert last_ids(first) == last_ids(second) == last_ids(third)
    assert last_ids(first)["accounts_user"] == 30
    assert len(contents(first)) > 40
    for there in (postgresql, elsewhere):
        assert "12 dòng" in done(there, "audit", "verify")
        new = there.python("from lotrinh.accounts.models import User; print(User.objects.create_user('moi').pk)")
        assert new == "31", "no number is given twice, not even that of a row that is gone"
        assert (there.folder / "secret-key").read_text() == (place.folder / "secret-key").read_text()


def test_a_backup_is_only_brought_back_over_data_when_asked_to(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    place.python(FILL)
    done(place, "backup", path)
    place.python(
        "from lotrinh.accounts.models import User; from lotrinh.core.files import store\n"
        "User.objects.create_user('sau'); store.keep(b'sau', 'text/plain')"
    )
    refused = place.lotrinh("restore", path)
    assert refused.returncode == 2
    assert "--replace" in refused.stderr
    count = "from lotrinh.accounts.models import User; print(User.objects.count())"
    assert place.python(count) == "30"
    done(place, "restore", path, "--replace")
    assert place.python(count) == "29"
    stored = [found for found in (place.folder / "files").rglob("*") if found.is_file()]
    assert len(stored) == 4


def test_a_backup_is_never_written_over_a_file(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    path.write_bytes(b"mine")
    refused = place.lotrinh("backup", path)
    assert refused.returncode == 2
    assert path.read_bytes() == b"mine"
    assert list(tmp_path.glob(".backup*")) == []


def test_a_stored_file_that_is_gone_is_named_and_the_rest_is_saved(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    place.python(FILL)
    lost = min(found for found in (place.folder / "files").rglob("*") if found.is_file())
    lost.write_bytes(b"damaged")
    result = place.lotrinh("backup", path)
    assert result.returncode == 1
    assert lost.name[:12] in result.stderr
    assert verify(path).missing == (lost.name,)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = Place(tmp_path_factory.mktemp("good") / "data")
    done(place, "upgrade")
    place.python(FILL)
    path = place.folder.parent / "good.zip"
    done(place, "backup", path)
    return path


def rewritten(good: Path, target: Path, change: Change) -> Path:
    """The backup with its entries changed by `change`, a function of a dict of names and contents."""
    with zipfile.ZipFile(good) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return target


def _travel(entries: dict[str, bytes]) -> None:
    entries["files/../../lotrinh.sqlite3"] = b"mine"


def _absolute(entries: dict[str, bytes]) -> None:
    entries["/etc/lotrinh"] = b"mine"


def _wrong_row(entries: dict[str, bytes]) -> None:
    entries["rows/accounts_user.jsonl"] = entries["rows/accounts_user.jsonl"].replace(b"nguoi3", b"nguoi9")


def _wrong_file(entries: dict[str, bytes]) -> None:
    name = next(name for name in entries if name.startswith("files/"))
    entries[name] = b"other"


def _lost_file(entries: dict[str, bytes]) -> None:
    del entries[next(name for name in entries if name.startswith("files/"))]


def _lost_table(entries: dict[str, bytes]) -> None:
    del entries["rows/accounts_user.jsonl"]


def _no_manifest(entries: dict[str, bytes]) -> None:
    del entries["manifest.json"]


def _bomb(entries: dict[str, bytes]) -> None:
    entries["rows/accounts_user.jsonl"] += b" " * 50_000_000


def _later(entries: dict[str, bytes]) -> None:
    made = json.loads(entries["manifest.json"])
    made["format"] = "lotrinh.backup/9"
    entries["manifest.json"] = json.dumps(made).encode()


def _negative(entries: dict[str, bytes]) -> None:
    made = json.loads(entries["manifest.json"])
    made["tables"][0]["size"] = -1
    entries["manifest.json"] = json.dumps(made).encode()


@pytest.mark.parametrize(
    "change",
    [_travel, _absolute, _wrong_row, _wrong_file, _lost_file, _lost_table, _no_manifest, _bomb, _later, _negative],
)
def test_a_backup_that_was_changed_is_refused(good: Path, tmp_path: Path, change: Change) -> None:
    with pytest.raises(BackupError):
        verify(rewritten(good, tmp_path / "bad.zip", change))


@pytest.mark.parametrize("left", [0, 1, 100, -1, -100])
def test_a_backup_that_was_cut_is_refused(good: Path, tmp_path: Path, left: int) -> None:
    path = tmp_path / "cut.zip"
    path.write_bytes(good.read_bytes()[:left])
    with pytest.raises(BackupError):
        verify(path)


def test_what_is_refused_changes_nothing_and_says_so_in_a_sentence(good: Path, place: Place, tmp_path: Path) -> None:
    before = (place.folder / "lotrinh.sqlite3").read_bytes()
    result = place.lotrinh("restore", rewritten(good, tmp_path / "bad.zip", _wrong_row))
    assert result.returncode == 2
    assert "bị hỏng hoặc bị sửa" in result.stderr
    assert "Traceback" not in result.stderr
    assert (place.folder / "lotrinh.sqlite3").read_bytes() == before


def test_a_backup_of_a_later_version_is_refused_and_nothing_is_changed(
    good: Path, place: Place, tmp_path: Path
) -> None:
    def later(entries: dict[str, bytes]) -> None:
        made = json.loads(entries["manifest.json"])
        made["migrations"]["core"].append("0999_of_tomorrow")
        entries["manifest.json"] = json.dumps(made).encode()

    result = place.lotrinh("restore", rewritten(good, tmp_path / "later.zip", later))
    assert result.returncode == 2
    assert "core.0999_of_tomorrow" in result.stderr
    assert place.python("from lotrinh.accounts.models import User; print(User.objects.count())") == "0"
    assert not any(found.is_file() for found in (place.folder / "files").rglob("*"))


FAILING = """
    from django.core.management import call_command
    from lotrinh.core import backup

    def fails():
        call_command("migrate", verbosity=0)
        raise ValueError("half way")

    try:
        backup.upgrade(fails)
    except backup.BackupError as error:
        print(error.code, error.fields["reason"])
"""
STATE = """
    from lotrinh.accounts.models import User
    from lotrinh.core.backup.upgrading import pending
    print(User.objects.count(), *pending())
"""


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_an_upgrade_that_fails_leaves_the_data_as_they_were(vendor: str, request: pytest.FixtureRequest) -> None:
    place: Place = request.getfixturevalue("place" if vendor == "sqlite" else "postgresql")
    if vendor == "postgresql":
        done(place, "upgrade")
    place.python(FILL)
    done(place, "manage", "migrate", "plans", "zero", "-v", "0")
    before = place.python(STATE)
    assert before == "29 plans.0001_initial plans.0002_handover plans.0003_coverage"
    assert place.python(FAILING) == "upgrade.failed half way"
    assert place.python(STATE) == before
    assert "Đã nâng cấp" in done(place, "upgrade")
    assert place.python(STATE) == "29"
    assert len(list((place.folder / "backups").glob("*.zip"))) == 2
    assert "không phải làm gì" in done(place, "upgrade")
