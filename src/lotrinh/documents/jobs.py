"""The background jobs of documents."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from lotrinh.core import clock, problems
from lotrinh.core.actor import system
from lotrinh.core.files import store
from lotrinh.core.jobs.registry import Progress, register
from lotrinh.documents.selectors import readings
from lotrinh.documents.services import engine, reading

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
        record = engine.read(data, file.filename, on_step=lambda step: progress(_PERCENT.get(step, 0), step))
    progress(97, "keep")
    reading.keep_reading(
        system("Bộ đọc văn bản"),
        file_id=file.pk,
        record=record,
        engine=engine.version(),
        read_at=read_at,
        seconds=round(time.monotonic() - begun, 3),
    )
