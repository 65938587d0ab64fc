"""What only reads like a claim counts where the facts agree, and is never held against an article."""

from __future__ import annotations

import datetime as dt

from nextcour.articles.checked import CheckedClaim
from nextcour.bootstrap import Engine
from nextcour.checking import check_text

DAY = dt.date(2026, 11, 25)


def claims(engine: Engine, sentence: str, kind: str) -> list[CheckedClaim]:
    text = f"Akudama Drive, looked at again\n\nAkudama Drive is worth a look. {sentence}\n"
    found = check_text(text, "text/plain", engine, DAY, published=dt.date(2024, 5, 1)).claims
    return [one for one in found if one.kind.value == kind]


def test_a_day_that_is_the_shows_is_a_claim_in_any_phrase(engine: Engine) -> None:
    found = claims(engine, "Criminals took over the night of October 8, 2020, with a bang.", "first_air_date")
    assert [one.verdict.value for one in found] == ["supported"]


def test_a_day_that_is_nobodys_is_left_out(engine: Engine) -> None:
    assert not claims(engine, "Criminals took over the night of March 3, 2020, with a bang.", "first_air_date")


def test_a_person_among_the_tags_is_a_near_miss_in_any_phrase(engine: Engine) -> None:
    found = claims(engine, "Tomohisa Taguchi sat at the wheel of it all.", "director")
    assert [(one.verdict.value, one.right_value) for one in found] == [("near_miss", "田口智久")]


def test_a_number_that_is_hedged_is_not_called_wrong(engine: Engine) -> None:
    assert [one.verdict.value for one in claims(engine, "It has 24 episodes.", "episodes")] == ["contradicted"]
    assert not claims(engine, "I think it probably has 24 episodes.", "episodes")


def test_the_day_of_some_episode_is_no_premiere(engine: Engine) -> None:
    assert not claims(engine, "Episode 5 aired on November 5, 2020.", "first_air_date")
