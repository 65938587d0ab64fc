"""Hand-made spells for tests of the forecast."""

from __future__ import annotations

import datetime as dt
import random

from nextcour.forecast.spells import Spell

DATA_DAY = dt.date(2026, 4, 25)


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


def spell(
    line: str = "a",
    number: int = 1,
    *,
    premiere: str = "2015-01-05",
    source: str = "MANGA",
    announced: str | None = None,
    next_premiere: str | None = None,
    movie: str | None = None,
) -> Spell:
    return Spell(
        line=line,
        number=number,
        group="TV",
        source=source,
        premiere=day(premiere),
        finale=None,
        next_announced=day(announced) if announced else None,
        next_premiere=day(next_premiere) if next_premiere else None,
        movie_announced=day(movie) if movie else None,
        movie_premiere=None,
        basis="mal-id" if announced else "",
    )


def history(lines: int = 1500, seed: int = 1) -> tuple[Spell, ...]:
    """A made-up past: one line in three returns, faster the more it has; a movie now and then."""
    draw = random.Random(seed)
    spells: list[Spell] = []
    end = DATA_DAY.toordinal()
    for line in range(lines):
        premiere = day("2000-01-05") + draw.randrange(0, 26 * 365)
        source = draw.choice(("MANGA", "ORIGINAL", "UNKNOWN"))
        for number in range(1, 6):
            wait = round(draw.expovariate(1 / 500)) - 30
            lag = round(draw.gammavariate(2.0, 150.0))
            returns = draw.random() < 0.2 + 0.15 * number and premiere + wait + lag <= end
            movie = premiere + draw.randrange(1, 900) if draw.random() < 0.1 else None
            spells.append(
                Spell(
                    line=f"line-{line}",
                    number=number,
                    group="TV",
                    source=source,
                    premiere=premiere,
                    finale=premiere + 80,
                    next_announced=premiere + wait if returns else None,
                    next_premiere=max(premiere + wait + lag, premiere + 90) if returns else None,
                    movie_announced=movie,
                    movie_premiere=movie + 200 if movie is not None else None,
                    basis="mal-id" if returns else "",
                )
            )
            if not returns:
                break
            premiere = max(premiere + wait + lag, premiere + 90)
    return tuple(sorted(spells, key=lambda one: (one.premiere, one.line, one.number)))
