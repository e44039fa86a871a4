"""From the file to the plan that everybody finds: uploaded, reviewed, approved, adopted, published."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from tests.e2e import e2e_steps as steps
from tests.e2e.e2e_papers import word_plan
from tests.e2e.e2e_platform import Platform
from tests.e2e.e2e_steps import People


def _file(request: pytest.FixtureRequest, kind: str) -> Path | FilePayload:
    if kind == "word":
        return word_plan().file
    if kind == "nam-dinh-2024":
        folder: Path = request.getfixturevalue("reference")
        return folder / "plans" / "nam-dinh-2024.txt"
    samples: Path = request.getfixturevalue("samples")
    return samples / "ke-hoach-do-luong.pdf"


@pytest.mark.parametrize("kind", ["word", "pdf", "nam-dinh-2024"])
def test_from_the_file_to_the_published_plan(
    demo: Platform, people: People, request: pytest.FixtureRequest, kind: str
) -> None:
    coordinator = people("coordinator")
    document = steps.upload(coordinator, demo, _file(request, kind))
    steps.open_review(coordinator)
    if kind == "word":
        # One in the text, two in the appendix.
        expect(coordinator.locator(".it--tasks")).to_have_count(3)
    steps.accept_everything(coordinator)
    approval = steps.submit(coordinator)
    steps.approve_through(people, approval)
    plan = steps.adopt(coordinator, approval)
    coordinator.goto(f"{plan}nhiem-vu/")
    expect(coordinator.locator("main table tbody tr[data-row]").first).to_be_visible()

    finance = people("taichinh")
    assert steps.status(finance, plan) == 404, "what one may not see does not exist"
    steps.publish(people("head_of_agency"), document)
    assert steps.status(finance, plan) == 200
    expect(finance.get_by_role("link", name="Phát hiện")).to_have_count(0)
    if kind == "word":
        finance.goto(f"{demo.url}/nhiem-vu/?mine=on&q=cong du lieu mo&plan={plan.rstrip('/').rpartition('/')[2]}")
        expect(finance.locator("main table tbody tr[data-row]")).to_have_count(1)
        expect(finance.locator("main table tbody")).to_contain_text("Cổng dữ liệu mở")
