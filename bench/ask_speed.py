"""Wall time of `nextcour ask` as a whole process, beside the imports it cannot do without.

    .venv/bin/python bench/ask_speed.py

Prints the median of interleaved runs of both, and their ratio. Target: at most 0.4 s and at most 2.5 times the peer.

First with bytecode for both, as an installation has it: pip compiles what it installs, and a checkout is compiled by
its first run. Then, for comparison, without writing any: in a checkout that never ran otherwise nextcour's own modules
are compiled anew each time, while the peer has what pip compiled. The bytecode of the first kind is kept in a folder of
its own, so that neither the environment nor an earlier run decides what is measured.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 21
PEER = "import rich.console, rich.table, rapidfuzz, sqlite3"
QUERIES = ("akudama drive season 2", "oshi no ko s3", "進撃の巨人", "mushoku tensei part 2", "銀魂")


def seconds(command: list[str], env: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, env=env)
    return time.perf_counter() - start


def measure(words: str, env: dict[str, str]) -> None:
    nextcour = str(Path(sys.executable).with_name("nextcour"))
    subprocess.run([nextcour, "catalog", "index"], stdout=subprocess.DEVNULL, check=True, env=env)
    ask, peer = [], []
    for run in range(-2, RUNS):
        taken = (
            seconds([nextcour, "ask", QUERIES[run % len(QUERIES)]], env),
            seconds([sys.executable, "-c", PEER], env),
        )
        if run >= 0:  # the first two only warm up
            ask.append(taken[0])
            peer.append(taken[1])
    mine, theirs = statistics.median(ask), statistics.median(peer)
    print(words)
    print(f"  nextcour ask       median {mine:.3f} s   (min {min(ask):.3f}, max {max(ask):.3f}, {RUNS} runs)")
    print(f'  python -c "{PEER}"  median {theirs:.3f} s')
    print(f"  ratio {mine / theirs:.2f}  (target 2.5), {'within' if mine <= 0.4 else 'OVER'} 0.4 s", flush=True)


def main() -> None:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    with tempfile.TemporaryDirectory() as folder:
        # Nothing that a person has synced, and no trace in what they asked lately.
        plain |= {"NEXTCOUR_CACHE_DIR": f"{folder}/cache", "NEXTCOUR_DATA_DIR": f"{folder}/data"}
        measure("with bytecode, as installed", {**plain, "PYTHONPYCACHEPREFIX": f"{folder}/bytecode"})
        words = "with no bytecode written (what lies in __pycache__ is used)"
        measure(words, {**plain, "PYTHONDONTWRITEBYTECODE": "1"})


if __name__ == "__main__":
    main()
