"""Writes the page of every line of the catalogue in every language, and looks for what no page may have.

    python bench/written_pages.py [--sample N] [--as-of DAY]

Prints pages a second of processor time beyond the answers, and each kind of fault with the number of pages that have it
and some of them.
Exit code 1 when any page fails.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator

from nextcour.answers.answer import Answer
from nextcour.articles.edition import Edition, Lang
from nextcour.articles.footnotes import safe_url
from nextcour.articles.writing import edition_of
from nextcour.articles.writing_html import render_html
from nextcour.articles.writing_markdown import render_markdown
from nextcour.bootstrap import Engine, open_engine

DAY = dt.date(2026, 11, 25)
SEED = 20261125
SHOWN = 5
# What a sentence ends in; full width in Japanese and Chinese.
_ENDS = {Lang.EN: ".”", Lang.JA: "。”", Lang.ZH: "。”"}
_ODD = re.compile(r"\bNone\b|\{|\}|  |\.\.(?!\.)|,,|、、|，，|。。|\( | \)|“”|「」|《》|\ban? an? ")
_TAGS = re.compile(r"<(/?)([a-z0-9]+)[^<>]*>")
_VOID = {"meta"}


def lines(engine: Engine) -> list[str]:
    """Ids of all lines."""
    homes = dict.fromkeys(row.franchise for row in engine.library.rows())
    return sorted(line.id for home in homes for line in engine.library.franchise(home).lines)


def faults(edition: Edition, titles: frozenset[str]) -> Iterator[str]:
    """What is wrong with an edition, in a few words. Odd characters within `titles` are theirs."""
    numbers = {note.number for note in edition.footnotes}
    used: list[int] = []
    if not edition.sections or not edition.footnotes:
        yield "nothing written"
    for section in edition.sections:
        if not section.sentences:
            yield "empty section"
        for sentence in section.sentences:
            if not sentence.notes:
                yield "sentence without a footnote"
            used += [number for number in sentence.notes if number not in used]
            if sentence.text[-1:] not in _ENDS[edition.lang]:
                yield "sentence without an end"
            bare = sentence.text
            for title in sorted(titles, key=len, reverse=True):
                bare = bare.replace(title, "T")
            if _ODD.search(bare):
                yield f"odd text: {_ODD.findall(bare)[:2]}"
    if set(used) != numbers:
        yield "footnotes that nothing refers to, or the other way round"
    if used != sorted(used):
        yield "footnotes out of order"
    for note in edition.footnotes:
        if note.url and safe_url(note.url) != note.url:
            yield "unsafe address"
        if not note.text or note.observed_at is None:
            yield "footnote without text or day"


def unbalanced(html: str) -> bool:
    """Whether elements are not closed in order, or an id stands twice."""
    opened: list[str] = []
    for end, name in _TAGS.findall(html):
        if not end:
            if name not in _VOID:
                opened.append(name)
        elif not opened or opened.pop() != name:
            return True
    ids = re.findall(r' id="([^"]*)"', html)
    return bool(opened) or len(ids) != len(set(ids))


def names_of(answer: Answer, engine: Engine) -> frozenset[str]:
    """Every name that may stand in a page."""
    assert answer.franchise is not None
    franchise = engine.library.franchise(answer.franchise.id)
    entries = [engine.library.entry(name) for name in franchise.entry_ids()]
    return frozenset(
        [title.text for entry in entries for title in entry.titles]
        + [studio for entry in entries for studio in entry.studios]
        + [stream.name for entry in entries for stream in entry.streams]
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, help="only so many lines, drawn at random")
    parser.add_argument("--as-of", type=dt.date.fromisoformat, default=DAY)
    given = parser.parse_args()
    engine = open_engine()
    names = lines(engine)
    if given.sample is not None and given.sample < len(names):
        names = sorted(random.Random(SEED).sample(names, given.sample))
    found: dict[str, list[str]] = defaultdict(list)
    times: list[float] = []
    sentences = 0
    for name in names:
        answer = engine.ask(f"id:{name}", given.as_of, with_facts=False)
        titles = names_of(answer, engine)
        for lang in Lang:
            begin = time.process_time()
            edition = edition_of(answer, engine.library, given.as_of, lang)
            html = render_html(edition)
            times.append(time.process_time() - begin)
            sentences += sum(len(section.sentences) for section in edition.sections)
            wrong = set(faults(edition, titles))
            if unbalanced(html):
                wrong.add("HTML that is not balanced")
            if edition != edition_of(answer, engine.library, given.as_of, lang) or not render_markdown(edition):
                wrong.add("another text the second time")
            for what in wrong:
                found[what].append(f"{lang.value} {name}")
    mean, p99 = statistics.mean(times), statistics.quantiles(times, n=100)[98]
    print(f"{len(names):,} lines, {len(times):,} pages, {sentences:,} sentences, as of {given.as_of}")
    print(f"{1 / mean:,.0f} pages a second of processor time beyond the answers (HTML too)")
    print(f"mean {mean * 1000:.2f} ms, p99 {p99 * 1000:.2f} ms")
    for what, which in sorted(found.items()):
        print(f"{what}: {len(which):,} pages, such as {', '.join(which[:SHOWN])}")
    failed = {page.split()[1] for pages in found.values() for page in pages}
    print(f"{len(failed):,} of {len(names):,} shows fail anything")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
