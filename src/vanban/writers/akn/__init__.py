"""A record as Akoma Ntoso 3.0 (OASIS LegalDocumentML): the whole text, its structure, what it cites, who issued it.

Every character of the text stands in the XML once and in order; what the reader added (tasks, targets) does not. The
IRIs follow the naming convention of OASIS, see `names`.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from lxml import etree

from vanban.record import PlanRecord
from vanban.writers.akn import body, meta
from vanban.writers.akn.divided import divide
from vanban.writers.akn.lines import lines_of
from vanban.writers.akn.marks import Marks, marks_of
from vanban.writers.akn.markup import NAMESPACE, child
from vanban.writers.akn.names import Work, work_of

MEDIA_TYPE: Final = "application/akn+xml"


def write(record: PlanRecord, *, on: dt.date | None = None) -> bytes:
    """The record as an XML document in UTF-8, valid under the schema of OASIS; linear in the text.

    on: the day on which it was put into this form; without it the day of the document.
    """
    work = work_of(record)
    parts = divide(record, lines_of(record))
    marks = marks_of(record, parts)
    named = meta.Named(record)
    root = etree.XML(f'<akomaNtoso xmlns="{NAMESPACE}"/>')
    main = _document(root, work, meta.Component(part=parts[0], number=0, on=on), named, marks)
    if len(parts) > 1:
        attachments = child(main, "attachments")
        for number, part in enumerate(parts[1:], 1):
            attachment = child(attachments, "attachment", eId=f"att_{number}")
            _document(attachment, work, meta.Component(part=part, number=number, on=on), named, marks)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _document(
    above: etree._Element, work: Work, component: meta.Component, named: meta.Named, marks: Marks
) -> etree._Element:
    """One document: the main one, or an attachment with a head of its own."""
    part = component.part
    root = child(above, "act" if part.act else "doc", name=part.name)
    meta.write(root, work, component, named)
    prefix = f"att_{component.number}__" if component.number else ""
    body.write(root, part, marks, prefix)
    return root
