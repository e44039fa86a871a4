"""Places and bodies with their validity: what a name stood for, until when, and who took over.

The data are `lexicon/provinces.toml` and `lexicon/bodies.toml`. A body that ended may have several successors, each
for a subject; a merged province has one. Dates are ISO strings as precise as the source (`2025-02`, `2025-07-01`).
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any, Final, TypeAlias

import msgspec

from vanban.language import lexicon
from vanban.language.normal import key
from vanban.language.patterns import trie
from vanban.record import Span

#: Where the text itself says that a name is an old one: `(nay là …)`, `(cũ)`, `trước đây`.
_KNOWN_AS_OLD: Final = re.compile(r" ?(?:\( ?(?:nay là|cũ|trước đây)|cũ\b|trước đây\b)")
_LOOKAHEAD: Final = 60


class Province(msgspec.Struct, frozen=True, kw_only=True):
    """A province or city under the central government.

    code: of Decision 19/2025/QĐ-TTg, None for one that was merged away; code_2004: the code before 1 July 2025.
    merged_into: name of the unit it went into, None when it goes on. names: all ways of printing the name.
    former: official names of earlier times (`Thừa Thiên Huế`); renamed_on: the first day of the name of today.
    """

    name: str
    kind: str
    code: str | None
    code_2004: str
    merged_into: str | None
    names: tuple[str, ...]
    former: tuple[str, ...] = ()
    renamed_on: str | None = None


class Successor(msgspec.Struct, frozen=True, kw_only=True):
    """Who took over: the body's code and name, which duties (None for all), words by which such a duty is known."""

    code: str
    name: str
    subject: str | None
    cues: tuple[str, ...] = ()


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """The document by which a body ended. issued_on: an ISO date, None where each province has its own document."""

    number: str
    issuer: str
    issued_on: str | None = None


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """What a body is in a province that has one of its own.

    title: the full name that it bears there; called: in single provinces, by their code. everywhere: every province
    has it. in_place_of: bodies whose duties it has where they are missing.
    """

    title: str
    short: str
    everywhere: bool
    called: dict[str, str] = {}
    in_place_of: tuple[str, ...] = ()


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """A body of the State or the Party. valid_to: the day (or month) on which it ended, None while it exists.

    uneven: the day differs from province to province. own: None where a province has no or many such bodies.
    """

    code: str
    name: str
    names: tuple[str, ...]
    kind: str
    level: str
    valid_from: str | None
    valid_to: str | None
    successors: tuple[Successor, ...]
    source: str | None
    uneven: bool = False
    act: Act | None = None
    own: Own | None = None

    def existed(self, on: date) -> bool:
        """Whether the body existed on that day; a date known to the month only counts from its first day."""
        day = on.isoformat()
        return not (self.valid_from and day < self.valid_from) and not (self.valid_to and day >= self.valid_to)


Found: TypeAlias = tuple[Span, Body]


@lru_cache(maxsize=1)
def provinces() -> tuple[Province, ...]:
    """The 63 provinces and cities before 1 July 2025; those that go on carry their new code."""
    return tuple(
        Province(
            name=item["name"],
            kind=item["kind"],
            code=item.get("code"),
            code_2004=item["code_2004"],
            merged_into=item.get("merged_into"),
            names=(item["name"], *item.get("former", ()), *item.get("also", ())),
            former=tuple(item.get("former", ())),
            renamed_on=item.get("renamed_on"),
        )
        for item in lexicon.load("provinces")["province"]
    )


@lru_cache(maxsize=1)
def bodies() -> tuple[Body, ...]:
    """All listed bodies, those that ended and those that exist, and one for each province that was merged away."""
    listed = lexicon.load("bodies")["body"]
    names = {item["code"]: item["name"] for item in listed}
    default = lexicon.load("bodies")["meta"]["source"]
    found = [
        Body(
            code=item["code"],
            name=item["name"],
            names=(item["name"], *item["also"]),
            kind=item["kind"],
            level=item["level"],
            valid_from=item.get("valid_from"),
            valid_to=item.get("valid_to"),
            successors=tuple(
                Successor(
                    code=s["code"], name=names[s["code"]], subject=s.get("subject"), cues=tuple(s.get("cues", ()))
                )
                for s in item.get("successors", ())
            ),
            source=item.get("source", default),
            uneven=item.get("uneven", False),
            act=act(item["act"]) if "act" in item else None,
            own=_own(item) if "own" in item else None,
        )
        for item in listed
    ]
    return (*found, *(_merged(province) for province in provinces() if province.merged_into))


