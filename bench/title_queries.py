"""How well queries are matched, and how fast.

    .venv/bin/python bench/title_queries.py tests/fixtures/queries_tune.jsonl [--misses]

Prints the share right at top 1 by script and by kind, the share of right installments, and the time of a lookup in the
process (index in SQLite, each query with nothing kept from others; and index in memory, pages kept). A query is right
when the outcome is right and, if answered, the line or franchise found holds one of the expected entries; if ambiguous,
each expected entry is among the candidates. `tests/fixtures/QUERIES.md` describes the files: of the report half only
totals may be printed, so `--misses` refuses it.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from nextcour.catalog.titles.build import build
from nextcour.catalog.titles.index import MemoryPages, Pages, TitleIndex
from nextcour.catalog.titles.match import Match, MatchResult, Outcome, match
from nextcour.franchise import graph
from nextcour.franchise.model import Franchise
from nextcour.store import bundle, curated
from nextcour.store.making import title_rows

TARGET_SHARE = 0.95
TARGET_MS = 25.0


class SqlitePages:
    """Pages in a table, read as `store` reads them."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)

    def get_many(self, names: Sequence[str]) -> Mapping[str, bytes]:
        found: dict[str, bytes] = {}
        for start in range(0, len(names), 500):
            chunk = names[start : start + 500]
            marks = ",".join("?" * len(chunk))
            found.update(self._connection.execute(f"SELECT name, body FROM page WHERE name IN ({marks})", chunk))
        return found


def write(pages: Mapping[str, bytes], path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE page (name TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID")
        connection.executemany("INSERT INTO page VALUES (?, ?)", sorted(pages.items()))
    connection.close()


class Members:
    """Entries of each line and franchise."""

    def __init__(self, franchises: Iterable[Franchise]) -> None:
        self.line: dict[str, set[str]] = {}
        self.franchise: dict[str, set[str]] = {}
        for franchise in franchises:
            self.franchise[franchise.id] = set(franchise.entry_ids())
            for line in franchise.lines:
                self.line[line.id] = {part for item in line.installments for part in item.parts}
            for extra in franchise.extras:
                self.line[extra.line or franchise.lines[0].id].add(extra.entry)

    def holds(self, found: Match, entries: set[str]) -> bool:
        return bool(entries & (self.line[found.line] | self.franchise[found.franchise]))


def is_right(result: MatchResult, expect: Mapping[str, Any], members: Members) -> bool:
    if result.outcome.value != expect["outcome"]:
        return False
    entries = set(expect["entries"])
    if result.outcome is Outcome.ANSWERED:
        return result.winner is not None and members.holds(result.winner, entries)
    if result.outcome is Outcome.AMBIGUOUS:
        return all(any(entry in members.line[found.line] for found in result.candidates) for entry in entries)
    return True


def has_installment(found: Match, expect: Mapping[str, Any]) -> bool:
    if found.installment in expect.get("also", ()):
        return True
    wants = expect.get("wants")
    if wants in ("final", "next"):
        return str(wants) == found.wants.value.lower()
    return bool(found.installment == expect["installment"])


def times(pages: Pages, queries: Sequence[str], *, keep: bool) -> list[float]:
    """Milliseconds for each query, in rising order."""
    index = TitleIndex(pages)
    taken = []
    for query in queries:
        if not keep:
            index = TitleIndex(pages)
        start = time.perf_counter()
        match(index, query)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def _share(name: str, right: int, count: int) -> str:
    return f"  {name:<18} {right:>4} of {count:<4} {right / count:7.1%}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--misses", action="store_true", help="print what was wrong (not for the report half)")
    arguments = parser.parse_args()
    if arguments.misses and "report" in arguments.file.name:
        parser.error("the report half is not to be looked at query by query")
    cases = [json.loads(line) for line in arguments.file.read_text(encoding="utf-8").splitlines() if line]

    content, _ = bundle.read()
    entries = {entry.id: entry for entry in content.entries}
    franchises = graph.build(content.entries)
    rows = list(title_rows(franchises, entries))
    start = time.perf_counter()
    pages = build(rows, curated.abbreviations(), curated.han(), strict=True)
    built = time.perf_counter() - start
    keys = sum(name[0] == "k" for name in pages)
    size = sum(len(name.encode()) + len(body) for name, body in pages.items())
    print(f"{len(rows):,} titles, {keys:,} keys, {len(pages):,} pages, {size / 1e6:.1f} MB, built in {built:.1f} s")

    members = Members(franchises)
    index = TitleIndex(MemoryPages(pages))
    totals: dict[tuple[str, str], list[bool]] = defaultdict(list)
    installments: list[bool] = []
    for case in cases:
        expect = case["expect"]
        result = match(index, case["query"])
        right = is_right(result, expect, members)
        groups: list[tuple[str, str]] = [("all", "all"), ("script", case["script"]), ("kind", case["kind"])]
        for of in groups:
            totals[of].append(right)
        fits = True
        if right and result.winner is not None:
            fits = has_installment(result.winner, expect)
            installments.append(fits)
        if arguments.misses and not (right and fits):
            _print_miss(case, result)
    for title in ("all", "script", "kind"):
        print(f"\ntop 1 by {title}")
        for (group, name), marks in sorted(totals.items()):
            if group == title:
                print(_share(name, sum(marks), len(marks)))
    print("\ninstallment, where the right line was answered")
    print(_share("all", sum(installments), len(installments)))

    queries = [case["query"] for case in cases]
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "titles.sqlite"
        write(pages, path)
        print(f"\nlookup, ms ({len(queries)} queries; SQLite file of {path.stat().st_size / 1e6:.1f} MB)")
        for name, source, keep in (
            ("SQLite, cold", SqlitePages(path), False),
            ("in memory, warm", MemoryPages(pages), True),
        ):
            taken = times(source, queries, keep=keep)
            p50, p99 = taken[len(taken) // 2], taken[int(len(taken) * 0.99)]
            worst = max(worst, p99)
            print(f"  {name:<18} p50 {p50:5.1f}   p99 {p99:5.1f}   max {taken[-1]:5.1f}")
    share = sum(totals["all", "all"]) / len(cases)
    print(f"\ntop 1 {share:.1%} (target {TARGET_SHARE:.0%}), p99 {worst:.1f} ms (target {TARGET_MS:.0f} ms)")
    return 0 if share >= TARGET_SHARE and worst <= TARGET_MS else 1


def _print_miss(case: Mapping[str, Any], result: MatchResult) -> None:
    found = (result.winner,) if result.winner else result.candidates or result.nearest
    print(f"{case['query']!r} ({case['kind']}): {result.outcome.value}, expected {case['expect']}")
    for item in found[:4]:
        if item is not None:
            why = "; ".join(f"{penalty.name} {penalty.amount:.3f}" for penalty in item.why)
            print(f"    {item.line} [{item.matched}] {item.wants.value} {item.installment} {item.distance} ({why})")


if __name__ == "__main__":
    sys.exit(main())
