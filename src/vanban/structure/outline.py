"""The tree of headings: levels, paths, roles, and the instruments that stand in one file.

A label that jumps or repeats does not break the tree: a heading goes below the nearest open heading that is wider,
and next to one of its own kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

import msgspec

from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.readers.blocks import BlockKind
from vanban.record import Section, Span
from vanban.structure.headings import ends_body, is_heading
from vanban.structure.labels import ordinal
from vanban.structure.reflow import Draft
from vanban.structure.roles import hand_out, role_of
from vanban.structure.text import Label, LabelKind

_ATTACHED = re.compile(r"\(?\s*(?:ban hành )?(?:kèm|đính kèm|kem) theo")
_ATTACHED_WITHIN: Final = 6
_LETTERHEAD: Final = "cộng hòa xã hội chủ nghĩa"

_WIDE: Final = {LabelKind.LETTER, LabelKind.SECTION, LabelKind.ROMAN, LabelKind.ARTICLE}
_FIXED: Final = {LabelKind.APPENDIX: 0, LabelKind.PART: 1, LabelKind.CHAPTER: 2}
_PREFIX: Final = {
    LabelKind.APPENDIX: "PL",
    LabelKind.PART: "Phần",
    LabelKind.CHAPTER: "Chương",
    LabelKind.SECTION: "Mục",
    LabelKind.ARTICLE: "Điều",
}


class Outline(msgspec.Struct, frozen=True):
    """The sections, and for each draft the id of its section and the number of its instrument."""

    sections: tuple[Section, ...]
    section_of: tuple[str | None, ...]
    instrument_of: tuple[int, ...]
    headings: frozenset[int]


class _Open(msgspec.Struct):
    """An open heading while the tree is built."""

    section: Section
    kind: LabelKind
    value: str


_Same: TypeAlias = Callable[[_Open], bool]


class _Builder:
    def __init__(self, drafts: Sequence[Draft], spans: Sequence[Span]) -> None:
        self.drafts, self.spans = drafts, spans
        self.sections: list[Section] = []
        self.stack: list[_Open] = []
        self.instrument = 0
        self.body_ended = False
        self.letterheads = 0
        #: The capitals that label drafts so far.
        self.letters: set[str] = set()
        self.articles = False
        #: The last position of each kind of labelled sentence since the last heading.
        self.counted: dict[tuple[LabelKind, int], int] = {}

    def build(self) -> Outline:
        section_of: list[str | None] = []
        instrument_of: list[int] = []
        headings: set[int] = set()
        for index, draft in enumerate(self.drafts):
            self._watch_instruments(index, draft)
            if draft.kind not in {BlockKind.ROW, BlockKind.NOTE} and ends_body(draft.text):
                self.body_ended, self.stack = True, []
            label = self._heading_label(index, draft)
            if label is not None:
                self._open(index, label)
                headings.add(index)
            elif draft.label is not None and draft.kind is not BlockKind.ROW:
                self._pass(draft.label)
            if draft.label is not None and draft.label.kind is LabelKind.LETTER:
                self.letters.add(draft.label.value)
            section_of.append(self.stack[-1].section.id if self.stack else None)
            instrument_of.append(self.instrument)
        return Outline(tuple(self.sections), tuple(section_of), tuple(instrument_of), frozenset(headings))

    def _heading_label(self, index: int, draft: Draft) -> Label | None:
        if self.body_ended:
            if draft.label is not None and draft.label.kind is LabelKind.APPENDIX:
                self.body_ended = False
                return draft.label
            if self._is_unlabelled_appendix(index, draft):
                self.body_ended = False
                return Label(kind=LabelKind.APPENDIX, value="", end=0)
            return None
        return draft.label if is_heading(self.drafts, index, self.letters) else None

    def _is_unlabelled_appendix(self, index: int, draft: Draft) -> bool:
        """A title in capitals, of one or more lines, with `(Kèm theo …)` right below it."""
        if draft.kind is BlockKind.ROW or not draft.text.isupper() or ends_body(draft.text):
            return False
        for following in self.drafts[index + 1 : index + 1 + _ATTACHED_WITHIN]:
            if following.kind is not BlockKind.ROW and _ATTACHED.match(key(following.text[:60])):
                return True
            if not following.text.isupper() or following.label is not None:
                return False
        return False

    def _attached_after(self, index: int) -> bool:
        following = self.drafts[index + 1 : index + 1 + _ATTACHED_WITHIN]
        return any(d.kind is not BlockKind.ROW and _ATTACHED.match(key(d.text[:60])) for d in following)

    def _watch_instruments(self, index: int, draft: Draft) -> None:
        """A second letterhead, or a title of its own with `(Ban hành kèm theo …)` below it, begins a new instrument."""
        if draft.kind is BlockKind.ROW or len(draft.text) > 200:
            return
        lowered = key(draft.text[:60])
        if _LETTERHEAD in lowered:
            self.letterheads += 1
            if self.letterheads > 1:
                self._begin_instrument()
        elif (
            (self.sections or self.articles or self.body_ended)
            and draft.text.strip(" :").upper() in load("sections")["attached"]["titles"]
            and draft.text.isupper()
            and self._attached_after(index)
        ):
            self._begin_instrument()

    def _begin_instrument(self) -> None:
        self.instrument += 1
        self.stack, self.body_ended = [], False

    def _open(self, index: int, label: Label) -> None:
        draft = self.drafts[index]
        self._close_for(label)
        parent = self.stack[-1] if self.stack else None
        title = draft.text[label.end :] or draft.text
        role = role_of(title, label.kind, parent.section.role if parent is not None else None)
        section = Section(
            id=f"s{len(self.sections) + 1}",
            path=self._path(label, parent),
            label=label.value if label.kind is not LabelKind.APPENDIX else f"PL {label.value}".strip(),
            heading=title,
            role=role,
            instrument=self.instrument,
            parent=parent.section.id if parent is not None else None,
            span=self.spans[index],
        )
        self.sections.append(section)
        self.stack.append(_Open(section=section, kind=label.kind, value=label.value))
        self.counted.clear()

    def _pass(self, label: Label) -> None:
        """Close an open heading when a labelled sentence comes next to it: `a) Hạ tầng` before `b) Ưu tiên …`.

        A list inside the part counts from its own beginning and closes nothing.
        """
        if label.kind is LabelKind.ARTICLE:
            self.articles = True
            while self.stack and self.stack[-1].kind not in _FIXED:
                self.stack.pop()
            return
        position = ordinal(label)
        if position is None or label.kind not in {LabelKind.NUMBER, LabelKind.POINT}:
            return
        depth = label.value.count(".")
        level = (label.kind, depth)
        opened = next((o for o in reversed(self.stack) if o.kind is label.kind and o.value.count(".") == depth), None)
        inside = self.counted.get(level) == position - 1
        self.counted[level] = position
        if opened is None or inside:
            return
        before = ordinal(Label(kind=opened.kind, value=opened.value, end=0))
        same_prefix = label.value.rpartition(".")[0] == opened.value.rpartition(".")[0]
        if before is not None and position == before + 1 and same_prefix:
            self._close_for(label)
            self.counted[level] = position

    def _close_for(self, label: Label) -> None:
        """Close the open headings that the new one is not below."""
        if label.kind in _FIXED:
            while self.stack and _FIXED.get(self.stack[-1].kind, 9) >= _FIXED[label.kind]:
                self.stack.pop()
            return
        if label.kind in _WIDE:
            while self.stack and self.stack[-1].kind in {LabelKind.NUMBER, LabelKind.POINT}:
                self.stack.pop()
            self._pop_to(lambda o: o.kind is label.kind)
            return
        depth = label.value.count(".")
        if label.kind is LabelKind.NUMBER and depth:
            prefix = label.value.rsplit(".", 1)[0]
            while self.stack and self.stack[-1].kind in {LabelKind.NUMBER, LabelKind.POINT}:
                top = self.stack[-1]
                if top.kind is LabelKind.NUMBER and (top.value == prefix or prefix.startswith(f"{top.value}.")):
                    break
                self.stack.pop()
            return
        self._pop_to(lambda o: o.kind is label.kind and o.value.count(".") == depth)
        if label.kind is LabelKind.NUMBER and not any(o.kind is LabelKind.POINT for o in self.stack):
            while self.stack and self.stack[-1].kind is LabelKind.NUMBER and "." in self.stack[-1].value:
                self.stack.pop()

    def _pop_to(self, same: _Same) -> None:
        if any(same(o) for o in self.stack):
            while not same(self.stack[-1]):
                self.stack.pop()
            self.stack.pop()

    def _path(self, label: Label, parent: _Open | None) -> str:
        own = f"{_PREFIX[label.kind]} {label.value}".strip() if label.kind in _PREFIX else label.value
        if label.kind is LabelKind.NUMBER and "." in own:
            if parent is not None and parent.kind is LabelKind.NUMBER and own.startswith(f"{parent.value}."):
                return f"{parent.section.path}.{own[len(parent.value) + 1 :]}"
            host = next((o for o in reversed(self.stack) if o.kind is not LabelKind.NUMBER), None)
            return f"{host.section.path}.{own}" if host is not None else own
        return f"{parent.section.path}.{own}" if parent is not None else own


def build_outline(drafts: Sequence[Draft], spans: Sequence[Span]) -> Outline:
    """The outline of `drafts`, whose places in the content are `spans` (same length)."""
    outline = _Builder(drafts, spans).build()
    return msgspec.structs.replace(outline, sections=hand_out(outline.sections))
