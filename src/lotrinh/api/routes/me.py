"""The person of the token."""

from __future__ import annotations

from typing import Final

from ninja import Router

from lotrinh.accounts.vocab import Role, Scope
from lotrinh.api.calls import ApiRequest
from lotrinh.api.operations import reads
from lotrinh.api.shapes.units import Grant, Me, TokenShape

TAG: Final = "me"
router = Router()


@reads(router, "me", Me, stamped=False)
def get_me(request: ApiRequest) -> Me:
    """Who you are and what you may do.

    The roles are those in force today, those included that you hold in place of somebody who is absent.
    """
    token, actor = request.call.token, request.call.actor
    return Me(
        id=token.user.pk,
        username=token.user.username,
        full_name=token.user.full_name,
        grants=[
            Grant(
                role=Role(grant.role),
                unit_id=grant.unit_id,
                agency_id=grant.agency_id,
                standing_in=bool(grant.deputy_of),
                inherited=grant.inherited,
            )
            for grant in actor.grants
        ],
        token=TokenShape(
            name=token.name,
            prefix=token.prefix,
            scopes=[scope for scope in Scope if scope in token.scopes],
            expires_at=token.expires_at,
        ),
    )
