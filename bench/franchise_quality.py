"""How good the franchise graph is: counts, seconds, and precision and recall on the hand-checked samples.

    python bench/franchise_quality.py [--franchises N --seed S] [--draw SEED LINKS ENDS]

The samples in tests/franchise/fixtures/hand_checked.jsonl were drawn from the links and line ends of series at the
time (a link: two consecutive entries of a line; a line end: a last entry that premiered by 2024) and checked one by
one, by one person's knowledge and the catalogue. `first` and `second` served to improve the rules; `report` was drawn
after that. Four small rules came later still (seasons on disc; a year and a half without a second TMDB show; names with
新 before them; a slot taken over on another weekday): two of the ten ends that `report` missed are found since, so read
its line "as drawn".

Precision is the share of sampled links that are right. Recall counts line ends whose successor is in the catalogue and
was missed: with L links, precision p, E line ends and a share m of them missed, L p / (L p + E m). Intervals are
Wilson's, 95 %; for recall the interval of m is carried through the formula.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from pathlib import Path

from nextcour.catalog.entry import Entry
from nextcour.franchise.graph import Graph, assemble
from nextcour.franchise.kinds import SERIES
from nextcour.franchise.model import Franchise, Line, Link, Relation
from nextcour.store import bundle, corrections

FIXTURE = Path(__file__).resolve().parent.parent / "tests" / "franchise" / "fixtures" / "hand_checked.jsonl"
LAST_YEAR = 2024  # ends of later lines are too young to have a successor


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's score interval of a share."""
    if of == 0:
        return 0.0, 1.0
    share = hits / of
    middle = share + z * z / (2 * of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    return max((middle - half) / scale, 0.0), min((middle + half) / scale, 1.0)


def series_lines(graph: Graph, entries: dict[str, Entry]) -> list[Line]:
    """Lines that begin with a series, in order of their first entry's id."""
    lines = [line for franchise in graph.franchises for line in franchise.lines]
    chosen = [line for line in lines if entries[line.installments[0].parts[0]].format in SERIES]
    return sorted(chosen, key=lambda line: line.installments[0].parts[0])


def ends(lines: list[Line], entries: dict[str, Entry]) -> list[str]:
    """Last entries that had time to be continued."""
    last = [line.installments[-1].parts[-1] for line in lines]
    return [name for name in last if (entries[name].premiere.year or 0) <= LAST_YEAR]


def share(hits: int, of: int) -> str:
    low, high = wilson(hits, of)
    return f"{100 * hits / max(of, 1):5.1f} % [{100 * low:.1f}, {100 * high:.1f}]  ({hits} of {of})"


def report(sample: str, rows: list[dict[str, str]], links: list[Link], ends_now: int) -> list[str]:
    """Lines of text about one sample."""
    after = {link.earlier: link.later for link in links}
    drawn = [row for row in rows if row["kind"] == "link"]
    right = sum(row["verdict"] == "yes" for row in drawn)
    made = [row for row in drawn if after.get(row["earlier"]) == row["later"]]
    right_now = sum(row["verdict"] == "yes" for row in made)
    checked = [row for row in rows if row["kind"] == "end"]
    missed = sum(row["verdict"] == "missed" for row in checked)
    still = sum(row["verdict"] == "missed" and after.get(row["last"]) != row["successor"] for row in checked)
    found = sum(after.get(row["earlier"]) == row["later"] for row in drawn if row["verdict"] == "yes")
    low, high = wilson(missed, len(checked))
    true_links = len(links) * right / max(len(drawn), 1)

    def recall(rate: float) -> float:
        return 100 * true_links / (true_links + ends_now * rate)

    rate = missed / max(len(checked), 1)
    return [
        f"{sample}",
        f"  precision, as drawn     {share(right, len(drawn))}",
        f"  precision, graph of now {share(right_now, len(made))}",
        f"  line ends right         {share(len(checked) - missed, len(checked))}",
        f"  missed, found since     {missed - still} of {missed}",
        f"  recall, as drawn        {recall(rate):5.1f} % [{recall(high):.1f}, {recall(low):.1f}]",
        f"  right links still made  {share(found, right)}",
    ]


def draw(seed: int, links: list[Link], last: list[str], counts: tuple[int, int]) -> list[str]:
    """A fresh sample to check by hand, one JSON object a line without verdict."""
    chance = random.Random(seed)
    chosen = chance.sample(links, counts[0])
    rows = [{"seed": seed, "kind": "link", "earlier": link.earlier, "later": link.later} for link in chosen]
    rows += [{"seed": seed, "kind": "end", "last": name} for name in chance.sample(last, counts[1])]
    return [json.dumps(row) for row in rows]


def describe(franchise: Franchise, entries: dict[str, Entry]) -> list[str]:
    """A franchise for people to look at."""
    text = [f"{franchise.id}  {franchise.title}"]
    for line in franchise.lines:
        text.append(f"  {line.relation}  {line.id}")
        for installment in line.installments:
            parts = ", ".join(f"{entries[p].title} ({entries[p].premiere.iso()})" for p in installment.parts)
            given = f" [{', '.join(map(str, installment.provider_numbers))}]" if installment.provider_numbers else ""
            text.append(f"    {installment.number}{given}  {parts}")
    text += [
        f"  + {x.relation}  {entries[x.entry].title} ({entries[x.entry].premiere.iso()})" for x in franchise.extras
    ]
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description="Quality of the franchise graph.")
    parser.add_argument("--franchises", type=int, default=0, help="print so many random franchises")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--draw", nargs=3, type=int, metavar=("SEED", "LINKS", "ENDS"), help="draw a fresh sample")
    arguments = parser.parse_args()
    catalogue, _ = bundle.read()
    entries = {entry.id: entry for entry in catalogue.entries}
    known = corrections.load()
    begun = time.perf_counter()
    graph = assemble(catalogue.entries, known.corrections)
    seconds = time.perf_counter() - begun
    lines = series_lines(graph, entries)
    links = [link for line in lines for link in line.links]
    last = ends(lines, entries)
    if arguments.draw:
        seed, *counts = arguments.draw
        print("\n".join(draw(seed, links, last, (counts[0], counts[1]))))
        return
    splits = sum(link.relation is Relation.SPLIT_COUR for link in links)
    extras = sum(len(franchise.extras) for franchise in graph.franchises)
    print(f"{len(entries):,} entries in {seconds:.1f} s: {len(graph.franchises):,} franchises, {extras:,} extras")
    several = sum(len(line.installments) > 1 for line in lines)
    print(f"{len(lines):,} lines of series, {several:,} with several installments,")
    print(f"{len(links) - splits:,} next-installment links, {splits} split cours,")
    print(f"{len(last):,} line ends until {LAST_YEAR}")
    for problem in (*known.problems, *graph.problems):
        print("correction:", problem, file=sys.stderr)
    rows = [json.loads(line) for line in FIXTURE.read_text(encoding="utf-8").splitlines()]
    for sample in ("first", "second", "report"):
        print("\n".join(report(sample, [row for row in rows if row["sample"] == sample], links, len(last))))
    for franchise in random.Random(arguments.seed).sample(graph.franchises, arguments.franchises):
        print("\n".join(describe(franchise, entries)))


if __name__ == "__main__":
    main()
