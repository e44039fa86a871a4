"""Rules on the words themselves: damaged text, likely typing errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vanban.findings.context import Context, Hit
from vanban.language.quality import shares
from vanban.language.spelling import mistakes

#: a passage is judged when it has so many words, and called damaged below this quality
_WORDS: Final = 20
_LOST: Final = 0.45
#: a fifth of the letters of sound Vietnamese carry marks; a passage with so many plain ones may have lost them
_PLAIN: Final = 0.88


def text_damaged(context: Context) -> Iterator[Hit]:
    """The whole text, or single passages of a sound one, lost letters or marks."""
    if context.damaged:
        yield Hit(fields={"quality": str(round(100 * context.quality))})
        return
    for paragraph in context.structure.paragraphs:
        text = paragraph.text
        if len(text) < 2 * _WORDS or paragraph.cells or len(text.encode("ascii", "ignore")) < _PLAIN * len(text):
            continue
        counts = shares(paragraph.text)
        if counts.words >= _WORDS and counts.quality < _LOST:
            yield Hit(span=paragraph.span, variant="place")


def spelling(context: Context) -> Iterator[Hit]:
    """Likely typing errors, and numbers that may be misread words; a damaged text is not searched for errors."""
    content = context.structure.content
    for span, word in context.misread:
        yield Hit(span=span, fields={"word": content[slice(*span)], "suggestion": word}, variant="misread")
    if context.damaged:
        return
    for mistake in mistakes(content):
        fields = {"word": content[mistake.start : mistake.end], "suggestion": mistake.suggestion}
        yield Hit(span=(mistake.start, mistake.end), fields=fields, variant="" if mistake.suggestion else "unknown")
