"""PDFium is not made for several threads: whoever calls it holds `PDFIUM`, page by page, so that others get a turn.

Without it two threads that draw or read pages at the same time end the process, whichever files they have open.
"""

from __future__ import annotations

from threading import RLock
from typing import Final

PDFIUM: Final = RLock()
