"""The doctor names what is missing and how to get it."""

from __future__ import annotations

import inspect
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from lotrinh.accounts.vocab import Role
from lotrinh.cli.platform import doctor
from lotrinh.cli.texts import LANGS, say, texts
from lotrinh.core import health
from lotrinh.core.health import Level
from tests.factories.place import Place
from tests.factories.world import World


def found() -> dict[str, Level]:
    return {finding.code: finding.level for finding in health.examine()}


@pytest.mark.django_db
def test_a_machine_without_office_fonts_mail_and_workers_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(health, "_FONTS", ())
    result = found()
    assert result["no-office"] is result["no-fonts"] is result["no-mail"] is Level.WARNING
    assert result["no-recogniser"] is Level.WARNING
    assert result["no-workers"] is Level.BAD
    assert result["migrations"] is Level.GOOD


@pytest.mark.django_db
def test_what_is_open_to_others_or_full_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    (folder / "secret-key").write_text("x")
    (folder / "secret-key").chmod(0o644)
    monkeypatch.setattr(settings, "DATA_DIR", folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**12, 10**12, 10**6))
    result = found()
    assert result["folder-open"] is Level.WARNING
    assert result["key-open"] is Level.BAD
    assert result["disk-full"] is Level.BAD


@pytest.mark.django_db
def test_operators_in_divisions_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    world = World()
    doctor.run("vi")
    assert "ở phòng, đơn vị trực thuộc" not in capsys.readouterr().out
    world.actor(Role.OPERATOR, world.division)
    doctor.run("vi")
    line = next(line for line in capsys.readouterr().out.splitlines() if "ở phòng, đơn vị trực thuộc" in line)
    assert line.startswith("! ")
    assert "Quản trị hệ thống Phòng Kế hoạch (Phòng Kế hoạch)" in line


def test_every_finding_has_a_sentence_in_both_languages() -> None:
    source = inspect.getsource(health) + inspect.getsource(doctor)
    codes = {key.removeprefix("doctor.") for key in texts() if key.startswith("doctor.")} - {"help"}
    assert codes
    assert all(f'"{code}"' in source for code in codes)
    assert all(say(f"doctor.{code}", lang) for code in codes for lang in LANGS)


@pytest.mark.slow
def test_the_doctor_says_what_must_be_mended_with_status_1(place: Place) -> None:
    done = place.lotrinh("doctor")
    assert done.returncode == 1
    assert "lotrinh serve" in done.stdout
    assert "✓ Cơ sở dữ liệu: SQLite" in done.stdout
