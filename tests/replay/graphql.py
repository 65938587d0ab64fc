"""GraphQL without a schema's help: what a query asks for, picked from plain dictionaries; how heavy a query is; and
answers made up from a schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphql import (
    BooleanValueNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
    VariableNode,
)

Resolver = Callable[[dict[str, Any]], Any]  # of the arguments


def operation(document: DocumentNode) -> OperationDefinitionNode:
    return next(node for node in document.definitions if isinstance(node, OperationDefinitionNode))


def fields(
    document: DocumentNode, chosen: SelectionSetNode | None, variables: Mapping[str, Any] | None = None
) -> list[FieldNode]:
    """The fields of a selection, with fragments put in. With `variables`, those that `@include` leaves out are not
    there."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    found: list[FieldNode] = []
    for node in chosen.selections if chosen else ():
        if variables is not None and not _included(node, variables):
            continue
        if isinstance(node, FragmentSpreadNode):
            found += fields(document, fragments[node.name.value].selection_set, variables)
        else:
            assert isinstance(node, FieldNode)
            found.append(node)
    return found


def complexity(document: DocumentNode, chosen: SelectionSetNode | None = None) -> int:
    """One for each field, those of fragments at each use: what AniList bounds by 500."""
    chosen = chosen or operation(document).selection_set
    return sum(
        1 + (complexity(document, node.selection_set) if node.selection_set else 0) for node in fields(document, chosen)
    )


def arguments(node: FieldNode, variables: Mapping[str, Any]) -> dict[str, Any]:
    return {argument.name.value: _value(argument.value, variables) for argument in node.arguments or ()}


def pick(document: DocumentNode, chosen: SelectionSetNode | None, value: Any, variables: Mapping[str, Any]) -> Any:
    """`value` with nothing but what is asked for. A callable in it is called with the field's arguments."""
    if value is None or chosen is None:
        return value
    if isinstance(value, list):
        return [pick(document, chosen, item, variables) for item in value]
    found = {}
    for node in fields(document, chosen, variables):
        part = value[node.name.value]
        if callable(part):
            part = part(arguments(node, variables))
        found[(node.alias or node.name).value] = pick(document, node.selection_set, part, variables)
    return found


def _included(node: Any, variables: Mapping[str, Any]) -> bool:
    for directive in node.directives or ():
        condition = _value(directive.arguments[0].value, variables)
        if condition is (directive.name.value == "skip"):
            return False
    return True


def _value(node: ValueNode, variables: Mapping[str, Any]) -> Any:
    if isinstance(node, VariableNode):
        return variables[node.name.value]
    if isinstance(node, ListValueNode):
        return [_value(item, variables) for item in node.values]
    if isinstance(node, IntValueNode):
        return int(node.value)
    if isinstance(node, BooleanValueNode | StringValueNode):
        return node.value
    return getattr(node, "value", None)
