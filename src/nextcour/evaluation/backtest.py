"""Past forecasts made again: who was asked about on a day, what the model said, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence

import msgspec

from nextcour.catalog.dates import add_months
from nextcour.forecast.history import MATURITY_MONTHS
from nextcour.forecast.interface import ForecastModel, Subject
from nextcour.forecast.model import Forecast
from nextcour.forecast.spells import Spell
from nextcour.forecast.subjects import subjects

HORIZON_MONTHS = 24


class Case(msgspec.Struct, frozen=True):
    """One forecast on one day: `p` was said, `happened` is whether it came within HORIZON_MONTHS."""

    landmark: dt.date
    line: str
    number: int  # installments on the landmark
    age: int  # days since the latest premiere
    p: float
    happened: bool


class Target(msgspec.Struct, frozen=True):
    """What is forecast, and of whom.

    `announced`: of lines whose next season was announced already, else of those with nothing announced. A case counts
    once `maturity` months have gone by after its horizon.
    """

    name: str
    announced: bool
    outcome: Callable[[Spell], int | None]
    chance: Callable[[Forecast], float | None]
    maturity: int

    def resolved(self, landmark: dt.date) -> dt.date:
        """The first day on which what came of the landmark's cases is settled in the catalogue."""
        return add_months(landmark, HORIZON_MONTHS + self.maturity)


def _announced(forecast: Forecast) -> float | None:
    chance = forecast.announced.get(HORIZON_MONTHS)
    return chance.p if chance is not None else None


def _premiere(forecast: Forecast) -> float | None:
    chance = forecast.premiere.get(HORIZON_MONTHS)
    return chance.p if chance is not None else None


ANNOUNCED = Target("announced", False, lambda spell: spell.next_announced, _announced, MATURITY_MONTHS)
PREMIERE = Target("premiere", False, lambda spell: spell.next_premiere, _premiere, 0)
# Mature too: before that, those announced by the landmark are in the catalogue only where they came quickly.
PREMIERE_ONCE_ANNOUNCED = Target(
    "premiere once announced", True, lambda spell: spell.next_premiere, _premiere, MATURITY_MONTHS
)


def quarters(first: int, last: int, every: int = 3) -> list[dt.date]:
    """Landmarks: the first of every `every`th month of the years `first` to `last`."""
    return [dt.date(year, month, 1) for year in range(first, last + 1) for month in range(1, 13, every)]


def back_test(
    model_at: Callable[[dt.date], ForecastModel],
    spells: Sequence[Spell],
    data_day: dt.date,
    landmarks: Iterable[dt.date],
    targets: Sequence[Target],
    alike: Callable[[Subject], Hashable] | None = None,
) -> dict[str, list[Case]]:
    """Cases by target name, in order of landmark. Landmarks not resolved by `data_day` are left out.

    `model_at` gives the model for a landmark; whether it looks ahead is its own affair. Subjects of one `alike` share a
    forecast; the default is right for the first forecast, which looks at nothing but installments (three and more count
    as equal), latest premiere and announcement.
    """
    key_of = alike or first_alike
    waits = {(spell.line, spell.number): spell for spell in spells}
    cases: dict[str, list[Case]] = {target.name: [] for target in targets}
    for landmark in landmarks:
        due = [target for target in targets if target.resolved(landmark) <= data_day]
        if not due:
            continue
        model = model_at(landmark)
        until = add_months(landmark, HORIZON_MONTHS).toordinal()
        made: dict[Hashable, Forecast] = {}
        for subject in subjects(spells, landmark).values():
            asked = [target for target in due if target.announced == (subject.announced_next is not None)]
            if not asked:
                continue
            key = key_of(subject)
            if key not in made:
                made[key] = model.forecast(subject, landmark)
            for target in asked:
                p = target.chance(made[key])
                if p is not None:
                    event = target.outcome(waits[subject.line, subject.number])
                    happened = event is not None and event <= until
                    age = (landmark - subject.premiere).days
                    cases[target.name].append(Case(landmark, subject.line, subject.number, age, p, happened))
    return cases


def first_alike(subject: Subject) -> tuple[int, dt.date, dt.date | None]:
    """What the first forecast knows of a subject."""
    return min(subject.number, 3), subject.premiere, subject.announced_next
