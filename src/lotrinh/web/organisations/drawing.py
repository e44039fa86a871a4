"""The tree of units as HTML, written at once: a template for each of thousands of units would take seconds.

Branches are `<details>`: they open and close without a script, by mouse, key or touch. Where many kinds stand below one
unit, each kind is a branch of its own.
"""

from __future__ import annotations

from html import escape
from typing import Final

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lotrinh.organisations.selectors.tree import Leaf, Tree
from lotrinh.organisations.vocab import UnitKind

#: From so many units below one on, those of one kind stand together under its name.
_MANY: Final = 12
#: Branches down to this depth are open at first.
_OPEN_DEPTH: Final = 1
#: A tree of so few units is seen at a glance.
FEW: Final = 60


def draw(tree: Tree, *, all_open: bool) -> SafeString:
    """The whole tree; nothing where it is empty."""
    pattern = reverse("organisations:detail", args=(0,))
    before, _zero, after = pattern.rpartition("0")
    drawing = _Drawing(tree, before, after, all_open=all_open or tree.count <= FEW)
    drawing.level(tree.tops, 0)
    return mark_safe("".join(drawing.parts))  # noqa: S308 - names are escaped, the rest is written here


class _Drawing:
    """The parts of the drawing, in order."""

    def __init__(self, tree: Tree, before: str, after: str, *, all_open: bool) -> None:
        self.parts: list[str] = []
        self._tree = tree
        self._before, self._after = before, after
        self._all_open = all_open
        self._labels = {kind.value: escape(str(kind.label)) for kind in UnitKind}
        self._below = escape(_("Đơn vị trực thuộc"))
        self._detached = f' <span class="text-muted">({escape(_("cấp trên đã kết thúc"))})</span>'

    def level(self, leaves: tuple[Leaf, ...] | list[Leaf], depth: int) -> None:
        """A list of units with what stands below them."""
        self.parts.append("<ul>")
        for leaf in leaves:
            self._item(leaf, depth)
        self.parts.append("</ul>")

    def _item(self, leaf: Leaf, depth: int) -> None:
        link = f'<a href="{self._before}{leaf.pk}{self._after}">{escape(leaf.name)}</a>'
        if leaf.detached:
            link += self._detached
        below = self._tree.below.get(leaf.pk)
        if not below:
            self.parts.append(f"<li>{link}</li>")
            return
        # A link inside the summary could not be reached by everybody: it stands before, the number opens and closes.
        said = f'<span class="visually-hidden">{self._below} {escape(leaf.name)}:</span>'
        self.parts.append(
            f'<li class="tree__branch">{link}<details{self._opened(depth)}><summary>{said} '
            f'<span class="tree__count">{len(below)}</span></summary>'
        )
        kinds = tuple(self._tree.kinds(leaf)) if len(below) > _MANY else ()
        if len(kinds) > 1:
            self.parts.append("<ul>")
            for kind, leaves in kinds:
                self.parts.append(
                    f"<li><details{self._opened(depth + 1)}><summary>{self._labels.get(kind, '')} "
                    f'<span class="tree__count">{len(leaves)}</span></summary>'
                )
                self.level(leaves, depth + 2)
                self.parts.append("</details></li>")
            self.parts.append("</ul>")
        else:
            self.level(below, depth + 1)
        self.parts.append("</details></li>")

    def _opened(self, depth: int) -> str:
        return " open" if self._all_open or depth < _OPEN_DEPTH else ""
