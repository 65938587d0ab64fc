"""Trees are looked at before LightGBM gets them: it would follow any index, and any way back for ever."""

from __future__ import annotations

import re

import pytest

from nextcour.forecast import tree_text
from nextcour.forecast.panel import Event
from tests.forecast import catalogues


@pytest.fixture(scope="module")
def text() -> str:
    return catalogues.trained().model.blends[Event.ANNOUNCED].trees.text


@pytest.fixture(scope="module")
def features() -> int:
    return len(catalogues.trained().model.blends[Event.ANNOUNCED].trees.names) + 1


def fixed(text: str) -> str:
    """With a head that has the sizes of the trees as they are now."""
    body = text[: text.index("end of trees")]
    starts = [found.start() for found in re.finditer(r"Tree=\d+\n", body)]
    sizes = [str(end - start) for start, end in zip(starts, [*starts[1:], len(body)], strict=True)]
    return re.sub(r"tree_sizes=.*", f"tree_sizes={' '.join(sizes)}", text, count=1)


def with_first(text: str, name: str, change: str) -> str:
    """The first value of the first line `name` replaced."""
    return fixed(re.sub(rf"^({name}=)\S+", rf"\g<1>{change}", text, count=1, flags=re.M))


def test_what_lightgbm_wrote_passes(text: str, features: int) -> None:
    tree_text.check(text, features)
    tree_text.check(fixed(text), features)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("left_child", "0", "nowhere or back"),
        ("left_child", "99", "nowhere or back"),
        ("right_child", "-99", "nowhere or back"),
        ("split_feature", "9999", "not there"),
        ("split_feature", "-1", "not there"),
        ("decision_type", "1", "split"),
        ("leaf_value", "nan", "numbers"),
        ("leaf_value", "1e999", "numbers"),
        ("leaf_value", "1_0", "numbers"),
        ("num_cat", "1", "kind of tree"),
        ("is_linear", "1", "kind of tree"),
        ("num_leaves", "1000000", "leaves"),
        ("num_leaves", "0", "leaves"),
    ],
)
def test_a_number_that_leads_astray_is_refused(name: str, value: str, words: str, text: str, features: int) -> None:
    with pytest.raises(ValueError, match=words):
        tree_text.check(with_first(text, name, value), features)


def test_two_branches_to_one_leaf_are_refused(text: str, features: int) -> None:
    both = re.search(r"^left_child=.*?(-\d+)", text, re.M)
    assert both is not None
    other = re.sub(r"^(right_child=.*?)-\d+", rf"\g<1>{both[1]}", text, count=1, flags=re.M)
    with pytest.raises(ValueError, match="one place"):
        tree_text.check(fixed(other), features)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("version=v4", "version=v3", "version"),
        ("num_class=1", "num_class=2", "num_class"),
        ("objective=binary sigmoid:1", "objective=regression", "objective"),
        ("num_leaves=", "num_leaves=3\nnum_leaves=", "twice"),
        ("end of trees", "end of something", "format"),
        ("tree\n", "model\n", "format"),
        ("Column_0 ", "Column_０ ", "format"),
    ],
)
def test_another_form_is_refused(before: str, after: str, words: str, text: str, features: int) -> None:
    other = text.replace(before, after, 1)
    other = fixed(other) if "end of trees" in other else other
    with pytest.raises(ValueError, match=words):
        tree_text.check(other, features)


def test_a_tree_of_another_length_than_its_head_says_is_refused(text: str, features: int) -> None:
    with pytest.raises(ValueError, match="as long as"):
        tree_text.check(text.replace("shrinkage=", "shrinkage=0", 1), features)


def test_another_number_of_columns_is_refused(text: str, features: int) -> None:
    with pytest.raises(ValueError, match="columns"):
        tree_text.check(text, features + 1)


def test_a_text_without_end_is_refused_before_it_is_looked_at(features: int) -> None:
    with pytest.raises(ValueError, match="characters"):
        tree_text.check("tree\n" * tree_text.MAX_TEXT, features)
