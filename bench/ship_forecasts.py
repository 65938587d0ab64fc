"""Makes src/nextcour/data/forecasts.bin: the walk-forward runs of every quarter since 2016 and of the catalogue's day.

    .venv/bin/python bench/ship_forecasts.py        # some ten minutes; uses ../shared/data where it is there

Each run comes from a model fitted on what was known on its day, with the committed configuration.
"""

from __future__ import annotations

import time

from nextcour import workbench
from nextcour.evaluation.rolling import Ours
from nextcour.forecast.running import run
from nextcour.forecast.training import past_log_odds
from nextcour.store import configuration_file, forecast_file, paths

FIRST_YEAR = 2016


def main() -> None:
    started = time.perf_counter()
    configuration = configuration_file.read(paths.configuration())
    bench = workbench.prepare(workbench.demand_file())
    rows = bench.rows(configuration, bench.data_day)
    past = past_log_odds(rows, bench.data_day.toordinal(), configuration)
    ours = Ours(rows, past, bench.lags, configuration)
    runs = []
    for day in sorted({*workbench.quarters(FIRST_YEAR, bench.data_day), bench.data_day}):
        model = ours.fit(day)
        labels_to = min(day, bench.labels_to)
        runs.append(run(model, bench.chronicle, day, bench.counted, inputs=bench.inputs, labels_to=labels_to))
        print(f"{day}  {len(runs[-1][1]):,} lines  {time.perf_counter() - started:.0f} s", flush=True)
    digest = forecast_file.write(runs, paths.forecasts())
    print(f"{paths.forecasts()}: {paths.forecasts().stat().st_size:,} bytes, sha256 {digest}")


if __name__ == "__main__":
    main()
