"""Old Word files and RTF: through LibreOffice where it is installed, one clear error where it is not."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from vanban.errors import VanbanError
from vanban.readers import Limits, media, office, read_blocks

RTF = rb"{\rtf1\ansi\deff0{\fonttbl{\f0 Times New Roman;}}\qc{\b K\u7870?HO\u7840?CH}\par\ql Thanh tra\par}"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def compound(*names: str, flags: int = 0) -> bytes:
    """A compound file of which only the directory and the head of the text are real."""
    head = OLE + bytes(504)
    directory = b""
    for name in names:
        raw = name.encode("utf-16-le") + b"\0\0"
        directory += raw.ljust(64, b"\0") + struct.pack("<H", len(raw)) + bytes(50) + struct.pack("<I", 1) + bytes(8)
    word = struct.pack("<H", 0xA5EC) + bytes(8) + struct.pack("<H", flags)
    return head + directory.ljust(512, b"\0") + word.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (compound("EncryptedPackage"), "encrypted"),
        (compound("WordDocument", flags=0x0100), "encrypted"),
        (compound("WordDocument", "Macros"), "macro"),
        (compound("WordDocument", "_VBA_PROJECT"), "macro"),
        (compound("Workbook"), "unknown-format"),
    ],
)
def test_what_is_refused_before_any_conversion(data: bytes, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(VanbanError) as caught:
        read_blocks(data, "a.doc")
    assert caught.value.code == code


@pytest.mark.parametrize(("data", "name"), [(RTF, "RTF"), (compound("WordDocument"), "DOC")])
def test_without_libreoffice_the_error_says_what_to_install(
    data: bytes, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(VanbanError) as caught:
        read_blocks(data)
    assert caught.value.code == "needs-libreoffice"
    assert name in caught.value.vietnamese
    assert "libreoffice-writer-nogui" in caught.value.english


@pytest.mark.libreoffice
def test_rtf_is_read_through_libreoffice() -> None:
    reading = read_blocks(RTF, "ke-hoach.txt")
    assert reading.media_type == media.RTF
    assert [(b.text, b.bold, b.centred) for b in reading.blocks] == [
        ("KẾHOẠCH", True, True),
        ("Thanh tra", False, False),
    ]


@pytest.mark.libreoffice
def test_a_file_that_libreoffice_cannot_read_is_damaged() -> None:
    with pytest.raises(VanbanError) as caught:
        read_blocks(compound("WordDocument"), "a.doc", Limits(max_seconds=60))
    assert caught.value.code in {"damaged", "no-text", "too-long"}


def test_a_conversion_stays_in_memory_where_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_MEMORY", str(tmp_path))
    assert office._folder_in_memory(1000) == str(tmp_path)
    assert office._folder_in_memory(1 << 60) is None
    monkeypatch.setattr(office, "_MEMORY", str(tmp_path / "none"))
    assert office._folder_in_memory(1000) is None
