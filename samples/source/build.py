"""Builds the Word, ODT and PDF samples from the texts in this folder's modules: `make samples`.

All names of people are invented; the documents were never issued. ODT and PDF go through LibreOffice.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

import digital_plan
import layout
import measurement_plan
import meeting_notice

FOLDER: Final = Path(__file__).resolve().parent.parent


def main() -> None:
    """Writes every built sample into `samples/`."""
    word = FOLDER / "ke-hoach-chuyen-doi-so.docx"
    layout.save(digital_plan.build(), word)
    print(word.name)
    with tempfile.TemporaryDirectory() as folder:
        for name, document, target in (
            ("ke-hoach-do-luong", measurement_plan.build(), "pdf"),
            ("thong-bao-ket-luan", meeting_notice.build(), "odt"),
        ):
            source = Path(folder) / f"{name}.docx"
            layout.save(document, source)
            print(_converted(source, target).name)


def _converted(source: Path, target: str) -> Path:
    soffice = shutil.which("soffice")
    if soffice is None:
        raise SystemExit("soffice is missing; install the package libreoffice-writer-nogui")
    profile = (source.parent / "profile").as_uri()
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", target]
    subprocess.run([*command, "--outdir", str(FOLDER), str(source)], check=True, capture_output=True, timeout=180)  # noqa: S603 - the found program on our own file
    return FOLDER / f"{source.stem}.{target}"


if __name__ == "__main__":
    main()
