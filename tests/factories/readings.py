"""Readings that nobody has reviewed yet."""

from __future__ import annotations

import hashlib
import uuid

from lotrinh.core import clock
from lotrinh.core.files.models import StoredFile
from lotrinh.documents.models import Document, DocumentFile, Reading
from tests.factories import approved
from tests.factories.world import World
from vanban.record import PlanRecord


def reading(world: World, record: PlanRecord | None = None, *, of: Document | None = None) -> Reading:
    """A reading of a new file, of a new document unless one is given; by default of the small plan."""
    assert world.coordinator.user_id is not None
    kept = approved.read(approved.PLAN) if record is None else record
    document = of or approved.document(world, kept)
    stored = StoredFile.objects.create(
        sha256=hashlib.sha256(uuid.uuid4().bytes).hexdigest(), size=1, media_type="text/plain"
    )
    file = DocumentFile.objects.create(
        document=document, stored=stored, filename="ke-hoach.txt", added_by_id=world.coordinator.user_id
    )
    return Reading.objects.create(file=file, engine="0.1.0", record=kept.to_json(), read_at=clock.now(), seconds=0.1)
