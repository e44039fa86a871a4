"""Files that are brought in: fifty small ones that differ, and one of three hundred pages."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from bench import inputs
from tests.e2e.e2e_drills import long_plan

LARGE_PAGES = 300
#: Small enough that fifty are read in a minute, long enough to be a plan.
_LINES = 40


def small(count: int) -> Sequence[tuple[str, bytes]]:
    """So many plans that differ in number and content, every second one a Word file: names and bytes."""
    return [_word(number) if number % 2 else _text(number) for number in range(1, count + 1)]


def large() -> tuple[str, bytes]:
    """A PDF full of ruled tables."""
    return "ke-hoach-dai.pdf", inputs.ruled_pdf(LARGE_PAGES)


def _text(number: int) -> tuple[str, bytes]:
    return f"ke-hoach-{number}.txt", long_plan(_LINES, number=number)


def _word(number: int) -> tuple[str, bytes]:
    import docx

    document = docx.Document()
    for line in long_plan(_LINES, number=number).decode().splitlines():
        document.add_paragraph(line)
    buffer = BytesIO()
    document.save(buffer)
    return f"ke-hoach-{number}.docx", buffer.getvalue()
