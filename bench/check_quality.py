"""How well `nextcour check` reads articles: `python bench/check_quality.py [tuning|report|report2] [--misses]`.

A found claim answers an annotated one when it is of the same show, of the same kind (or one that says the same in other
words, see SAME) and their words overlap. Recall counts checkable claims (annotated with a verdict that facts can give)
that were found with the right verdict; precision looks at everything called contradicted, annotated or not.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "articles" / "corpus"
DAY = dt.date(2026, 11, 25)
TYPES = {".html": "text/html", ".md": "text/markdown", ".txt": "text/plain"}
# Kinds that say the same: the day of a return is its first broadcast, a season of the year is a coarse day, and "an
# adaptation of the manga" names material and direction at once.
SAME = (
    {"first_air_date", "release_date", "season"},
    {"source_material", "adaptation"},
    {"director", "staff"},
    {"staff", "author"},
)
CHECKABLE = {"supported", "contradicted", "outdated", "near_miss"}


class Score(NamedTuple):
    articles: int
    claims: int
    checkable: int
    found: int  # checkable, with the right verdict
    strict: int  # and of the very kind annotated
    every: int  # of all claims, those found with the right verdict
    contradicted: int
    right: int  # of those, annotated so
    confusion: Counter[tuple[str, str]]
    misses: list[str]
    wrong: list[str]

    @property
    def precision(self) -> float:
        return self.right / self.contradicted if self.contradicted else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.checkable if self.checkable else 1.0


def alike(one: str, other: str) -> bool:
    return one == other or any({one, other} <= group for group in SAME)


def plain(text: str) -> str:
    """Text without markup and with single spaces, so that words of a page and of its text compare."""
    return " ".join(re.sub(r"<[^>]{1,300}>|[*_#>`]|\[\^?\d+\]", " ", text).replace("’", "'").split())


def overlaps(annotated: str, found: str, sentence: str) -> bool:
    """Whether the words annotated are part of what was found or the other way round, or they share a stretch."""
    one, two = plain(annotated), plain(found)
    if not one or not two:
        return False
    if one in two or two in one:
        return True
    whole = plain(sentence)
    a, b = whole.find(one), whole.find(two)
    return a >= 0 and b >= 0 and a < b + len(two) and b < a + len(one)


def articles(half: str) -> list[Path]:
    return sorted(path for path in (CORPUS / half).glob("*") if path.suffix in TYPES)


def measure(paths: Iterable[Path]) -> Score:
    """Scores the articles at `paths`, each with its annotations beside it."""
    from nextcour.articles.document import ArticleUnusable  # noqa: PLC0415
    from nextcour.bootstrap import open_engine  # noqa: PLC0415
    from nextcour.checking import check_text  # noqa: PLC0415

    engine = open_engine()
    confusion: Counter[tuple[str, str]] = Counter()
    misses: list[str] = []
    wrong: list[str] = []
    totals: Counter[str] = Counter()
    for path in paths:
        notes = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        written = dt.date.fromisoformat(notes["written"]) if notes["written"] else None
        totals["articles"] += 1
        try:
            found = check_text(path.read_bytes(), TYPES[path.suffix], engine, DAY, published=written).claims
            text = check_text(path.read_bytes(), TYPES[path.suffix], engine, DAY, published=written).text
        except ArticleUnusable as error:
            found, text = (), ""
            misses.append(f"{path.name}: nothing read: {error}")
        answered: set[int] = set()
        for claim in notes["claims"]:
            totals["claims"] += 1
            near = [
                (place, one)
                for place, one in enumerate(found)
                if alike(one.kind.value, claim["kind"])
                and one.show == claim["show"]
                and overlaps(claim["text"], one.text, text)
            ]
            # The one of the same kind and verdict first: a sentence may hold two claims of a kind.
            near.sort(key=lambda pair: (pair[1].verdict.value != claim["verdict"], pair[1].kind.value != claim["kind"]))
            best = near[0][1] if near else None
            if near:
                answered.add(near[0][0])
            verdict = best.verdict.value if best is not None else "(not found)"
            confusion[claim["verdict"], verdict] += 1
            right = verdict == claim["verdict"]
            totals["every"] += right
            if claim["verdict"] in CHECKABLE:
                totals["checkable"] += 1
                totals["found"] += right
                totals["strict"] += right and best is not None and best.kind.value == claim["kind"]
            if not right:
                said = f"{best.why}" if best is not None else ""
                misses.append(
                    f"{path.name}: {claim['kind']} {claim['value']!r} {claim['text']!r}: "
                    f"{claim['verdict']} came as {verdict} {said}"
                )
        for one in found:
            if one.verdict.value != "contradicted":
                continue
            totals["contradicted"] += 1
            is_right = any(
                claim["verdict"] == "contradicted"
                and alike(one.kind.value, claim["kind"])
                and one.show == claim["show"]
                and overlaps(claim["text"], one.text, text)
                for claim in notes["claims"]
            )
            totals["right"] += is_right
            if not is_right:
                wrong.append(
                    f"{path.name}: {one.kind.value} {one.value!r} {one.text!r} -> {one.right_value} ({one.why})"
                )
    names = ("articles", "claims", "checkable", "found", "strict", "every", "contradicted", "right")
    return Score(*(totals[name] for name in names), confusion, misses, wrong)


def main(arguments: list[str]) -> None:
    halves = [one for one in arguments if not one.startswith("-")] or ["tuning"]
    for half in halves:
        score = measure(articles(half))
        print(f"{half}: {score.articles} articles, {score.claims} claims, {score.checkable} of them checkable")
        print(f"  precision of contradicted  {score.precision:6.1%}  ({score.right} of {score.contradicted})")
        print(
            f"  recall of checkable claims {score.recall:6.1%}  "
            f"({score.found} of {score.checkable}; {score.strict} of the very kind)"
        )
        print(
            f"  right verdict, all claims  {score.every / max(1, score.claims):6.1%}  ({score.every} of {score.claims})"
        )
        columns = sorted({verdict for _, verdict in score.confusion})
        print("  " + " " * 16 + "".join(f"{one:>14}" for one in columns))
        for row in sorted({annotated for annotated, _ in score.confusion}):
            print(f"  {row:16}" + "".join(f"{score.confusion[row, column] or '':>14}" for column in columns))
        if "--misses" in arguments:
            for line in (*score.misses, "called contradicted, and not annotated so:", *score.wrong):
                print("   ", line)


if __name__ == "__main__":
    main(sys.argv[1:])
