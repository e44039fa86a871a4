"""Values as they are written in addresses and bodies: strict where a database, or a reader, could stumble."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Final

from ninja import Field, Schema
from pydantic import BeforeValidator, ConfigDict

MOST: Final = 200
#: Lists that are longer than this are not for reading page by page.
_FARTHEST: Final = 1_000_000
_GREATEST: Final = 2**63 - 1
_DIGITS: Final = re.compile(r"[0-9]{1,19}\Z")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def _digits(value: Any) -> Any:
    """A whole number of plain digits; what else counts as a number elsewhere (`1.0`, ` 1`, `true`) does not here."""
    if isinstance(value, str) and not _DIGITS.match(value):
        raise ValueError("must be a whole number of plain digits")
    if isinstance(value, bool | float):
        raise ValueError("must be a whole number")  # noqa: TRY004 - what the library turns into an answer
    return value


def _day(value: Any) -> Any:
    if isinstance(value, str) and not _DAY.match(value):
        raise ValueError("must be a day such as 2026-02-05")
    return value


def _flag(value: Any) -> Any:
    if isinstance(value, str) and value not in {"true", "false"}:
        raise ValueError("must be true or false")
    return value


# The bounds come first: behind a validator of one's own the schema would not have them.
Id = Annotated[int, Field(ge=1, le=_GREATEST), BeforeValidator(_digits)]
Year = Annotated[int, Field(ge=1000, le=9999), BeforeValidator(_digits)]
Seq = Annotated[int, Field(ge=0, le=2**31 - 1), BeforeValidator(_digits)]
VersionNumber = Annotated[int, Field(ge=1, le=32767), BeforeValidator(_digits)]
Limit = Annotated[int, Field(ge=1, le=MOST), BeforeValidator(_digits)]
#: Searches put at most a thousand in order and count some units beside them.
Rank = Annotated[int, Field(ge=0, le=2000), BeforeValidator(_digits)]
_Offset = Annotated[int, Field(ge=0, le=_FARTHEST), BeforeValidator(_digits)]
Day = Annotated[dt.date, BeforeValidator(_day)]
Flag = Annotated[bool, BeforeValidator(_flag)]
#: No U+0000: no database keeps it.
Text = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Key = Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")]


class Shape(Schema):
    """What is answered."""


class Asked(Schema):
    """What is asked: names that nobody knows are refused, so that a misspelt filter is not taken for none."""

    model_config = ConfigDict(extra="forbid")


class Paged(Asked):
    """Which part of a list."""

    limit: Limit = Field(50, description="How many rows at most.")
    offset: _Offset = Field(0, description="How many rows are left out before the first.")


class Page(Shape):
    """A part of a list; the header `Link` leads to the others."""

    total: int = Field(description="How many rows there are in all.")
    limit: int
    offset: int


class UnitRef(Shape):
    """An agency or other body."""

    id: int
    name: str
