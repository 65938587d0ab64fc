"""The article that people find today: by hand, what each of its claims should get."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from nextcour.articles.checked import Checked, CheckedClaim
from nextcour.bootstrap import Engine
from nextcour.checking import check_text

DAY = dt.date(2026, 11, 25)
# kind, value, verdict, right value. The wording of the article stays in its file.
EXPECTED = [
    ("first_air_date", "2020", "supported", None),
    ("first_air_date", "2020-10", "supported", None),
    ("finale", "2020-12", "supported", None),
    ("episodes", "12", "supported", None),
    ("studio", "Pierrot", "supported", None),
    ("studio", "Too Kyo Games", "unverifiable", None),
    ("source_material", "MANGA", "contradicted", "ORIGINAL"),
    ("adaptation", "ANIME_FROM_SOURCE", "contradicted", "ORIGINAL"),
    ("director", "Tomohisa Tauchi", "near_miss", "田口智久"),
    ("author", "Rokurou Oogaki", "unverifiable", None),
    ("relative_time", "1 year before article", "outdated", "6 years"),
    ("announced", "NO 2", "supported", None),
]


@pytest.fixture(scope="module")
def seed(engine: Engine, shared: Path) -> Checked:
    path = shared / "seed" / "akudama-drive-article.txt"
    if not path.exists():
        pytest.skip("the seed article is not in ../shared")
    return check_text(path.read_bytes(), "text/plain", engine, DAY)


@pytest.mark.parametrize(("kind", "value", "verdict", "right"), EXPECTED, ids=[f"{k}-{v}" for k, v, _, _ in EXPECTED])
def test_each_claim_gets_what_was_written_down_by_hand(
    seed: Checked, kind: str, value: str, verdict: str, right: str | None
) -> None:
    found = [claim for claim in seed.claims if claim.kind == kind and claim.value == value]
    assert found, [(claim.kind.value, claim.value) for claim in seed.claims]
    assert {(claim.verdict.value, claim.right_value) for claim in found} == {(verdict, right)}


def test_nothing_else_is_contradicted(seed: Checked) -> None:
    expected = {(kind, value) for kind, value, verdict, _ in EXPECTED if verdict == "contradicted"}
    assert {(c.kind.value, c.value) for c in seed.claims if c.verdict == "contradicted"} == expected


def test_what_fans_may_hope_for_is_speculation(seed: Checked) -> None:
    guesses = [claim for claim in seed.claims if claim.verdict == "speculation"]
    assert len(guesses) >= 3
    assert all(claim.right_value is None for claim in guesses)


def test_it_is_about_one_show_and_has_no_date(seed: Checked) -> None:
    assert [show.line for show in seed.shows] == ["akudama-drive"]
    assert seed.published_basis == "inferred"
    assert seed.published is not None
    assert seed.published.year == 2021


def test_the_near_miss_is_said_to_be_one(seed: Checked) -> None:
    director: CheckedClaim = next(claim for claim in seed.claims if claim.kind == "director")
    assert "near miss: 田口智久" in director.why
    assert "role unconfirmed" in director.why
    assert director.evidence[0].field == "person (role unknown)"
