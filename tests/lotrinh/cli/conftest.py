"""A small plan to read, and the command line, in this process or in one of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from lotrinh.cli import main

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]

PLAN: Final = """\
ỦY BAN NHÂN DÂN
TỈNH LAI CHÂU

Số: 15/KH-UBND

Lai Châu, ngày 05 tháng 6 năm 2026

KẾ HOẠCH
Phát triển vườn ươm công nghệ giai đoạn 2026 - 2030

I. MỤC TIÊU

Đến năm 2030, có ít nhất 40% doanh nghiệp có hoạt động đổi mới sáng tạo.

II. NHIỆM VỤ VÀ GIẢI PHÁP

1. Xây dựng hạ tầng

- Sở Khoa học và Công nghệ chủ trì, phối hợp với Sở Tài chính xây dựng đề án vườn ươm, trình Ủy ban nhân dân tỉnh \
trong Quý III/2026.

III. TỔ CHỨC THỰC HIỆN

1. Sở Tài chính bố trí kinh phí thực hiện Kế hoạch này.

2. Sở Thông tin và Truyền thông tuyên truyền về vườn ươm.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Nguyễn Văn An
"""
_COMMAND: Final = [sys.executable, "-c", "import sys; from lotrinh.cli import main; sys.exit(main())"]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan as a text file."""
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment without settings of the person who runs the tests, 80 columns wide."""
    for name in list(os.environ):
        if name.startswith("LOTRINH_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return monkeypatch


@pytest.fixture
def run(environment: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """The command line, called in this process: arguments in, status, standard output and standard error out."""

    def call(*arguments: object, data: bytes = b"", **settings: str) -> subprocess.CompletedProcess[bytes]:
        words = [str(argument) for argument in arguments]
        with environment.context() as patch:
            patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
            for name, value in settings.items():
                patch.setenv(name, value)
            capfdbinary.readouterr()
            status = main(words)
            printed = capfdbinary.readouterr()
        return subprocess.CompletedProcess(words, status, printed.out, printed.err)

    return call


@pytest.fixture
def command(environment: pytest.MonkeyPatch) -> list[str]:
    """The words that start the command line in a process of its own."""
    del environment
    return _COMMAND
