"""Choosing the model: configurations side by side on windows that had closed by the end of 2020, and on nothing later.

    .venv/bin/python bench/choose_model.py [NAME …]      # needs ../shared for the demand rows; each takes a minute

Every January from 2013 to 2019 a blend is fitted on what was known and scores the year's four quarters; labels end on
2020-12-31, as if nobody had looked further. Skill is against forecast/baseline.py on the same rows. Each
run adds its figures to bench/choices.jsonl with the configuration's hash. The report on later windows is
`nextcour backtest`; docs/decisions/0007-forecast-model.md says what was chosen and what lost.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np

from nextcour import workbench
from nextcour.evaluation.scores import auc, brier, log_loss, skill
from nextcour.forecast.baseline import baseline, stratum
from nextcour.forecast.blend import fit_blend
from nextcour.forecast.configuration import Configuration
from nextcour.forecast.curve import EDGES
from nextcour.forecast.landmarks import Seen, panel
from nextcour.forecast.layers import SHARED, demand_design, fit_demand, has_demand
from nextcour.forecast.panel import EDGE_DAYS, Event, Floats, Panel
from nextcour.forecast.periods import INTERVALS, cumulative
from nextcour.forecast.ridge import expit

CLOSED = dt.date(2020, 12, 31)
YEARS = range(2013, 2020)
CELLS = ((Event.ANNOUNCED, 24), (Event.ANNOUNCED, 48), (Event.PREMIERE, 24), (Event.PREMIERE, 48))
LOG = Path(__file__).with_name("choices.jsonl")
BASE = Configuration()
VARIANTS: Mapping[str, Configuration] = {
    "committed": BASE,
    "logit alone": msgspec.structs.replace(BASE, tree_share=0.0),
    "trees alone": msgspec.structs.replace(BASE, tree_share=1.0),
    "trees 0.7": msgspec.structs.replace(BASE, tree_share=0.7),
    "shrunk 10 %": msgspec.structs.replace(BASE, shrink=0.1),
    "shrunk 20 %": msgspec.structs.replace(BASE, shrink=0.2),
    "logit ridge 100": msgspec.structs.replace(BASE, logit_ridge=100.0),
    "logit ridge 400": msgspec.structs.replace(BASE, logit_ridge=400.0),
    "logit half-life 10": msgspec.structs.replace(BASE, logit_half_life=10.0),
    "trees half-life 3": msgspec.structs.replace(BASE, tree_half_life=3.0),
    "trees of 15 leaves": msgspec.structs.replace(BASE, tree_leaves=15),
    "240 trees": msgspec.structs.replace(BASE, tree_rounds=240),
    "small leaves": msgspec.structs.replace(BASE, tree_rows=30, tree_ridge=10.0),
    "demand ridge 2": msgspec.structs.replace(BASE, demand_ridge=2.0),
    "demand ridge 15": msgspec.structs.replace(BASE, demand_ridge=15.0),
}


def scored(rows: Panel, configuration: Configuration) -> tuple[dict[Event, Floats], dict[Event, Floats]]:
    """Log-odds by the blends of each January with the demand layer of each quarter, and the baseline's chances."""
    odds = {event: np.full((len(rows), INTERVALS), np.nan) for event in SHARED}
    base = {event: np.full((len(rows), INTERVALS), np.nan) for event in SHARED}
    for year in YEARS:
        start = dt.date(year, 1, 1).toordinal()
        here = (rows.landmark >= start) & (rows.landmark < dt.date(year + 1, 1, 1).toordinal())
        earlier, now = rows.take(rows.landmark < start), rows.take(here)
        for event in SHARED:
            odds[event][here] = fit_blend(earlier, event, start, configuration).log_odds(now)
            hazards = baseline(earlier, event, start)
            base[event][here] = cumulative(hazards[stratum(now.age, now.on_air)])
    added = {event: odds[event].copy() for event in SHARED}
    for landmark in np.unique(rows.landmark[has_demand(rows) & (rows.landmark >= dt.date(YEARS[0], 1, 1).toordinal())]):
        before, here = rows.landmark < landmark, rows.landmark == landmark
        past = {event: odds[event][before] for event in SHARED}
        layer = fit_demand(rows.take(before), past, int(landmark), configuration)
        for event in SHARED:
            added[event][here] += layer.add(demand_design(rows.take(here)))
    return added, base


def figures(rows: Panel, configuration: Configuration) -> dict[str, dict[str, float]]:
    odds, base = scored(rows, configuration)
    found: dict[str, dict[str, float]] = {}
    for name, wanted in (("all", np.ones(len(rows), dtype=bool)), ("demand", has_demand(rows))):
        for event, months in CELLS:
            at = EDGES.index(months)
            closed = rows.landmark + EDGE_DAYS[at] <= CLOSED.toordinal()
            some = wanted & closed & ~np.isnan(odds[event][:, 0])
            y = rows.outcomes[event].within(EDGE_DAYS[at])[some].astype(float)
            if y.sum() < 30:
                continue
            p, k = cumulative(expit(odds[event]))[some, at], base[event][some, at]
            found[f"{name} {event.value} {months}"] = {
                "n": len(y),
                "events": int(y.sum()),
                "log_loss_skill": round(skill(log_loss(y, p), log_loss(y, k)), 4),
                "brier_skill": round(skill(brier(y, p), brier(y, k)), 4),
                "auc": round(auc(y, p), 4),
                "said": round(float(p.mean()), 4),
                "seen": round(float(y.mean()), 4),
            }
    return found


def main() -> None:
    names = sys.argv[1:] or list(VARIANTS)
    bench = workbench.prepare(workbench.demand_file())
    days = workbench.quarters(BASE.first_landmark, dt.date(YEARS[-1], 12, 31))
    end = CLOSED.toordinal()
    rows = panel(bench.chronicle, days, Seen(end, end), bench.counted, BASE.most_years)
    for name in names:
        started = time.perf_counter()
        found = figures(rows, VARIANTS[name])
        record = {"variant": name, "configuration": VARIANTS[name].digest(), "inputs": bench.inputs, "figures": found}
        with LOG.open("a", encoding="utf-8") as log:
            log.write(json.dumps(record) + "\n")
        print(f"{name} ({time.perf_counter() - started:.0f} s)")
        for cell, values in found.items():
            print(f"  {cell:24} " + "  ".join(f"{key} {value:g}" for key, value in values.items()), flush=True)


if __name__ == "__main__":
    main()
