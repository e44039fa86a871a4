"""What a service answers when it does not do what was asked: a sentence for the person, a code for the program."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise


class Problem(Exception):  # noqa: N818 - an answer to a person, no error of the program
    """Base: nothing was changed. `message` is a sentence in the reader's language."""

    status = 400

    def __init__(self, message: str | Promise, *, code: str, fields: Mapping[str, str | Promise] | None = None) -> None:
        super().__init__(code)
        self.message = message
        self.code = code
        #: what is wrong with which field of the form
        self.fields = dict(fields or {})

    def __str__(self) -> str:
        return str(self.message)


class Refused(Problem):
    """The request is understood and cannot be carried out as it stands."""

    status = 422


class NotAllowed(Problem):
    """The person sees the thing but may not do this to it."""

    status = 403


class Missing(Problem):
    """There is no such thing, or it does not exist for this person."""

    status = 404


class Conflict(Problem):
    """Somebody else was faster: the thing is no longer what the person saw."""

    status = 409
