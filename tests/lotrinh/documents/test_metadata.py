"""Completing what identifies a document; two tabs; documents that are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotrinh.accounts.vocab import Role
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import Conflict, NotAllowed, Refused
from lotrinh.documents.models import Document, DocumentFile, identity
from lotrinh.documents.selectors import documents
from lotrinh.documents.services import audience, metadata
from lotrinh.documents.services.metadata import Identity, version_of
from tests.factories.papers import document, plan_text, uploaded
from tests.factories.world import World


def complete(world: World, row: Document, **fields: str) -> Document:
    row.refresh_from_db()
    return metadata.complete(world.coordinator, document_id=row.pk, seen=version_of(row), identity=Identity(**fields))


@pytest.mark.parametrize(
    ("typed", "kept", "kind"),
    [
        ("3631/KH-UBND", "3631/KH-UBND", "KH"),
        (" 3631 / KH - UBND ", "3631/KH-UBND", "KH"),
        ("02/2024/TT-BKHCN", "02/2024/TT-BKHCN", "TT"),
        ("50-CTr/TU", "50-CTr/TU", "CTr"),
        ("50/CTr-TU", "50-CTr/TU", "CTr"),
        ("93/2025/QH15", "93/2025/QH15", ""),
    ],
)
def test_a_number_is_kept_in_its_canonical_form_and_gives_the_type(
    world: World, typed: str, kept: str, kind: str
) -> None:
    row = complete(world, document(world.science, world.coordinator), number=typed)
    assert (row.number, row.kind) == (kept, kind)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("05/06/2026", "2026-06-05"), ("06/2026", "2026-06"), ("2026", "2026"), ("5-6-2026", "2026-06-05")],
)
def test_a_date_is_day_before_month_and_as_precise_as_it_is_typed(world: World, typed: str, kept: str) -> None:
    assert complete(world, document(world.science, world.coordinator), issued_on=typed).issued_on == kept


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("number", "ba mươi sáu"),
        ("number", "/KH-UBND"),
        ("number", "số: …/KH-UBND"),
        ("issued_on", "31/02/2026"),
        ("issued_on", "hôm nay"),
        ("issued_on", "quý III/2026"),
        ("issuer", "x" * 201),
        ("title", "a\x00b"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_saved(world: World, field: str, typed: str) -> None:
    row = document(world.science, world.coordinator, title="Cũ")
    with pytest.raises(Refused) as caught:
        complete(world, row, **{field: typed})
    assert set(caught.value.fields) == {field}
    row.refresh_from_db()
    assert row.title == "Cũ"


@given(st.text(max_size=80))
def test_any_text_is_a_number_in_canonical_form_or_refused(text: str) -> None:
    try:
        kept = metadata._checked(Identity(number=text)).number
    except Refused:
        return
    assert metadata._checked(Identity(number=kept)).number == kept


def test_two_tabs_do_not_overwrite_each_other(world: World) -> None:
    row = document(world.science, world.coordinator)
    seen = version_of(row)
    complete(world, row, title="Của tab thứ nhất")
    with pytest.raises(Conflict) as caught:
        metadata.complete(world.coordinator, document_id=row.pk, seen=seen, identity=Identity(title="Của tab thứ hai"))
    assert caught.value.code == "changed-meanwhile"
    row.refresh_from_db()
    assert row.title == "Của tab thứ nhất"


def test_the_trail_holds_what_changed_and_only_that(world: World) -> None:
    row = document(world.science, world.coordinator, title="Cũ", issuer="UBND tỉnh Sông Trà")
    complete(world, row, title="Mới", issuer="UBND tỉnh Sông Trà")
    entry = AuditEntry.objects.get(action="document.completed")
    assert (entry.before, entry.after) == ({"title": "Cũ"}, {"title": "Mới"})
    complete(world, row, title="Mới", issuer="UBND tỉnh Sông Trà")
    assert AuditEntry.objects.filter(action="document.completed").count() == 1


def test_only_workers_of_the_agency_complete(world: World) -> None:
    row = document(world.science, world.coordinator)
    with pytest.raises(NotAllowed):
        metadata.complete(
            world.actor(Role.HEAD_OF_AGENCY), document_id=row.pk, seen=version_of(row), identity=Identity(title="x")
        )


def test_one_identity_however_issuer_and_number_are_printed() -> None:
    assert identity("Uỷ ban nhân dân tỉnh Sông Trà", "CTr", "50/CTr-TU", "2026-06-05") == identity(
        "UBND tỉnh Sông Trà", "CTr", "50-CTr/TU", "2026-06-05"
    )
    assert identity("UBND tỉnh Sông Trà", "ĐA", "5/ĐA-UBND", "2026") != identity(
        "UBND tỉnh Sông Trà", "DA", "5/DA-UBND", "2026"
    )
    assert identity("UBND tỉnh Sông Trà", "KH", "", "2026") == ""


def test_a_scanned_and_a_typed_copy_are_seen_to_be_one_document(world: World) -> None:
    first = uploaded(world.coordinator).document
    second = uploaded(world.coordinator, plan_text() + b"\n\n", "ban-khac.txt").document
    assert documents.page_of(world.coordinator, second.pk).same == (first,)
    assert documents.page_of(world.actor(Role.HEAD_OF_AGENCY), second.pk).same == ()


def test_the_same_document_becomes_a_further_file_of_the_first(world: World) -> None:
    first = uploaded(world.coordinator).document
    second = uploaded(world.coordinator, plan_text() + b"\n\n", "ban-khac.txt").document
    metadata.join(world.coordinator, document_id=second.pk, into_id=first.pk)
    assert not Document.objects.filter(pk=second.pk).exists()
    assert [file.filename for file in first.files.all()] == ["ban-khac.txt", "ke-hoach.txt"]
    assert DocumentFile.objects.get(filename="ban-khac.txt").readings.count() == 1
    assert {"document.joined", "document.file_added"} <= set(AuditEntry.objects.values_list("action", flat=True))


def test_documents_that_differ_are_not_joined(world: World) -> None:
    first = uploaded(world.coordinator).document
    second = uploaded(world.coordinator, plan_text("13/KH-UBND"), "ban-khac.txt").document
    with pytest.raises(Refused) as caught:
        metadata.join(world.coordinator, document_id=second.pk, into_id=first.pk)
    assert caught.value.code == "not-the-same"


def test_a_document_that_somebody_decided_about_is_not_joined(world: World) -> None:
    first = uploaded(world.coordinator).document
    second = uploaded(world.coordinator, plan_text() + b"\n\n", "ban-khac.txt").document
    audience.decide(world.coordinator, document_id=second.pk, seen="internal", audience="drafting")
    with pytest.raises(Refused) as caught:
        metadata.join(world.coordinator, document_id=second.pk, into_id=first.pk)
    assert caught.value.code == "in-use"
    assert second.files.count() == 1


def test_documents_kept_apart_are_not_asked_about_again_until_they_change(world: World) -> None:
    uploaded(world.coordinator)
    second = uploaded(world.coordinator, plan_text() + b"\n\n", "ban-khac.txt").document
    metadata.keep_apart(world.coordinator, document_id=second.pk)
    assert documents.page_of(world.coordinator, second.pk).same == ()
    complete(world, second, number="14/KH-UBND")
    second.refresh_from_db()
    assert not second.kept_apart
