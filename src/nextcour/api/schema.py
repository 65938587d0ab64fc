"""The OpenAPI document: our types are msgspec's, so their JSON Schema is put in by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from fastapi import FastAPI

from nextcour.api.problems import MEDIA_TYPE
from nextcour.api.types import Problem

_PLACE = "#/components/schemas/{name}"


def returns(kind: type[msgspec.Struct], *problems: int) -> dict[int | str, dict[str, Any]]:
    """`responses` of a route that gives a `kind`, or one of these problems (429 and 503 always may come)."""
    told: dict[int | str, dict[str, Any]] = {
        200: {
            "description": (kind.__doc__ or "").split("\n\n")[0].replace("\n    ", " "),
            "content": {"application/json": {"schema": {"$ref": _PLACE.format(name=kind.__name__)}}},
        }
    }
    return told | failing(*problems)


def failing(*problems: int) -> dict[int | str, dict[str, Any]]:
    """The problems among `responses`."""
    words = {404: "No such thing.", 410: "The cursor is of older data.", 422: "A parameter is not right."}
    words |= {429: "Too many requests.", 503: "Too much at once."}
    schema = {"schema": {"$ref": _PLACE.format(name="Problem")}}
    return {
        status: {"description": words[status], "content": {MEDIA_TYPE: schema}} for status in (*problems, 422, 429, 503)
    }


def install(app: FastAPI, kinds: Iterable[type[msgspec.Struct]]) -> None:
    """Adds the schemas of `kinds` to the document that `app` publishes."""
    made = app.openapi

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            whole = made()
            _, schemas = msgspec.json.schema_components((*kinds, Problem), ref_template=_PLACE)
            whole.setdefault("components", {}).setdefault("schemas", {}).update(schemas)
            app.openapi_schema = whole
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]
