"""PDFium serves one thread at a time: two that open, read or draw pages together end the process."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pypdfium2  # type: ignore[import-untyped]
import pytest
from reportlab.pdfgen.canvas import Canvas

import vanban


def pdf() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 600))
    for page in range(2):
        for number in range(12):
            canvas.drawString(
                40, 560 - 20 * number, f"{number}. Ke hoach cua tinh Song Tra, trang {page}, muc {number}"
            )
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize(
    "work",
    [
        pytest.param(lambda data: vanban.page_image(data, number=2, width=300), id="drawing"),
        pytest.param(lambda data: vanban.read(data, "ke-hoach.pdf"), id="reading"),
        pytest.param(lambda data: vanban.secrecy_mark(data, "ke-hoach.pdf"), id="secrecy"),
    ],
)
def test_threads_take_turns_in_pdfium(work: Callable[[bytes], object], monkeypatch: pytest.MonkeyPatch) -> None:
    inside = 0
    most = 0
    counting = threading.Lock()

    def alone(method: Callable[..., object]) -> Callable[..., object]:
        def called(*given: object, **named: object) -> object:
            nonlocal inside, most
            with counting:
                inside += 1
                most = max(most, inside)
            time.sleep(0.01)
            try:
                return method(*given, **named)
            finally:
                with counting:
                    inside -= 1

        return called

    for kind, name in (
        (pypdfium2.PdfDocument, "__init__"),
        (pypdfium2.PdfDocument, "close"),
        (pypdfium2.PdfDocument, "get_page"),
        (pypdfium2.PdfPage, "close"),
        (pypdfium2.PdfPage, "render"),
        (pypdfium2.PdfPage, "get_textpage"),
    ):
        monkeypatch.setattr(kind, name, alone(getattr(kind, name)))
    data = pdf()
    with ThreadPoolExecutor(4) as pool:
        assert len(list(pool.map(work, [data] * 4))) == 4
    assert inside == 0
    assert most == 1
