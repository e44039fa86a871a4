"""The demo is made by the services that people use, once, and never over real data."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import authenticate

from lotrinh import demo
from lotrinh.accounts.models import User
from lotrinh.accounts.vocab import Role
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.audit.verification import verify
from lotrinh.core.problems import Refused
from lotrinh.demo import papers
from lotrinh.documents.models import Document, Review
from lotrinh.documents.vocab import Audience
from lotrinh.organisations.models import Post, Unit
from lotrinh.plans.models import Plan, Task, TaskParty


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own."""
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    return tmp_path


@pytest.mark.slow
@pytest.mark.django_db
def test_the_demo_has_an_account_for_each_role_two_plans_in_force_and_documents_that_wait(folder: Path) -> None:
    start = time.process_time()
    demo.make()
    assert time.process_time() - start < 60
    accounts = json.loads((folder / "demo-accounts.json").read_text(encoding="utf-8"))
    assert {account["role"] for account in accounts} == set(Role.values)
    assert all(authenticate(None, username=row["username"], password=row["password"]) for row in accounts[:2])
    assert {str(post.role) for post in Post.objects.all()} == set(Role.values)
    plan, old = Plan.objects.order_by("pk")
    assert (plan.document.audience, old.document.audience) == (Audience.PUBLIC, Audience.RECIPIENTS)
    assert all("Sông Trà" in item.title for item in (plan, old))
    assert Task.objects.filter(plan=plan).count() > 10
    ended = TaskParty.objects.filter(task__plan=old, role="lead", unit__ends_on__isnull=False)
    assert ended.values("unit").distinct().count() == 3, "the plan of 2024 names departments that ended in 2025"
    unknown = TaskParty.objects.filter(role="lead", unit=None, group="")
    assert not unknown.exists(), "every body that leads a task is known"
    waiting = Document.objects.exclude(pk__in=(plan.document_id, old.document_id))
    assert {row.number for row in waiting} == {"512/QĐ-UBND", "12-CTr/TU", "18/KH-SKHCN", "09/KH-UBND"}
    assert not Review.objects.filter(document__in=waiting).exists()
    assert Unit.objects.filter(parent=None).get().name == "Ủy ban nhân dân tỉnh Sông Trà"
    assert verify().is_whole
    rows = (User.objects.count(), Document.objects.count(), AuditEntry.objects.count())
    demo.make()
    assert rows == (User.objects.count(), Document.objects.count(), AuditEntry.objects.count())


@pytest.mark.django_db
def test_the_demo_is_not_made_over_the_data_of_somebody(folder: Path) -> None:
    User.objects.create_user("ai-do")
    with pytest.raises(Refused, match="LOTRINH_DATA_DIR"):
        demo.make()
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", [papers.PLAN, papers.WAITING, *papers.CHAIN])
def test_a_document_of_the_demo_names_the_invented_province_and_is_always_the_same(name: str) -> None:
    assert papers.paper(name) == papers.paper(name)
    if name.endswith(".txt"):
        text = papers.paper(name).decode()
        assert "Sông Trà" in text
        assert "Lâm Đồng" not in text
