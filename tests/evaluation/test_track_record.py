"""The track record: what the file holds, and that live forecasts never mix with it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import msgspec
import pytest

from nextcour.cli.track_record import bar_lines, live_words, sentence
from nextcour.evaluation.results import Bar
from nextcour.evaluation.summary import summarise
from nextcour.evaluation.track_record import COMMITTED, SUBSETS, TrackRecord, live, of_summary
from nextcour.forecast.curve import Run
from nextcour.store import track_record_file
from tests.conftest import Golden
from tests.evaluation.origins import DATA_DAY, LAG, origins

MODEL = "hazard-blend-1"
RECORD = of_summary(summarise(origins(), DATA_DAY), MODEL, "c" * 64, "i" * 64)
PROMISED = (
    *("event", "horizon_months", "subset", "n", "events", "log_loss_skill_vs_km", "log_loss_skill_ci"),
    *("brier_skill_vs_km", "auc", "auc_km", "ece", "slope"),
)


def run(day: dt.date, model: str = MODEL) -> Run:
    return Run(day, model, "c" * 64, "i" * 64, day, day, 0.02, (), (0.1, 0.5, 0.9), LAG, None)


def test_the_json_has_the_promised_keys() -> None:
    content = json.loads(track_record_file.text_of(RECORD))
    assert content["kind"] == "backtest"
    assert list(content)[:7] == ["kind", "model", "configuration", "inputs", "data_day", "origins", "scores"]
    assert content["live"] == []
    assert {score["subset"] for score in content["scores"]} == {subset.value for subset in SUBSETS}
    assert all(set(PROMISED) <= set(score) for score in content["scores"])


def test_it_survives_the_file(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text(track_record_file.text_of(RECORD), encoding="utf-8")
    assert track_record_file.read(path) == RECORD


def test_a_missing_or_damaged_file_is_said_in_words(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    for content in (None, "{", '{"kind": 3}'):
        if content is not None:
            path.write_text(content, encoding="utf-8")
        with pytest.raises(track_record_file.TrackRecordMissing, match="cannot be read"):
            track_record_file.read(path)


def test_only_runs_from_the_day_the_model_was_committed_are_live() -> None:
    since = COMMITTED[MODEL]
    runs = [run(since - dt.timedelta(days=1)), run(since), run(since + dt.timedelta(days=40)), run(since, "other")]
    found = live(runs, MODEL)
    assert [one.landmark for one in found] == [since, since + dt.timedelta(days=40)]
    assert found[0].first_scored_on == dt.date(since.year + 1, since.month, since.day)
    assert live(runs, "unheard of") == ()


def test_live_forecasts_leave_the_scores_as_they_are() -> None:
    both = msgspec.structs.replace(RECORD, live=live([run(COMMITTED[MODEL])], MODEL))
    assert both.scores == RECORD.scores
    assert "None of them is in the figures" in live_words(both)
    assert "none yet" in live_words(RECORD)
    assert str(DATA_DAY) in live_words(RECORD)


def test_each_row_is_a_sentence(golden: Golden) -> None:
    golden.check("track-record-sentences.txt", "".join(f"{sentence(score)}\n" for score in RECORD.scores))


def test_the_bars_are_as_long_as_the_shares() -> None:
    text = bar_lines(Bar(0.2, 0.4, 50, 20, 12, 0.25, 0.5, 0.3, 0.7))
    said, came = text.splitlines()
    assert said.count("-") == 10
    assert came.count("#") == 20
    assert "[30.0, 70.0], 50 forecasts" in came


def test_numbers_are_rounded_so_that_every_machine_writes_the_same_file() -> None:
    record = msgspec.json.decode(track_record_file.text_of(RECORD), type=TrackRecord)
    values = [score.log_loss_skill_vs_km for score in record.scores if score.log_loss_skill_vs_km is not None]
    assert values
    assert all(round(value, 4) == value for value in values)
