"""How right the rules of the catalogue are, against what they were not made from.

    .venv/bin/python bench/catalogue_quality.py [--shared ../shared]

Episodes counted from weekly dates against counts that a source states; source material, days and inferred episodes
against MyAnimeList and AniList records, where the shared data is there.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from nextcour.catalog.broadcast import weekly_episodes
from nextcour.catalog.entry import Entry, Format, SourceMaterial
from nextcour.store import bundle

SOURCES = {
    "Manga": "MANGA",
    "4-koma manga": "MANGA",
    "Web manga": "MANGA",
    "Digital manga": "MANGA",
    "Light novel": "LIGHT_NOVEL",
    "Novel": "NOVEL",
    "Web novel": "NOVEL",
    "Original": "ORIGINAL",
    "Game": "GAME",
    "Card game": "GAME",
    "Visual novel": "VISUAL_NOVEL",
}


def rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def show(name: str, results: Counter[str]) -> None:
    n = results.total()
    if n:
        parts = ", ".join(f"{key} {count:,} ({count / n:.1%})" for key, count in results.most_common())
        print(f"{name}: n {n:,}; {parts}")


def distance(found: dt.date | None, day: str) -> str | None:
    try:
        days = abs((found - dt.date.fromisoformat(day[:10])).days) if found else None
    except ValueError:
        return None
    return None if days is None else "same day" if days == 0 else "one day off" if days == 1 else "more"


def weekly(entries: tuple[Entry, ...]) -> None:
    results: Counter[str] = Counter()
    for entry in entries:
        first, last = entry.premiere.exact, entry.finale.exact
        weekly_slot = (entry.broadcast or "").endswith("/P7D") and entry.format is Format.TV
        if not weekly_slot or entry.episodes is None or entry.episodes_inferred or first is None or last is None:
            continue
        count = weekly_episodes(first, last)
        if count is not None:
            error = abs(count - entry.episodes)
            results["right" if error == 0 else "one off" if error == 1 else "more"] += 1
    show("episodes inferred, where the January 2022 package states them", results)


def anilist(entries: tuple[Entry, ...], path: Path) -> None:
    records = {int(row["anime_id"]): row for row in rows(path)}
    premieres: Counter[str] = Counter()
    finales: Counter[str] = Counter()
    episodes: Counter[str] = Counter()
    for entry in entries:
        record = records.get(entry.ids.anilist or -1)
        if record is None:
            continue
        if result := distance(entry.premiere.exact, record["start_date"]):
            premieres[result] += 1
        if result := distance(entry.finale.exact, record["end_date"]):
            finales[result] += 1
        if entry.episodes_inferred and entry.episodes and record["episodes"]:
            episodes["right" if float(record["episodes"]) == entry.episodes else "wrong"] += 1
    show("premiere against AniList", premieres)
    show("finale against AniList", finales)
    show("episodes inferred against AniList", episodes)


def mal(entries: tuple[Entry, ...], path: Path) -> None:
    stated = {int(row["mal_id"]): row["source"] for row in rows(path) if row["source"] not in ("", "Unknown")}
    results: Counter[str] = Counter()
    for entry in entries:
        source = stated.get(entry.ids.mal or -1)
        if source and entry.source_material is not SourceMaterial.UNKNOWN:
            results["agree" if SOURCES.get(source, "OTHER") == entry.source_material else "differ"] += 1
    show("source material against MyAnimeList", results)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    folder = parser.parse_args().shared / "data"
    entries = bundle.read()[0].entries
    weekly(entries)
    for check, name in ((anilist, "anilist_records_2026-05-31.csv.gz"), (mal, "mal_demand.csv.gz")):
        if (folder / name).exists():
            check(entries, folder / name)
        else:
            print(f"{name} is not there: not checked")


if __name__ == "__main__":
    main()
