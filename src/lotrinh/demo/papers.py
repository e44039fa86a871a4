"""The documents of the demo: the project's own samples, moved to tỉnh Sông Trà, and documents of its own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

#: The plan that is read, reviewed, approved, adopted and published.
PLAN: Final = "ke-hoach-chuyen-doi-so.docx"
#: The decision that waits for review.
WAITING: Final = "quyet-dinh-so-huu-tri-tue.txt"
#: A plan of 2024, adopted: it names bodies that have ended since.
OLD_PLAN: Final = "ke-hoach-doi-moi-sang-tao-2024.txt"
#: What the plan carries out, and what carries the plan out: a department's and a commune's plan. Read only.
CHAIN: Final = ("chuong-trinh-hanh-dong-2025.txt", "ke-hoach-so-khcn-2026.txt", "ke-hoach-xa-binh-an-2026.txt")
_OWN: Final = Path(__file__).resolve().parent / "texts"
_MOVES: Final = {
    PLAN: (("Vĩnh Long", "Sông Trà"), ("VĨNH LONG", "SÔNG TRÀ")),
    WAITING: (("Lâm Đồng", "Sông Trà"), ("LÂM ĐỒNG", "SÔNG TRÀ"), ("Đà Lạt", "Sông Trà"), ("ĐÀ LẠT", "SÔNG TRÀ")),
}
#: Every archive of a Word document is written alike, so that the same document has the same hash.
_MOMENT: Final = (2026, 1, 1, 0, 0, 0)


def paper(name: str) -> bytes:
    """The document of this name; a sample has the invented province in place of its own."""
    if name not in _MOVES:
        return (_OWN / name).read_bytes()
    data = (_folder() / name).read_bytes()
    if name.endswith(".docx"):
        return _moved_archive(data, _MOVES[name])
    return _moved(data, _MOVES[name])


def _folder() -> Path:
    """The samples inside the installed package or, in a checkout, where the repository keeps them."""
    inside = Path(__file__).resolve().parent / "samples"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[3] / "samples"


def _moved(data: bytes, moves: Sequence[tuple[str, str]]) -> bytes:
    for old, new in moves:
        data = data.replace(old.encode(), new.encode())
    return data


def _moved_archive(data: bytes, moves: Sequence[tuple[str, str]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            member = zipfile.ZipInfo(entry.filename, _MOMENT)
            member.compress_type = zipfile.ZIP_DEFLATED
            content = source.read(entry)
            archive.writestr(member, _moved(content, moves) if entry.filename.endswith(".xml") else content)
    return target.getvalue()
