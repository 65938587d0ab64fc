"""AniList on the loopback: validates each query against its schema, keeps its bounds, and serves records.

    with AniListServer(titles()) as server:
        source = AniList(http, url=server.base)

Records are what the API would send for every field that we ask for, by AniList id. `changed` may alter each answer
before it is sent; `per_page`, `repeat` and `vanish` make it page badly. Without a schema (`../shared` is missing)
queries are answered and not validated.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from graphql import DocumentNode, GraphQLError, GraphQLSchema, build_schema, parse, validate

from tests.conftest import ROOT, SHARED
from tests.replay.graphql import arguments, complexity, fields, operation, pick
from tests.replay.server import ReplayServer, Reply, Sent, pages

SCHEMA = SHARED / "contracts" / "anilist-schema.graphql"
PAYLOADS = ROOT / "tests" / "payloads" / "anilist"
MOST_COMPLEXITY = 500
MOST_PER_PAGE = 50
MOST_PER_CONNECTION = 25

Media = dict[str, Any]


@functools.cache
def schema(path: Path = SCHEMA) -> GraphQLSchema | None:
    """AniList's schema; None where `../shared` is missing."""
    return build_schema(path.read_text(encoding="utf-8"), assume_valid_sdl=True) if path.exists() else None


def titles() -> list[Media]:
    """Our own made-up records: a show with an announced sequel, a side story, a film, a bridge to elsewhere."""
    rows: list[Media] = json.loads((PAYLOADS / "titles.json").read_text(encoding="utf-8"))
    return rows


def fault(message: str, status: int, http: int | None = None, **headers: str) -> Reply:
    """An error as AniList words it; `http` is the HTTP status when it is another one (200)."""
    body = {"errors": [{"message": message, "status": status, "locations": [{"line": 1, "column": 1}]}], "data": None}
    return Reply.json(body, status=http or status, **headers)


def disabled(http: int = 403) -> Reply:
    """The 403 of bad days, from AniList's documentation."""
    return fault("The AniList API has been temporarily disabled due to severe stability issues.", 403, http)


class AniListServer(ReplayServer):
    """See the module. `asked` lists what was asked for: the filter and its ids, page by page."""

    def __init__(self, records: Iterable[Media], *, checked: GraphQLSchema | None = None) -> None:
        self.records = {record["id"]: record for record in records}
        self.schema = checked or schema()
        self.changed: Callable[[dict[str, Any]], Any] = lambda body: body
        self.per_page = MOST_PER_PAGE
        self.repeat = 0
        self.vanish: frozenset[int] = frozenset()
        self.asked: list[tuple[str, list[int]]] = []
        self._documents: dict[str, DocumentNode | list[GraphQLError]] = {}
        super().__init__()

    def answer(self, sent: Sent) -> Reply:
        if sent.method != "POST" or not sent.headers.get("content-type", "").startswith("application/json"):
            return fault("Only POST with JSON is understood", 400)
        asked = sent.json()
        document = self._document(asked["query"])
        if isinstance(document, list):
            return fault(document[0].message, 400)
        if complexity(document) > MOST_COMPLEXITY:
            return fault(f"Max query complexity should be 500 but got {complexity(document)}.", 400)
        variables = asked.get("variables") or {}
        root = {"Page": lambda given: self._page(document, given, variables)}
        try:
            data = pick(document, operation(document).selection_set, root, variables)
        except _Beyond as beyond:
            return fault(str(beyond), 400)
        limits = {"X_RateLimit_Limit": "600", "X_RateLimit_Remaining": "599"}
        return Reply.json(self.changed({"data": data}), **limits)

    def _document(self, query: str) -> DocumentNode | list[GraphQLError]:
        """The query parsed; or what is wrong with it."""
        if query not in self._documents:
            try:
                document = parse(query)
            except GraphQLError as error:
                self._documents[query] = [error]
            else:
                self._documents[query] = (validate(self.schema, document) if self.schema else []) or document
        return self._documents[query]

    def _page(self, document: DocumentNode, given: dict[str, Any], variables: dict[str, Any]) -> dict[str, Any]:
        if given.get("perPage", MOST_PER_PAGE) > MOST_PER_PAGE:
            raise _Beyond("The per page may not be greater than 50.")
        for connection in _connections(document):
            if arguments(connection, variables).get("perPage", 0) > MOST_PER_CONNECTION:
                raise _Beyond("The per page may not be greater than 25.")
        number = given.get("page", 1)
        seen: dict[str, bool] = {}

        def media(filters: dict[str, Any]) -> list[Media]:
            found = self.found(filters)
            size = min(self.per_page, given.get("perPage", MOST_PER_PAGE))
            cut = pages(found, size, repeat=self.repeat, vanish=self.vanish)
            seen["more"] = number < len(cut)
            return cut[number - 1] if number <= len(cut) else []

        # `pageInfo` stands before `media` in our queries, so it is worked out by then.
        asked = next(node for node in _page_fields(document) if node.name.value == "media")
        rows = media(arguments(asked, variables))
        return {"pageInfo": {"hasNextPage": seen["more"], "total": 5000, "lastPage": 100}, "media": rows}

    def found(self, filters: dict[str, Any]) -> list[Media]:
        """Records that `id_in` or `idMal_in` names, by id."""
        for name, field in (("id_in", "id"), ("idMal_in", "idMal")):
            if name in filters:
                self.asked.append((name, list(filters[name])))
                wanted = set(filters[name])
                rows = [record for record in self.records.values() if record[field] in wanted]
                return sorted(rows, key=lambda record: int(record["id"]))
        raise _Beyond("no filter: that would be a crawl")


class _Beyond(Exception):
    """The request goes beyond what AniList allows."""


def _page_fields(document: DocumentNode) -> list[Any]:
    page = fields(document, operation(document).selection_set)[0]
    return fields(document, page.selection_set)


def _connections(document: DocumentNode) -> list[Any]:
    media = next(node for node in _page_fields(document) if node.name.value == "media")
    return [node for node in fields(document, media.selection_set) if node.arguments]
