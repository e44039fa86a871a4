"""Bytes of a text file to characters.

Texts in the old 8-bit encodings (TCVN3, VNI) come out with one character for each byte, as Windows-1252 shows
them, so that `vanban.restore` can still tell them apart and convert them.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

import msgspec

from vanban.reading_warnings import warning

_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE: Final = 1 << 16
#: High bytes of UTF-16 in Vietnamese text: Latin, Latin Extended-A, combining marks, Latin Additional, punctuation.
_UTF16_HIGH_BYTES: Final = bytes((0x00, 0x01, 0x03, 0x1E, 0x20))
_CONTROLS: Final = bytes(sorted(set(range(0x20)) - set(b"\t\n\x0b\x0c\r")))
_STRAY: Final = re.compile("[\x00-\x08\x0e-\x1f\ufeff]")
#: Letters of no language of the region: a text with many of them holds numbers of glyphs, and its control characters
#: are the numbers of digits and signs. They go to private use, so that nothing takes them for ends of lines or pages.
_GLYPHS: Final = re.compile("[\u0180-\u019f\u01b1-\u1e9f\u1f00-\u1fff]")
_ENOUGH_GLYPHS: Final = 20
#: Characters for each such letter, at most, in a text with many control characters.
_LEAST_GLYPHS: Final = 100
_NUMBERED: Final = {code: 0xE000 + code for code in range(3, 0x20) if chr(code) not in "\t\n\r"}
#: What Windows-1252 shows for each byte; the five bytes that it leaves undefined keep their number.
_LEGACY: Final = "".join(bytes((b,)).decode("cp1252", "ignore") or chr(b) for b in range(0x100))
_ESCAPED_TO_LEGACY: Final = {0xDC00 + b: _LEGACY[b] for b in range(0x80, 0x100)}
_ESCAPED: Final = re.compile("[\udc80-\udcff]")
_NOT_ASCII: Final = re.compile("[^\x00-\x7f]")


class Decoded(msgspec.Struct, frozen=True, kw_only=True):
    """A decoded text file; `warnings` are sentences in Vietnamese."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def unicode_encoding(data: bytes) -> str | None:
    """The Unicode encoding that a byte order mark or the pattern of UTF-16 shows, None for all others."""
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return name
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half == 0 or 0 not in sample:
        return None
    even, odd = sample[: half * 2 : 2], sample[1 : half * 2 : 2]
    even_high = half - len(even.translate(None, _UTF16_HIGH_BYTES))
    odd_high = half - len(odd.translate(None, _UTF16_HIGH_BYTES))
    if odd_high * 10 > half * 9 and even_high * 2 < half:
        return "utf-16-le"
    if even_high * 10 > half * 9 and odd_high * 2 < half:
        return "utf-16-be"
    return None


def looks_binary(data: bytes) -> bool:
    """Whether bytes that are no UTF-16 hold more than 2 % of control characters, unless they are numbers of glyphs."""
    sample = data[:_SAMPLE]
    if (len(sample) - len(sample.translate(None, _CONTROLS))) * 50 <= len(sample):
        return False
    if 0 in sample:
        return True
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return True
    return len(_GLYPHS.findall(text)) * _LEAST_GLYPHS < max(len(text), _ENOUGH_GLYPHS * _LEAST_GLYPHS)


def decode_text(data: bytes) -> Decoded:
    """Decode a text file; nothing is ever lost or refused, doubts become warnings."""
    encoding = unicode_encoding(data)
    if encoding is not None:
        text = data.decode(encoding, "replace").removeprefix("\ufeff")
        damaged = encoding != "utf-8" and "\ufffd" in text
        if encoding != "utf-8":
            warnings = (warning("undecodable"),) if damaged else ()
            return Decoded(text=_without_controls(text), encoding=encoding, warnings=warnings)
        data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _decode_mixed(data)
    return Decoded(text=_without_controls(text), encoding="utf-8")


def _without_controls(text: str) -> str:
    """The text without control characters; in a text of glyph numbers they become U+E003 to U+E01F."""
    if _STRAY.search(text) is None:
        return text
    if len(_GLYPHS.findall(text[:_SAMPLE])) >= _ENOUGH_GLYPHS:
        text = text.translate(_NUMBERED)
    return _STRAY.sub("", text)


def _decode_mixed(data: bytes) -> Decoded:
    """Decode line by line: lines of UTF-8 as such, other lines one character for each byte."""
    lines: list[str] = []
    legacy = mended = 0
    for raw in data.split(b"\n"):
        line = raw.decode("utf-8", "surrogateescape")
        bad = len(_ESCAPED.findall(line))
        if bad:
            good = len(_NOT_ASCII.findall(line)) - bad
            if good > bad:
                line = line.translate(_ESCAPED_TO_LEGACY)
                mended += 1
            else:
                line = raw.decode("latin-1").translate(_LEGACY_TABLE)
                legacy += 1
        lines.append(line)
    warnings = []
    if legacy:
        warnings.append(warning("8-bit-lines", count=legacy))
    if mended:
        warnings.append(warning("mixed-lines", count=mended))
    return Decoded(text=_without_controls("\n".join(lines)), encoding="8-bit", warnings=tuple(warnings))


_LEGACY_TABLE: Final = {b: _LEGACY[b] for b in range(0x80, 0xA0)}
