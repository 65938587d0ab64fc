"""Made-up runs: curves that look like a model's, for tests of what is kept of them."""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Iterable

from hypothesis import strategies as st

from nextcour.forecast.chances import expit, logit
from nextcour.forecast.curve import EDGES, Curve, Run
from nextcour.forecast.lag import LagModel
from nextcour.forecast.reasons import AT
from nextcour.forecast.spells import Spell
from nextcour.forecast.subjects import subjects

PREMIERE = dt.date(2014, 1, 5)
GROUPS = ("time", "installments", "activity", "form", "material", "studio", "demand", "season")
LAG = LagModel(
    edges=(90, 180, 270, 365, 455, 545, 730, 1095),
    logits=(-2.5, -1.4, -0.9, -0.6, -0.6, -0.8, -1.0, -1.2),
    weights={"first_sequel": -0.3, "series": 0.2, "soon": 0.4, "late": -0.2},
    levels=(0.12, 0.5, 0.88),
)

_SEASON = (0.2, -0.3, 0.0, 0.3)


def run(day: dt.date, *, model: str = "made-up-1", base: float = 0.03, inputs: str = "0" * 64) -> Run:
    return Run(
        day=day,
        model=model,
        configuration="c" * 64,
        inputs=inputs,
        trained_to=day,
        labels_to=day,
        base=base,
        groups=GROUPS,
        levels=(0.1, 0.5, 0.9),
        lag=LAG,
        demand_day=None,
    )


def cumulative(log_odds: list[float]) -> tuple[float, ...]:
    left, chances = 1.0, []
    for value in log_odds:
        left *= 1.0 - expit(value)
        chances.append(1.0 - left)
    return tuple(chances)


def curve(
    draw: random.Random,
    level: float,
    *,
    number: int = 1,
    premiere: int = PREMIERE.toordinal(),
    base: float = 0.03,
    noise: float = 0.1,
    parts: tuple[float, ...] = (),
    quarter: int = 0,
) -> Curve:
    """`level`: log-odds of the first hazard of an announcement; `quarter` of the year that it begins in."""
    season = [
        level - 0.02 * at + _SEASON[(quarter + at) % 4] + draw.gauss(0.0, noise) + 0.5 * math.log((b - a) / 3)
        for at, (a, b) in enumerate(zip((0, *EDGES), EDGES, strict=False))
    ]
    announced = cumulative(season)
    late = cumulative([value - 3.0 + 0.3 * min(at, 8) for at, value in enumerate(season)])
    movie = cumulative([level - 1.5 + draw.gauss(0.0, noise) for _ in EDGES])
    way = logit(announced[AT]) - logit(base)
    why = [part + draw.gauss(0.0, noise / 3) for part in parts or (0.0,) * len(GROUPS)]
    why[0] += way - sum(why)
    return Curve(
        number=number,
        premiere=premiere,
        announced=announced,
        out=tuple(min(pair) for pair in zip(late, announced, strict=True)),
        movie=movie,
        spread=(0.2 + 0.1 * draw.random(), 0.3, 0.5),
        why=tuple(why),
        if_movie=expit(logit(announced[AT]) + 0.4),
        if_top=expit(logit(announced[AT]) + 1.1 + draw.gauss(0.0, noise)),
    )


def quarters(count: int, first: int = 2016) -> list[dt.date]:
    return [dt.date(first + at // 4, 1 + 3 * (at % 4), 1) for at in range(count)]


def many(runs: int, lines: int, seed: int = 1, noise: float = 0.1) -> list[tuple[Run, dict[str, Curve]]]:
    """Each line keeps its level and drifts down as it ages; each run brings a shift and noise of its own. Lines begin
    and end."""
    draw = random.Random(seed)
    traits = [
        (
            draw.gauss(-5.0, 1.2),
            draw.randrange(1, 4),
            tuple(draw.gauss(0.0, 0.6) for _ in GROUPS),
            draw.randrange(-20, runs),
        )
        for _ in range(lines)
    ]
    made = []
    for at, day in enumerate(quarters(runs)):
        shift = draw.gauss(0.0, noise)
        curves = {}
        for line, (level, number, parts, begins) in enumerate(traits):
            if at >= begins and draw.random() > 0.01:
                premiere = dt.date(2016, 1, 10).toordinal() + 91 * begins
                curves[f"line-{line}"] = curve(
                    draw,
                    level + shift - 0.03 * (at - begins),
                    number=number,
                    premiere=premiere,
                    noise=noise,
                    parts=parts,
                    quarter=at % 4,
                )
        made.append((run(day, base=0.02 + 0.01 * draw.random()), curves))
    return made


def run_of(spells: Iterable[Spell], day: dt.date, *, seed: int = 1) -> tuple[Run, dict[str, Curve]]:
    """A made-up run of the lines that had nothing announced on `day`."""
    draw = random.Random(seed)
    curves = {}
    for line, subject in sorted(subjects(spells, day).items()):
        if subject.announced_next is None:
            parts = tuple(draw.gauss(0.0, 0.5) for _ in GROUPS)
            curves[line] = curve(
                draw,
                draw.gauss(-5.0, 1.0),
                number=subject.number,
                premiere=subject.premiere.toordinal(),
                parts=parts,
                quarter=(day.month - 1) // 3,
            )
    return run(day), curves


@st.composite
def curves(draw: st.DrawFn) -> Curve:
    """Any curve that follows the rules, zeros and near-certainties among them."""
    size = len(EDGES)
    hazard = st.one_of(st.just(0.0), st.floats(1e-7, 0.7))

    def chances() -> tuple[float, ...]:
        left, found = 1.0, []
        for value in draw(st.lists(hazard, min_size=size, max_size=size)):
            left *= 1.0 - value
            found.append(1.0 - left)
        return tuple(found)

    announced = chances()
    spread = st.floats(0.0, 2.0)
    return Curve(
        number=1,
        premiere=PREMIERE.toordinal(),
        announced=announced,
        out=tuple(min(pair) for pair in zip(chances(), announced, strict=True)),
        movie=chances(),
        spread=(draw(spread), draw(spread), draw(spread)),
        why=(0.5, -0.25, *(0.0,) * (len(GROUPS) - 2)),
        if_movie=0.1,
        if_top=0.2,
    )
