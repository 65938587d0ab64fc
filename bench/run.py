"""Every figure that the README and the docs state: `make bench`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SCRIPTS = (
    "ask_speed.py",
    "install_size.py",
    "title_queries.py",
    "franchise_quality.py",
    "announcement_days.py",
    "first_forecast.py",
    "store_speed.py",
    "label_completion.py",
    "lag_windows.py",
    "forecast_speed.py",
    "written_pages.py",
)


def main() -> None:
    failed = []
    for name in SCRIPTS:
        print(f"\n== bench/{name}", flush=True)
        if subprocess.run([sys.executable, str(HERE / name)], check=False).returncode:
            failed.append(name)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
