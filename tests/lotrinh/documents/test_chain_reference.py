"""The chain of real plans: which citations find their documents."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from lotrinh.documents.models import CitationLink, Document, KnownDocument
from lotrinh.documents.services import metadata
from lotrinh.documents.services.metadata import Identity, version_of
from lotrinh.documents.vocab import LinkState
from tests.factories.papers import uploaded
from tests.factories.world import World

NAMES: Final = (
    "lai-chau-2024.txt",
    "lai-chau-2023-ocr.txt",
    "nq-57-2024.md",
    "dong-thap-597-2025.txt",
    "ha-noi-308-2025.txt",
    "nghe-an-987-2025.txt",
    "dong-nai-182-2025.txt",
    "qd-2597-2025.txt",
)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.reference,
    pytest.mark.slow,
]


@pytest.fixture
def papers(world: World, reference: Path) -> dict[str, Document]:
    plans = reference / "plans"
    return {name: uploaded(world.coordinator, (plans / name).read_bytes(), name).document for name in NAMES}


def by_number(document: Document, number: str) -> CitationLink:
    return document.citations.select_related("known").get(number=number)


@pytest.mark.parametrize("citing", ["dong-thap-597-2025.txt", "nghe-an-987-2025.txt", "qd-2597-2025.txt"])
def test_the_resolution_is_found_by_all_that_answer_to_it(papers: dict[str, Document], citing: str) -> None:
    found = by_number(papers[citing], "57-NQ/TW")
    assert (found.state, found.target_id) == (LinkState.RESOLVED, papers["nq-57-2024.md"].pk)


def test_a_scan_whose_number_is_not_printed_is_proposed_and_surer_once_it_is_described(
    world: World, papers: dict[str, Document]
) -> None:
    scan = papers["lai-chau-2023-ocr.txt"]
    found = by_number(papers["lai-chau-2024.txt"], "3631/KH-UBND")
    assert (found.state, found.target_id) == (LinkState.PROPOSED, scan.pk)
    assert "title-alike" in found.reasons
    scan.refresh_from_db()
    described = Identity(
        kind="KH",
        issued_on="9/2023",
        issuer="Ủy ban nhân dân tỉnh Lai Châu",
        title="Thực hiện Chiến lược phát triển khoa học, công nghệ và đổi mới sáng tạo đến năm 2030 trên địa bàn tỉnh",
    )
    metadata.complete(world.coordinator, document_id=scan.pk, seen=version_of(scan), identity=described)
    found.refresh_from_db()
    assert (found.state, found.target_id) == (LinkState.PROPOSED, scan.pk)
    assert set(found.reasons) == {"number-missing", "title-alike", "year-same", "issuer-same"}


def test_nothing_else_is_linked_and_each_absent_document_is_named_once(papers: dict[str, Document]) -> None:
    linked = CitationLink.objects.exclude(target=None).values_list("number", "state").distinct()
    assert set(linked) == {("57-NQ/TW", "resolved"), ("3631/KH-UBND", "proposed")}
    named = list(KnownDocument.objects.exclude(number="").values_list("number_key", "issuer"))
    assert len(named) == len(set(named))
    assert by_number(papers["dong-thap-597-2025.txt"], "71/NQ-CP").known == (
        by_number(papers["nghe-an-987-2025.txt"], "71/NQ-CP").known
    )
    assert by_number(papers["ha-noi-308-2025.txt"], "1229/QĐ-UBND").known.issuer == "UBND Thành phố Hà Nội"
