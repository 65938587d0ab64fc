"""Makes src/nextcour/data/track_record.json from a finished back-test, and its report.

    .venv/bin/python bench/track_record.py FOLDER [--report FILE.html] [--check]

FOLDER is what `nextcour backtest --peers` keeps. Only read; the figures are made anew from it with the labels of today.
Same inputs, same bytes. --check writes nothing and exits 1 when the file would change.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from nextcour import backtesting
from nextcour.charts.report import report
from nextcour.evaluation.track_record import TrackRecord, of_summary
from nextcour.store import atomic, configuration_file, paths, track_record_file
from nextcour.store.backtests import Backtest
from nextcour.workbench import demand_file, prepare


def table(record: TrackRecord) -> str:
    lines = []
    for score in record.scores:
        low, high = score.log_loss_skill_ci or (float("nan"), float("nan"))
        skill = score.log_loss_skill_vs_km
        lines.append(
            f"{score.event:10}{score.horizon_months:3} m  {score.subset:22} n {score.n:7,}  franchises "
            f"{score.franchises:4}  "
            + (
                f"skill {skill:+.3f} [{low:+.3f}, {high:+.3f}]  Brier {score.brier_skill_vs_km:+.3f}  "
                f"AUC {score.auc:.3f} (KM {score.auc_km:.3f})  ECE {score.ece:.4f}  slope {score.slope:.2f}"
                if skill is not None
                else score.note
            )
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--report", type=Path, help="also write the page with pictures")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the file would change")
    options = parser.parse_args()
    started = time.perf_counter()
    kept = Backtest(options.folder)
    if not kept.days():
        sys.exit(f"{options.folder} holds no back-test")
    configuration = configuration_file.read(paths.configuration())
    bench = prepare(demand_file())
    found = backtesting.sum_up(bench, kept, kept.days())
    record = of_summary(found.summary, configuration.name, configuration.digest(), bench.inputs)
    print(table(record))
    text = track_record_file.text_of(record)
    print(f"\n{len(text):,} characters, {time.perf_counter() - started:.0f} s")
    if options.report is not None:
        page = report(found.summary, found.fans, found.tops, backtesting.about(bench, configuration))
        atomic.write_bytes(options.report, page.encode())
    path = track_record_file.SHIPPED
    same = path.exists() and path.read_text(encoding="utf-8") == text
    if options.check:
        sys.exit(0 if same else f"{path} is not what this folder gives: run bench/track_record.py")
    atomic.write_bytes(path, text.encode())
    print(f"{path}: {'unchanged' if same else 'written'}")


if __name__ == "__main__":
    main()
