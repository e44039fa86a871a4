"""The schema says what the API does: it is the committed file, and no request gets an answer that it does not name."""

from __future__ import annotations

import difflib
import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import positive_data_acceptance

if TYPE_CHECKING:
    from tests.factories.world import World

FILE: Final = Path(__file__).resolve().parents[3] / "docs/reference/openapi.json"
PATH: Final = "/api/v1/openapi.json"


@pytest.fixture
def things(world: World) -> dict[str, Any]:
    """What the addresses are about, and the key of a coordinator who may do everything with it."""
    from lotrinh.documents.vocab import Audience
    from tests.factories import plans, tokens

    seeded = plans.plan(world, audience=Audience.INTERNAL)
    return {
        "key": tokens.key(world.coordinator),
        "document_id": seeded.document.pk,
        "reading_id": seeded.review.reading_id,
        "review_id": seeded.review.pk,
        "plan_id": seeded.plan.pk,
        "unit_id": world.science.pk,
    }


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """The requests of a test see what the test has written and not committed: none of them closes its connection."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@functools.cache
def _platform() -> WSGIHandler:
    return get_wsgi_application()


def app(environ: dict[str, Any], start_response: Any) -> Any:  # noqa: ANN401 - what every server gives
    """The platform, made when the first request comes: the settings of tests are in force only then."""
    return _platform()(environ, start_response)


schema = schemathesis.openapi.from_path(FILE)
schema.config.update(base_url="http://localhost")
schema.app = app


def test_the_committed_schema_is_that_of_the_running_api() -> None:
    committed = json.loads(FILE.read_text(encoding="utf-8"))
    found = Client().get("/api/v1/openapi.json").json()
    # The lines that would have to change, rather than two hundred thousand characters.
    first, second = (json.dumps(one, ensure_ascii=False, indent=1).splitlines() for one in (committed, found))
    assert list(difflib.unified_diff(first, second, "committed", "running", lineterm="", n=2))[:40] == []


def test_every_operation_says_what_it_can_answer() -> None:
    found = json.loads(FILE.read_text(encoding="utf-8"))
    assert found["openapi"] == "3.1.0"
    names = []
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            names.append(operation["operationId"])
            assert {"400", "401", "403", "422", "429"} <= set(operation["responses"]), path
            assert operation["security"] == [{"AccessToken": []}], path
            assert operation["description"], path
            assert ("404" in operation["responses"]) >= ("{" in path), path
            assert ("304" in operation["responses"]) == (method == "get"), path
            for status, answer in operation["responses"].items():
                if status >= "400":
                    assert list(answer["content"]) == ["application/problem+json"], (path, status)
    assert len(names) == len(set(names)) > 20


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("_one_connection")
@schema.parametrize()
@settings(max_examples=6, suppress_health_check=list(HealthCheck))
def test_every_answer_is_in_the_schema(case: Case[Any], things: dict[str, Any]) -> None:
    # What a file or a decision must be is more than a schema can say: 422 may answer what fits it.
    for name, value in case.path_parameters.items():
        case.path_parameters[name] = things.get(name, value) if value == 1 else value
    excluded: list[Any] = [positive_data_acceptance] if case.method == "POST" else []
    headers = {"Authorization": f"Bearer {things['key']}", "Accept-Encoding": "identity"}
    case.call_and_validate(headers=headers, excluded_checks=excluded)
