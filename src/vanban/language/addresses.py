"""Addresses, paths and names of files: what stands between two blanks and is no word, whatever its letters are."""

from __future__ import annotations

import re
from typing import Final

_ADDRESS: Final = re.compile(
    r"\w@\w[\w-]*\.\w|://|www\."
    r"|\w:?\\\w"  # a path with its drive
    r"|(?:\A|[(\"“])/\w[\w-]*/\w"
    r"|[^\W_]_[^\W_]"  # a name in a program or a file: ke_hoach
    r"|(?:\A|[(\"“])[#@][^\W\d]{3}"
    r"|\w\.(?:vn|com|org|net|edu|gov|info)\b"
    r"|\w\.[a-z]{2,4}/\w"
    r"|\w\.(?:docx?|xlsx?|pptx?|odt|ods|pdf|txt|csv|zip|rar|png|jpe?g|html?|xml|json)\b"
)
#: nobody writes a longer one
_LONGEST: Final = 2000


def is_address(token: str) -> bool:
    """Whether a token (between blanks) is or holds an address, a path or a file's name; none has 2,000 letters."""
    return len(token) <= _LONGEST and _ADDRESS.search(token) is not None
