"""A back-test on disk goes on where it stopped, and never mixes two models."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from nextcour.backtesting import Fitted, missing, origins, walk
from nextcour.evaluation.rolling import BASELINE, OURS, WITHOUT_DEMAND
from nextcour.forecast.panel import Event, Floats, Panel
from nextcour.store.backtests import Backtest, OtherBacktest
from tests.evaluation.origins import DATA_DAY, LAG, scored, with_features
from tests.evaluation.panels import random_panel

PANEL = with_features(random_panel(80, every=183))
DAYS = list(PANEL.days())[-14:-6]


@dataclass
class Fits:
    """Stands for our model; stops after so many fits, as a person would."""

    most: int = 1000
    days: list[dt.date] = field(default_factory=list)

    def __call__(self, day: dt.date, here: Panel) -> Fitted:
        if len(self.days) == self.most:
            raise KeyboardInterrupt
        self.days.append(day)
        assert set(here.landmark) == {day.toordinal()}
        found = scored(here).chances
        return Fitted({name: found[name] for name in (OURS, WITHOUT_DEMAND)}, (0.1, 0.5, 0.9), LAG)


@dataclass
class Flat:
    """A peer that says one chance, and notes what it was trained on."""

    name: str = "flat"
    known: list[int] = field(default_factory=list)

    def fit_score(self, train: Panel, test: Panel, event: Event, known_to: int) -> Floats:
        assert train.landmark.max() < known_to <= test.landmark.min()
        self.known.append(known_to)
        return np.full((len(test), 10), 0.01)


def test_an_interrupted_back_test_goes_on_where_it_stopped(tmp_path: Path) -> None:
    kept = Backtest(tmp_path / "bt")
    first, second = Fits(most=3), Fits()
    with pytest.raises(KeyboardInterrupt):
        walk(PANEL, DAYS, first, kept, DATA_DAY)
    assert kept.days() == DAYS[:3]
    before = {path: path.read_bytes() for path in kept.folder.iterdir()}
    steps: list[str] = []
    todo = missing(kept, DAYS, (), DATA_DAY)
    walk(PANEL, DAYS, second, kept, DATA_DAY, step=steps.append)
    assert second.days == DAYS[3:]
    assert steps == todo
    assert all(path.read_bytes() == content for path, content in before.items())
    assert missing(kept, DAYS, (), DATA_DAY) == []
    walk(PANEL, DAYS, Fits(most=0), kept, DATA_DAY)


def test_it_gives_what_an_uninterrupted_one_gives(tmp_path: Path) -> None:
    broken, whole = Backtest(tmp_path / "a"), Backtest(tmp_path / "b")
    with pytest.raises(KeyboardInterrupt):
        walk(PANEL, DAYS, Fits(most=2), broken, DATA_DAY)
    walk(PANEL, DAYS, Fits(), broken, DATA_DAY)
    walk(PANEL, DAYS, Fits(), whole, DATA_DAY)
    for day in DAYS:
        one, other = broken.scored(day), whole.scored(day)
        assert list(one.chances) == list(other.chances)
        for name in (OURS, BASELINE):
            assert np.array_equal(one.chances[name][Event.ANNOUNCED], other.chances[name][Event.ANNOUNCED])


def test_rows_without_what_was_said_of_them_are_made_again(tmp_path: Path) -> None:
    kept = Backtest(tmp_path / "bt")
    one = scored(PANEL.take(PANEL.landmark == DAYS[0].toordinal()))
    kept.keep_rows(DAYS[0], one.panel, one.levels, one.lag)
    fits = Fits()
    walk(PANEL, DAYS[:1], fits, kept, DATA_DAY)
    assert fits.days == DAYS[:1]


def test_peers_are_fitted_once_a_year_on_its_first_landmark(tmp_path: Path) -> None:
    kept, peer = Backtest(tmp_path / "bt"), Flat()
    walk(PANEL, DAYS, Fits(), kept, DATA_DAY, (peer,))
    years = {day.year: day.toordinal() for day in reversed(DAYS)}
    assert sorted(set(peer.known)) == sorted(years.values())
    assert all(kept.has(day, "flat") for day in DAYS)


def test_peers_are_not_fitted_where_nothing_could_be_scored(tmp_path: Path) -> None:
    kept, peer = Backtest(tmp_path / "bt"), Flat()
    walk(PANEL, DAYS[-1:], Fits(), kept, DAYS[-1] + dt.timedelta(days=600), (peer,))
    assert peer.known == []


def test_a_folder_belongs_to_one_model_and_its_inputs(tmp_path: Path) -> None:
    kept = Backtest(tmp_path / "bt")
    kept.claim("a", "b", DATA_DAY)
    kept.claim("a", "b", DATA_DAY)
    with pytest.raises(OtherBacktest, match="another --folder"):
        kept.claim("a", "c", DATA_DAY)
    nameless = Backtest(tmp_path / "old")
    walk(PANEL, DAYS[:1], Fits(), nameless, DATA_DAY)
    with pytest.raises(OtherBacktest):
        nameless.claim("a", "b", DATA_DAY)


def test_landmarks_stay_within_the_years_asked_for_and_the_data() -> None:
    day = dt.date(2020, 8, 1)
    assert origins(2019, None, 3, day)[-1] == dt.date(2020, 7, 1)
    assert origins(2019, 2019, 6, day) == [dt.date(2019, 1, 1), dt.date(2019, 7, 1)]
    assert origins(2019, 2030, 12, day) == [dt.date(2019, 1, 1), dt.date(2020, 1, 1)]
    assert origins(2021, None, 3, day) == []
