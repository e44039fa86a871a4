"""`lotrinh reference`, called as the command line calls it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lotrinh.cli.platform import reference
from lotrinh.cli.problems import CommandError
from lotrinh.organisations.models import Place

pytestmark = pytest.mark.django_db


def _run(action: str, *, dry_run: bool = False, file: Path | None = None) -> int:
    return reference.run(action, dry_run, str(file) if file else None, "vi")


def test_it_loads_and_shows(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("show") == 0
    assert "Chưa nạp danh mục nào" in capsys.readouterr().out
    assert _run("load", dry_run=True) == 0
    assert "chưa ghi gì" in capsys.readouterr().out
    assert not Place.objects.exists()
    assert _run("load") == 0
    assert "thêm 14011" in capsys.readouterr().out
    assert _run("show") == 0
    shown = capsys.readouterr().out
    assert "Cấp xã: 3321 hiện nay, 9908 trước đây" in shown
    assert "Quyết định 19/2025/QĐ-TTg" in shown


def test_the_wrong_lines_of_an_own_file_are_said_and_end_it_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bang.csv"
    file.write_text("edition,code,kind,name\n2025,12,tỉnh,Lai Châu\n2025,1,tỉnh,Sai\n", encoding="utf-8")
    assert _run("load", file=file) == 1
    told = capsys.readouterr()
    assert told.out.startswith("dòng 3: ")
    assert "không dòng nào được nạp" in told.err
    assert not Place.objects.exists()


def test_what_cannot_be_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as missing:
        _run("load", file=tmp_path / "khong-co.csv")
    assert "khong-co.csv" in missing.value.message("vi")
    with pytest.raises(CommandError):
        _run("show", dry_run=True)
