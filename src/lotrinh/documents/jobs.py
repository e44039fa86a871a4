"""The background jobs of documents."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Final

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from lotrinh.core import clock, problems
from lotrinh.core.actor import system
from lotrinh.core.files import store
from lotrinh.core.jobs import services as jobs
from lotrinh.core.jobs.registry import Progress, register
from lotrinh.documents.models import CitationLink
from lotrinh.documents.selectors import readings
from lotrinh.documents.services import chain, engine, reading

#: How far reading is when a step of the engine begins: measured on the samples, opening takes half of the time.
_PERCENT: Final[Mapping[str, int]] = {
    "open": 5,
    "mend": 50,
    "structure": 55,
    "header": 65,
    "targets": 72,
    "tasks": 78,
    "budget": 88,
    "findings": 92,
}

#: How much of all work opening is; the pages of a scan share it.
_OPENING: Final = _PERCENT["mend"] - _PERCENT["open"]

#: Links the citations of readings that were kept before there were links.
LINK_JOB: Final = "link-citations"


@register(reading.JOB)
def read_document(arguments: Mapping[str, Any], progress: Progress) -> None:
    """Read the file whose number is given; what is known already is not kept twice.

    Raises:
        Refused: the file cannot be read, or its bytes are gone.

    """
    file = readings.file_to_read(int(arguments["file"]))
    if file is None:
        return
    try:
        data = store.read(file.stored)
    except OSError as error:
        raise problems.Refused(
            _("Không mở được tệp đã lưu. Hãy báo người quản trị hệ thống kiểm tra kho tệp."), code="file-lost"
        ) from error
    begun = time.monotonic()
    read_at = clock.now()
    # What is kept is kept in the language of the documents, whoever asked for it.
    with translation.override("vi"):
        record = engine.read(
            data,
            file.filename,
            on_step=lambda step: progress(_PERCENT.get(step, 0), step),
            on_page=lambda done, count: progress(_PERCENT["open"] + _OPENING * done // max(count, 1), "open"),
        )
    progress(97, "keep")
    reading.keep_reading(
        system("Bộ đọc văn bản"),
        file_id=file.pk,
        record=record,
        engine=engine.version(),
        read_at=read_at,
        seconds=round(time.monotonic() - begun, 3),
    )


@register(LINK_JOB)
def link_citations(arguments: Mapping[str, Any], progress: Progress) -> None:
    """Link the citations of every document whose last reading has none yet; begun again, it goes on."""
    waiting = list(chain.unlinked().order_by("pk").values_list("pk", flat=True))
    for done, pk in enumerate(waiting):
        chain.catch_up(pk)
        progress(100 * (done + 1) // len(waiting), "keep")


def queue_links(**_signal: Any) -> None:
    """After an upgrade, have a worker link what is not linked; nothing where the table is not there yet."""
    if CitationLink._meta.db_table in connection.introspection.table_names() and chain.unlinked().exists():
        with transaction.atomic():
            jobs.start(LINK_JOB, LINK_JOB, {})
