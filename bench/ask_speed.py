"""Wall time of `nextcour ask` as a whole process, beside the imports it cannot do without.

    .venv/bin/python bench/ask_speed.py

Prints the median of interleaved runs of both, and their ratio. Target: at most 0.4 s and at most 2.5 times the peer.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 21
PEER = "import rich.console, rich.table, rapidfuzz, sqlite3"
QUERIES = ("akudama drive season 2", "oshi no ko s3", "進撃の巨人", "mushoku tensei part 2", "銀魂")


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def main() -> None:
    nextcour = str(Path(sys.executable).with_name("nextcour"))
    subprocess.run([nextcour, "catalog", "index"], stdout=subprocess.DEVNULL, check=True)
    ask, peer = [], []
    for run in range(RUNS):
        ask.append(seconds([nextcour, "ask", QUERIES[run % len(QUERIES)]]))
        peer.append(seconds([sys.executable, "-c", PEER]))
    mine, theirs = statistics.median(ask), statistics.median(peer)
    print(f"nextcour ask       median {mine:.3f} s   (min {min(ask):.3f}, max {max(ask):.3f}, {RUNS} runs)")
    print(f'python -c "{PEER}"  median {theirs:.3f} s')
    print(f"ratio {mine / theirs:.2f}  (target 2.5), {'within' if mine <= 0.4 else 'OVER'} 0.4 s")


if __name__ == "__main__":
    main()
