"""The API does what its OpenAPI document says, whatever is sent: schemathesis makes the requests."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from nextcour.web.app import create_app
from tests.sample_site import open_sample

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
PATHS = [
    "/",
    "/search",
    "/answer",
    "/answer/{line}",
    "/forecast/{line}",
    "/franchise/{franchise}",
    "/shows",
    "/season/{year}/{season}",
    "/changes",
    "/export.{ending}",
]


# The client that schemathesis makes for each request leaves its memory streams to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module")
def document(shelf_file: Path) -> Iterator[BaseSchema]:
    app = create_app(lambda: open_sample(shelf_file), allowed="1000000/minute")
    yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    app.state.room.close()
    gc.collect()


def test_every_path_of_the_document_is_tried(document: BaseSchema) -> None:
    assert sorted(one.ok().path for one in document.get_all_operations()) == sorted(PATHS)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
def test_an_operation_keeps_to_the_document(document: BaseSchema, path: str, mode: schemathesis.GenerationMode) -> None:
    operation = document[path]["GET"]

    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    @hypothesis.settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def holds(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    try:
        holds()
    except hypothesis.errors.Unsatisfiable:
        assert mode is schemathesis.GenerationMode.NEGATIVE, "an operation without parameters cannot be asked wrongly"
