"""Makes the model that ships and its card: `src/nextcour/data/model.json.xz`, `docs/model-card.md`.

    .venv/bin/python bench/train_model.py

Uses the research rows beside the repository (../shared/data/mal_demand.csv.gz) when they are there; the card says so.
Takes two or three minutes. Same inputs and libraries, same bytes.
"""

from __future__ import annotations

from pathlib import Path

from nextcour.cli.train import make
from nextcour.store import paths

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    make(None, paths.SHIPPED / "model.json.xz", ROOT / "docs" / "model-card.md")


if __name__ == "__main__":
    main()
