"""The model card: inputs by hash, and figures about skill only where they were measured."""

from __future__ import annotations

import datetime as dt

from nextcour.evaluation.card import card
from nextcour.evaluation.track_record import Origins, TrackRecord, TrackScore
from tests.forecast import catalogues

DAY = dt.date(2020, 1, 1)


def score(event: str, subset: str = "all", *, skill: float | None = 0.287) -> TrackScore:
    return TrackScore(
        event=event,
        horizon_months=24,
        subset=subset,
        n=84_992,
        events=1_504,
        log_loss_skill_vs_km=skill,
        log_loss_skill_ci=None if skill is None else (skill - 0.05, skill + 0.05),
        brier_skill_vs_km=None,
        auc=None if skill is None else 0.914,
        auc_km=None,
        ece=None,
        slope=None,
        intercept=None,
        brier_skill_ci=None,
        auc_ci=None,
        franchises=404,
        events_completed=None,
        base_rate=None,
        said=None,
        bins=(),
        note="",
    )


def record(*scores: TrackScore) -> TrackRecord:
    return TrackRecord(
        model=catalogues.QUICK.name,
        configuration=catalogues.QUICK.digest(),
        inputs="i" * 64,
        data_day=catalogues.DATA_DAY,
        origins=Origins(23, DAY, dt.date(2021, 10, 1)),
        scores=scores,
    )


def test_without_a_track_record_nothing_is_claimed() -> None:
    assert "nothing is claimed" in card(catalogues.trained(), "f" * 64, None)


def test_figures_are_those_of_the_track_record_for_all_lines() -> None:
    text = card(catalogues.trained(), "f" * 64, record(score("announced"), score("premiere", "series", skill=0.9)))
    assert "| the next season is announced | 84,992 | 404 | 0.287 [0.237, 0.337] | 0.914 |" in text
    assert "0.9" not in text.split("## How good it is")[1].replace("0.914", "")
    assert "nothing is claimed" not in text


def test_what_the_record_does_not_claim_the_card_does_not() -> None:
    text = card(catalogues.trained(), "f" * 64, record(score("movie", skill=None)))
    assert "| a movie that carries the story on is announced | 84,992 | 404 | not claimed | not claimed |" in text


def test_every_choice_and_input_stands_in_it() -> None:
    made = catalogues.trained()
    text = card(made, "f" * 64, None)
    for words in ("f" * 64, made.made.inputs.catalogue_sha256, made.made.inputs.digest, "| `tree_rounds` | 8 |"):
        assert words in text
    assert "| made-up | 1.0.0 | 2024-04-25 |" in text
    for software, version in made.made.software.items():
        assert f"{software} {version}" in text