def _own(item: dict[str, Any]) -> Own:
    return Own(
        title=item.get("title", item["name"]),
        short=item["short"],
        everywhere=item["own"] == "all",
        called=dict(item.get("called", {})),
        in_place_of=tuple(item.get("in_place_of", ())),
    )


@lru_cache(maxsize=1)
def _acts() -> dict[str, Act]:
    return {
        item["code"]: Act(number=item["number"], issuer=item["issuer"], issued_on=item.get("issued_on"))
        for item in lexicon.load("bodies")["act"]
    }


def act(code: str) -> Act:
    """The listed document with this code (`nq-202-2025`).

    Raises:
        KeyError: there is none.

    """
    return _acts()[code]


def _merged(province: Province) -> Body:
    data = lexicon.load("provinces")
    successor = next(p for p in provinces() if p.name == province.merged_into)
    return Body(
        code=f"T{province.code_2004}",
        name=f"tỉnh {province.name}",
        names=tuple(f"tỉnh {name}" for name in province.names),
        kind="province",
        level="province",
        valid_from=None,
        valid_to=data["merged_on"],
        successors=(Successor(code=f"P{successor.code}", name=f"{successor.kind} {successor.name}", subject=None),),
        source=data["source"],
    )


@lru_cache(maxsize=1)
def _by_key() -> dict[str, Body]:
    return {key(name): body for body in reversed(bodies()) for name in body.names}


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + trie(_by_key()) + r"(?!\w)")


@lru_cache(maxsize=4096)
def body_of(name: str) -> Body | None:
    """The listed body that this printed name stands for (`Sở KH&CN tỉnh Lai Châu`), None when none does."""
    match = _names().match(key(" ".join(name.split())))
    return _by_key()[match.group()] if match else None


@lru_cache(maxsize=1)
def _by_code() -> dict[str, Body]:
    return {body.code: body for body in bodies()}


def body(code: str) -> Body | None:
    """The body with this code; the code of a ministry or department is the sign of its documents (`BKHCN`, `SXD`)."""
    return _by_code().get(code)


def abolished_bodies(text: str, on: date | None = None, offset: int = 0) -> tuple[Found, ...]:
    """Every mention in `text` of a body that no longer existed on that day (today's data when `on` is None).

    Bodies that ended on a day of its own in each province are left out.

    A mention that the text itself marks as an old name, `Sở X (nay là Sở Y)` or `tỉnh X (cũ)`, is left out.
    `offset` is where `text` begins in the content.
    """
    keyed = key(text)
    table = _by_key()
    found = []
    for match in _names().finditer(keyed):
        known = table[match.group()]
        if known.valid_to is None or known.uneven or (on is not None and on.isoformat() < known.valid_to):
            continue
        if _KNOWN_AS_OLD.match(keyed, match.end(), match.end() + _LOOKAHEAD):
            continue
        found.append(((match.start() + offset, match.end() + offset), known))
    return tuple(found)


@lru_cache(maxsize=1)
def _province_names() -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + trie({key(name) for p in provinces() for name in p.names}) + r"(?!\w)")


@lru_cache(maxsize=1)
def _province_by_key() -> dict[str, Province]:
    return {key(name): p for p in provinces() for name in p.names}


def find_provinces(text: str) -> tuple[tuple[Span, Province], ...]:
    """The provinces and cities that `text` names, in order (only names printed with a capital letter)."""
    return tuple(
        ((m.start(), m.end()), _province_by_key()[m.group()])
        for m in _province_names().finditer(key(text))
        if text[m.start()].isupper()
    )
