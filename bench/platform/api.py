"""What a program needs to ask the API: a token of the person of the measurements, and addresses."""

from __future__ import annotations

from typing import Final

from tests.factories.place import Place

#: Prints the key of a token.
_KEY: Final = """
    from lotrinh.accounts.models import User
    from lotrinh.accounts.services import make_token
    from lotrinh.organisations.selectors import actor_of
    person = actor_of(User.objects.get(username={username!r}))
    print(make_token(person, name="bench", scopes=["read"], days=1).key)
"""
#: (what, addresses) under the API; the bar holds for answering who has the answer already.
LISTS: Final = (
    ("tasks", ["/api/v1/tasks?limit=50", "/api/v1/tasks?limit=50&mine=true", "/api/v1/tasks?plan_id=40"]),
    ("200 tasks", ["/api/v1/tasks?limit=200", "/api/v1/tasks?limit=200&offset=2000"]),
    ("other lists", ["/api/v1/documents", "/api/v1/plans", "/api/v1/targets", "/api/v1/units"]),
    ("one thing", ["/api/v1/documents/40", "/api/v1/plans/40", "/api/v1/units/5"]),
)


def headers_of(place: Place, username: str) -> dict[str, str]:
    """What a program sends that acts for this person."""
    return {"Authorization": f"Bearer {place.python(_KEY.format(username=username)).splitlines()[-1]}"}
