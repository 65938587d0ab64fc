"""Our queries against AniList's schema and its bounds."""

from __future__ import annotations

import pytest
from graphql import (
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    parse,
    validate,
)

from nextcour.sources.anilist import wire
from nextcour.sources.anilist.queries import ALL, MOST_COMPLEXITY, PER_CONNECTION, PER_PAGE
from tests.replay.anilist import AniListServer, schema, titles
from tests.replay.graphql import arguments, complexity, fields, operation
from tests.sources.running import client

QUERIES = pytest.mark.parametrize("query", ALL.values(), ids=ALL.keys())


@pytest.fixture(scope="module")
def contract() -> GraphQLSchema:
    found = schema()
    if found is None:
        pytest.skip("../shared is not here: AniList's schema is a contract that does not ship")
    return found


@QUERIES
def test_the_schema_accepts_every_query(contract: GraphQLSchema, query: str) -> None:
    assert validate(contract, parse(query)) == []


@QUERIES
def test_nothing_deprecated_is_asked_for(contract: GraphQLSchema, query: str) -> None:
    from graphql.validation import NoDeprecatedCustomRule

    assert validate(contract, parse(query), [NoDeprecatedCustomRule]) == []


@QUERIES
def test_every_query_is_far_below_the_complexity_that_is_allowed(query: str) -> None:
    assert complexity(parse(query)) <= MOST_COMPLEXITY / 5


@QUERIES
def test_pages_and_connections_are_no_larger_than_allowed(query: str) -> None:
    document = parse(query)
    page = fields(document, operation(document).selection_set)[0]
    assert arguments(page, {"page": 1})["perPage"] == PER_PAGE == 50
    media = next(node for node in fields(document, page.selection_set) if node.name.value == "media")
    sizes = [arguments(node, {}).get("perPage") for node in fields(document, media.selection_set)]
    assert {size for size in sizes if size is not None} <= {PER_CONNECTION}
    assert PER_CONNECTION == 25


def test_only_titles_are_asked_for_never_a_list() -> None:
    for query in ALL.values():
        document = parse(query)
        page = fields(document, operation(document).selection_set)[0]
        asked = [node for node in fields(document, page.selection_set) if node.name.value != "pageInfo"]
        assert [node.name.value for node in asked] == ["media"]
        assert {argument.name.value for argument in asked[0].arguments} & {"id_in", "idMal_in"}


def test_all_that_is_asked_for_is_read_and_may_be_null_where_the_schema_says_so(contract: GraphQLSchema) -> None:
    document = parse(ALL["TitlesById"])
    page = fields(document, operation(document).selection_set)[0]
    media = next(node for node in fields(document, page.selection_set) if node.name.value == "media")
    compared = 0

    def compare(kind: GraphQLNamedType, struct: type, chosen: list[object]) -> None:
        nonlocal compared
        assert isinstance(kind, GraphQLObjectType)
        told = {field.encode_name: field for field in _fields(struct)}
        for node in chosen:
            name = node.name.value
            assert name in told, f"{kind.name}.{name} is asked for and not read"
            field_type = kind.fields[name].type
            optional = not isinstance(field_type, GraphQLNonNull)
            assert not optional or _allows_none(told[name].type), f"{kind.name}.{name} may be null"
            if isinstance(field_type, GraphQLList) and not isinstance(field_type.of_type, GraphQLNonNull):
                assert "None, ..." in str(told[name].type), f"{kind.name}.{name} may hold null"
            compared += 1
            below = fields(document, node.selection_set)
            if below:
                compare(get_named_type(field_type), _struct(told[name].type), list(below))

    compare(contract.type_map["Media"], wire.Media, list(fields(document, media.selection_set)))
    assert compared > 50


def test_the_server_that_we_test_against_refuses_what_the_schema_does_not_know(contract: GraphQLSchema) -> None:
    with AniListServer(titles(), checked=contract) as server, client() as http:
        query = {"query": "{ Page(perPage: 50) { media(id_in: [1]) { nonexistentField } } }"}
        answer = http.post_json(server.base, query, allow={400})
        assert (answer.status, b"Cannot query field" in answer.body) == (400, True)
        for bad in ("{ Page(perPage: 51) { media(id_in: [1]) { id } } }", "{ Page(perPage: 50) { media { id } } }"):
            assert http.post_json(server.base, {"query": bad}, allow={400}).status == 400


def _fields(struct: type) -> tuple[object, ...]:
    import msgspec

    return msgspec.structs.fields(struct)


def _allows_none(hint: object) -> bool:
    return type(None) in getattr(hint, "__args__", ())


def _struct(hint: object) -> type:
    """The Struct within `X | None` or `tuple[X | None, ...] | None`."""
    if isinstance(hint, type) and hasattr(hint, "__struct_fields__"):
        return hint
    for part in getattr(hint, "__args__", ()):
        if part not in (type(None), Ellipsis):
            return _struct(part)
    raise AssertionError(hint)
