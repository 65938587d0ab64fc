"""Size and seconds of a core install in an empty folder, as `make setup` does it.

    .venv/bin/python bench/install_size.py

Makes a virtual environment in a temporary folder from the lock file and builds the index there. Needs the network.
Target: under 150 MB.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
        python = str(folder / "venv" / "bin" / "python")
        pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
        locks = [
            argument for lock in ("build", "core") for argument in ("-r", str(ROOT / "requirements" / f"{lock}.txt"))
        ]
        subprocess.run([*pip, "--require-hashes", *locks], check=True)
        subprocess.run([*pip, "--no-deps", "--no-build-isolation", str(ROOT)], check=True)
        installed = time.perf_counter()
        env = {**os.environ, "NEXTCOUR_CACHE_DIR": str(folder / "cache"), "NEXTCOUR_DATA_DIR": str(folder / "data")}
        subprocess.run([str(folder / "venv" / "bin" / "nextcour"), "catalog", "index"], check=True, env=env)
        indexed = time.perf_counter()
        bare = megabytes(folder / "venv" / "lib")
        print(f"core install {bare:.0f} MB (with pip itself), in {installed - started:.0f} s")
        print(f"index {megabytes(folder / 'cache'):.0f} MB, in {indexed - installed:.1f} s")


if __name__ == "__main__":
    main()
