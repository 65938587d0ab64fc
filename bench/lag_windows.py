"""How well the windows of announced seasons hold, by half-life of the lag model: chosen on announcements up to 2018.

    .venv/bin/python bench/lag_windows.py

At every quarter the lag is fitted on what was known, and each season announced in the quarter gets its 80 % window.
"""

from __future__ import annotations

import datetime as dt

import msgspec
import numpy as np

from nextcour import workbench
from nextcour.evaluation.windows import lag_at
from nextcour.forecast.configuration import Configuration
from nextcour.forecast.lag_fit import PLACES, Lags, fit_lag
from nextcour.signals.chronicle import NEVER

EARLY, LATE = range(2013, 2019), range(2019, 2024)


def line(found: Lags, years: range, configuration: Configuration) -> str:
    errors, held, widths = [], [], []
    for year in years:
        for month in (1, 4, 7, 10):
            day = dt.date(year, month, 1).toordinal()
            model = fit_lag(found, day, configuration)
            rows = (found.announced >= day) & (found.announced < day + 91) & (found.premiere < NEVER)
            for row in np.flatnonzero(rows):
                traits = tuple(float(value) for value in found.traits[row])
                low, middle, high = (lag_at(model, traits, place) for place in PLACES)
                lag = found.premiere[row] - found.announced[row]
                errors.append(abs(middle - lag))
                held.append(low <= lag <= high)
                widths.append(high - low)
    return (
        f"n {len(errors)}  held {np.mean(held):.1%}  width {np.mean(widths):.0f} days  "
        f"error: median {np.median(errors):.0f}, mean {np.mean(errors):.0f} days"
    )


def main() -> None:
    bench = workbench.prepare(None)
    for half_life in (0.75, 1.0, 1.25, 1.5, 2.0, 3.0):
        configuration = msgspec.structs.replace(Configuration(), lag_half_life=half_life)
        print(
            f"announced {EARLY[0]}-{EARLY[-1]}, half-life {half_life:4} years: {line(bench.lags, EARLY, configuration)}"
        )
    for year in LATE:
        print(f"announced {year}, as committed: {line(bench.lags, range(year, year + 1), Configuration())}")


if __name__ == "__main__":
    main()
