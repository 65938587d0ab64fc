"""Answers made up from a GraphQL schema: everything that may be null sometimes is, enums have values of tomorrow, texts
are hostile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    SelectionSetNode,
)
from hypothesis import strategies as st

from tests.replay.graphql import fields

HOSTILE = (
    *("\x1b[31mred\x1b[0m", "\x1b]8;;https://example.org\x07link", "\u202eevil\u202c", "a\u0000b"),
    *("<script>alert(1)</script>", "<i>Title</i> &amp; more", "x" * 100_000, "e" + "\u0301" * 5000, "شهر الغيوم"),
    *("\ufeff\u200b", "\n\t\r", "", " ", "..", "ids.mal", "title.ja", "🏳" * 500, "\uffff", "\ue000", "null", '"}'),
    *("'; DROP TABLE facts; --", "../../etc/passwd", "https://example.org/\u202e", "https://example.org/" + "a" * 5000),
    *("http://[::1", "٣"),
)
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20), st.just("https://example.org/a"))
INTS = st.one_of(st.integers(-5, 13), st.integers(0, 2**31 - 1), st.sampled_from([-(2**31), 2026, 1780185600]))


def values(
    schema: GraphQLSchema, document: DocumentNode, kind: GraphQLOutputType, chosen: SelectionSetNode | None
) -> st.SearchStrategy[Any]:
    """Anything that the schema lets a field of type `kind` be, for what a query chose of it."""
    if isinstance(kind, GraphQLNonNull):
        return _present(schema, document, kind.of_type, chosen)
    return st.one_of(_present(schema, document, kind, chosen), st.none())


def _present(
    schema: GraphQLSchema, document: DocumentNode, kind: Any, chosen: SelectionSetNode | None
) -> st.SearchStrategy[Any]:
    if isinstance(kind, GraphQLList):
        return st.lists(values(schema, document, kind.of_type, chosen), max_size=4)
    if isinstance(kind, GraphQLObjectType):
        named = {
            (node.alias or node.name).value: values(
                schema, document, kind.fields[node.name.value].type, node.selection_set
            )
            for node in fields(document, chosen)
        }
        return st.fixed_dictionaries(named)
    if isinstance(kind, GraphQLEnumType):
        return st.one_of(st.sampled_from([*kind.values, "OF_TOMORROW"]), TEXTS)
    return {"Int": INTS, "Boolean": st.booleans(), "Float": st.floats(0, 10)}.get(kind.name, TEXTS)


def without(value: Any, keep: frozenset[str] = frozenset()) -> Iterator[Any]:
    """`value` (as of JSON) with each of its parts, at any depth, null in turn; parts named in `keep` stay."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name not in keep:
                yield {**value, name: None}
            for changed in without(part, keep):
                yield {**value, name: changed}
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield [*value[:place], None, *value[place + 1 :]]
            for changed in without(part, keep):
                yield [*value[:place], changed, *value[place + 1 :]]
