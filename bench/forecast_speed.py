"""Time for features, fit and score of every show on the data day, beside other libraries; growth with the catalogue.

    .venv/bin/python bench/forecast_speed.py [--times 1,3,10] [--no-peers]

Budget: at most 10 s for features, fit and score on 2 cores. The peers are fitted to the same rows in the same run, each
thinned as in the back-test: lifelines' CoxPHFitter to 100,000 rows, scikit-survival's RandomSurvivalForest to 30,000.
Linear algebra runs in one thread for all of them. Larger catalogues are whole copies side by side (bench/tiling.py).
Past forecasts, which only the demand layer learns from, are timed apart: they are the same for every later fit. Where
other programs share the cores, the CPU time says more than the total.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from nextcour.cli.extras import need_forecast

need_forecast()  # before numpy is imported

from tiling import tile_chronicle, tile_places, tile_seen, tiled_rows  # noqa: E402

from nextcour import workbench  # noqa: E402
from nextcour.evaluation.peers.cox import Cox  # noqa: E402
from nextcour.evaluation.peers.forest import Forest  # noqa: E402
from nextcour.forecast.blend import fit_blend  # noqa: E402
from nextcour.forecast.configuration import Configuration  # noqa: E402
from nextcour.forecast.lag_fit import lags  # noqa: E402
from nextcour.forecast.landmarks import Seen, panel, rows_of  # noqa: E402
from nextcour.forecast.panel import Event, Floats, Panel  # noqa: E402
from nextcour.forecast.periods import cumulative  # noqa: E402
from nextcour.forecast.ridge import expit  # noqa: E402
from nextcour.forecast.running import run  # noqa: E402
from nextcour.forecast.training import past_log_odds, train  # noqa: E402
from nextcour.signals.landmark import landmark  # noqa: E402
from nextcour.store import configuration_file, paths  # noqa: E402

BUDGET = 10.0
T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", default="1,3,10")
    options.add_argument("--no-peers", action="store_true")
    chosen = options.parse_args()
    configuration = configuration_file.read(paths.configuration())
    spent, bench = timed(lambda: workbench.prepare(workbench.demand_file()))
    day = bench.data_day
    origin = day.toordinal()
    print(f"reading the catalogue, graph, chronicle, labels  {spent:6.1f} s (before any of the below)")
    days = [one for one in workbench.quarters(configuration.first_landmark, day) if one < day]
    single = panel(bench.chronicle, days, bench.seen, bench.counted, configuration.most_years)
    spent, past = timed(lambda: past_log_odds(single, origin, configuration))
    print(f"past forecasts for the demand layer              {spent:6.1f} s\n")

    print("catalogue     lines      rows  features     fit   score   total  of it CPU  growth  peak memory")
    first = 0.0
    for times in map(int, chosen.times.split(",")):
        total = tiled(times, bench, single, past, days, configuration)
        first = first or total
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        print(f" {total / first:6.1f}x {peak:8.1f} GB", flush=True)
        if times == 1:
            print(f"             {'within' if total <= BUDGET else 'OVER'} the budget of {BUDGET:.0f} s", flush=True)
    if not chosen.no_peers:
        here = landmark(bench.chronicle, origin, bench.counted)
        beside(single, rows_of(bench.chronicle, here, Seen(0, 0), float("inf")), origin)


def tiled(
    times: int,
    bench: workbench.Workbench,
    single: Panel,
    past: Mapping[Event, Floats],
    days: Sequence[dt.date],
    configuration: Configuration,
) -> float:
    """Seconds for features, fit and score of `times` copies of the catalogue; begins the line of the table."""
    chronicle = tile_chronicle(bench.chronicle, times)
    counted = [tile_places(one, times) for one in bench.counted]
    seen = tile_seen(bench.seen, len(bench.chronicle.lines), times)
    copies = tiled_rows(single.landmark, times)
    earlier = {event: odds[copies] for event, odds in past.items()}
    waits, day = lags(chronicle), bench.data_day
    started = time.process_time()
    features, rows = timed(lambda: panel(chronicle, days, seen, counted, configuration.most_years))
    fit, model = timed(lambda: train(rows, earlier, waits, day.toordinal(), configuration))
    score, (_, curves) = timed(lambda: run(model, chronicle, day, counted, inputs="", labels_to=bench.labels_to))
    total = features + fit + score
    busy = time.process_time() - started
    sizes = f"{times:8} x  {len(curves):8,} {len(rows):9,}"
    print(f"{sizes} {features:9.1f} {fit:7.1f} {score:7.1f} {total:7.1f} {busy:10.1f}", end="", flush=True)
    return total


def beside(earlier: Panel, here: Panel, origin: int) -> None:
    """One event by each of the contestants: fit and score, without features."""
    configuration = configuration_file.read(paths.configuration())
    event = Event.ANNOUNCED

    def ours() -> object:
        return cumulative(expit(fit_blend(earlier, event, origin, configuration).log_odds(here)))

    print(f"\nOne event ({event}), {len(earlier):,} rows to fit, {len(here):,} to score:")
    spent, _ = timed(ours)
    print(f"  {configuration.name:42} {spent:6.1f} s")
    for peer in (Cox(), Forest()):
        theirs, _ = timed(partial(peer.fit_score, earlier, here, event, origin))
        name = f"{peer.name} ({peer.most_rows:,} rows)"
        print(f"  {name:42} {theirs:6.1f} s = {theirs / spent:.1f} x ours")


if __name__ == "__main__":
    main()
