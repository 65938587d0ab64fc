"""Whether a text is boosted trees as we make them, before LightGBM reads it. Plain Python.

LightGBM trusts its own format: an index out of range reads foreign memory, and a node that leads back to an earlier one
never ends. So every number that a prediction follows is looked at here.
"""

from __future__ import annotations

import math
import re
from itertools import chain

MAX_TEXT = 8 * 1024 * 1024  # characters; ours have 0.1 million
MAX_TREES = 5_000
MAX_LEAVES = 1_024
_HEAD = {"version": "v4", "num_class": "1", "num_tree_per_iteration": "1", "objective": "binary sigmoid:1"}
_TREE = re.compile(r"Tree=\d+\n")
_END = "end of trees\n"
_LEAVES = ("leaf_value", "leaf_weight", "leaf_count")
_NODES = (
    *("split_feature", "split_gain", "decision_type", "left_child", "right_child"),
    *("internal_value", "internal_weight", "internal_count"),
)
_CATEGORICAL = 1  # bit of decision_type: we have no such splits
_MOST_DECISION = 15
# Python reads `1_000`, `nan` or a number with a space of another kind, where LightGBM reads something else.
_VALUES = re.compile(r"(-?inf|[-+0-9.eE ])*", re.ASCII)


def check(text: str, features: int) -> None:
    """Raises ValueError, with what is wrong, when `text` is no LightGBM model of binary trees over `features` columns
    whose trees are whole, in range and without a way back."""
    if len(text) > MAX_TEXT:
        raise ValueError(f"trees of more than {MAX_TEXT:,} characters")
    if not text.isascii() or not text.startswith("tree\n") or _END not in text:
        raise ValueError("the trees are not in LightGBM's format")
    body = text[: text.index(_END)]
    head, *trees = _TREE.split(body)
    given = _fields(head)
    for name, value in _HEAD.items():
        if given.get(name) != value:
            raise ValueError(f"trees with {name}={given.get(name, '')[:40]}, not {value}")
    if given.get("max_feature_idx") != str(features - 1) or len(given.get("feature_names", "").split()) != features:
        raise ValueError(f"the trees are not over {features} columns")
    if not 0 < len(trees) <= MAX_TREES:
        raise ValueError(f"{len(trees):,} trees")
    if _numbers(given.get("tree_sizes", "")) != _sizes(body):
        raise ValueError("the trees are not as long as their head says")
    for at, tree in enumerate(trees):
        try:
            _check_tree(_fields(tree), features)
        except ValueError as error:
            raise ValueError(f"tree {at}: {error}") from error


def _sizes(body: str) -> list[int]:
    starts = [found.start() for found in _TREE.finditer(body)]
    return [end - start for start, end in zip(starts, [*starts[1:], len(body)], strict=True)]


def _fields(text: str) -> dict[str, str]:
    """`name=value` lines. Raises ValueError when a name stands twice: which one LightGBM takes is its own affair."""
    pairs = [(line.partition("=")[0], line.partition("=")[2]) for line in text.split("\n") if "=" in line]
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a line that stands twice")
    return fields


def _numbers(text: str) -> list[int]:
    return [int(word) for word in text.split()]


def _check_tree(fields: dict[str, str], features: int) -> None:
    if not all(_VALUES.fullmatch(value) for value in fields.values()):
        raise ValueError("something else than numbers")
    leaves = int(fields.get("num_leaves", ""))
    if not 1 <= leaves <= MAX_LEAVES:
        raise ValueError(f"{leaves:,} leaves")
    if fields.get("num_cat") != "0" or fields.get("is_linear", "0") != "0":
        raise ValueError("a kind of tree that we do not make")
    nodes = leaves - 1
    _finite(fields, ("leaf_value",) if not nodes else _LEAVES, leaves)
    if not nodes:
        return
    _finite(fields, _NODES, nodes)
    if len([float(value) for value in fields.get("threshold", "").split()]) != nodes:  # inf parts off what is missing
        raise ValueError(f"threshold does not hold {nodes} numbers")
    if any(not 0 <= at < features for at in _numbers(fields["split_feature"])):
        raise ValueError("a split on a column that is not there")
    if any(kind & _CATEGORICAL or not 0 <= kind <= _MOST_DECISION for kind in _numbers(fields["decision_type"])):
        raise ValueError("a kind of split that we do not make")
    left, right = _numbers(fields["left_child"]), _numbers(fields["right_child"])
    for node, child in chain(enumerate(left), enumerate(right)):
        if not (node < child < nodes or -leaves <= child < 0):
            raise ValueError("a branch that leads nowhere or back")
    if len(set(left + right)) != 2 * nodes:
        raise ValueError("two branches that lead to one place")


def _finite(fields: dict[str, str], names: tuple[str, ...], count: int) -> None:
    for name in names:
        values = fields.get(name, "").split()
        if len(values) != count or not all(math.isfinite(float(value)) for value in values):
            raise ValueError(f"{name} does not hold {count} numbers")
