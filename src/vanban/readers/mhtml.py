"""Web pages saved as one file (MHTML), which often bear the name .doc."""

from __future__ import annotations

import email
import email.policy

import msgspec

from vanban.errors import VanbanError
from vanban.readers import html, media
from vanban.readers.blocks import Reading
from vanban.readers.limits import Limits


def read(data: bytes, limits: Limits) -> Reading:
    """Read the first HTML part; raises `damaged` when there is none, and the codes of HTML."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == media.HTML:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload:
                return msgspec.structs.replace(html.read(payload, limits), media_type=media.MHTML)
    raise VanbanError("damaged", format=media.SHORT_NAMES[media.MHTML])
