"""One fact changed in a text of `nextcour write`, and `nextcour check` has to see it.

    python bench/check_mutations.py [N]


For N shows (all without N) the English page is written and checked as it is: nothing in it may come back contradicted.
Then each fact that the page states is changed, one at a time, into something else of its kind; a claim of that kind has
to come back contradicted, at that place. The changes are made from the facts, not from what check found.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from nextcour.answers.answer import Answer, Outcome
from nextcour.answers.view import LineView, State, line_view
from nextcour.articles.checked import Checked
from nextcour.articles.claim import Verdict
from nextcour.articles.edition import Lang
from nextcour.articles.writing import edition_of
from nextcour.articles.writing_markdown import render_markdown
from nextcour.bootstrap import Engine, open_engine
from nextcour.catalog.dates import season_of
from nextcour.checking import check_text
from nextcour.facts.views import Cut

DAY = dt.date(2026, 11, 25)
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
STUDIOS = ("Kyoto Animation", "Toei Animation", "Studio Deen", "Sunrise")
COUNTS = {"one": "four", "two": "seven", "three": "eight", "four": "one", "five": "two", "six": "three"}
KINDS = ("first_air_date", "finale", "season", "episodes", "installments", "studio", "source_material", "announced")


class Mutation(NamedTuple):
    """`text` is the page with `before` changed into `after` at `at`."""

    kind: str
    before: str
    after: str
    at: int
    text: str


def written(engine: Engine, line: str) -> tuple[str, Answer] | None:
    """The English page about a line in Markdown; None where nothing is known of it."""
    answer = engine.ask(f"id:{line}", DAY, with_facts=False)
    if answer.outcome is not Outcome.ANSWERED or answer.franchise is None:
        return None
    return render_markdown(edition_of(answer, engine.library, DAY, Lang.EN)), answer


def view_of(engine: Engine, line_id: str) -> LineView:
    library = engine.library
    home = library.home(line_id)
    assert home is not None
    franchise = library.franchise(home)
    line = next(one for one in franchise.lines if one.id == line_id)
    return line_view(franchise, line, library, Cut(min(DAY, library.data_day)))


def checked(engine: Engine, text: str) -> Checked:
    return check_text(text, "text/markdown", engine, DAY, published=DAY)


def day_words(day: dt.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def mutations(text: str, view: LineView, seed: int) -> Iterator[Mutation]:
    """Facts of `view` that `text` states, each changed where it first stands. Facts that are counted from dates, or
    that tags leave open between two kinds, are changed by more than their doubt."""
    chance = random.Random(seed)
    body = text[: text.find("## Sources")]
    seasons = [one for one in view.seasons if one.state is State.OUT]
    premieres = {part.premiere.exact for one in view.seasons for part in one.parts}
    finales = {part.finale.exact for one in view.seasons for part in one.parts}
    for season in seasons[:3]:
        first, last = season.parts[0].premiere.exact, season.parts[-1].finale.exact
        if first is not None:
            wrong = first + dt.timedelta(days=chance.choice((-400, -200, 200, 400)))
            if not any(abs((wrong - day).days) < 30 for day in premieres | finales if day is not None):
                yield from _swapped(
                    "first_air_date",
                    body,
                    text,
                    rf"(?:from|premiered on|on) {day_words(first)}",
                    day_words(first),
                    day_words(wrong),
                )
            name, year = season_of(first)
            shown = f"{name.capitalize()} {year}"
            yield from _swapped("season", body, text, re.escape(f"({shown})"), shown, f"{name.capitalize()} {year - 3}")
        if last is not None and last != first and len(season.parts) == 1:
            wrong = last + dt.timedelta(days=chance.choice((-500, 300, 500)))
            if not any(abs((wrong - day).days) < 30 for day in premieres | finales if day is not None):
                yield from _swapped(
                    "finale", body, text, rf"(?:to|until|ended on) {day_words(last)}", day_words(last), day_words(wrong)
                )
        count = season.parts[0].episodes if len(season.parts) == 1 else None
        known = {part.episodes for one in view.seasons for part in one.parts}
        if count is not None and count > 1 and None not in known:
            wrong_count = count + chance.choice((9, 14))
            sums = [sum(part.episodes or 0 for part in one.parts) for one in view.seasons]
            if wrong_count not in {*sums, sum(sums), *known}:
                yield from _swapped("episodes", body, text, rf"\b{count} episodes", f"{count} ", f"{wrong_count} ")
    found = re.search(r"has (one|two|three|four|five|six) seasons? so far", body)
    parts = sum(len(one.parts) for one in view.seasons)
    if found is not None and len(seasons) == len(view.seasons) == parts:
        wrong_word = COUNTS[found.group(1)]
        noun = "season" if wrong_word == "one" else "seasons"
        yield _made("installments", text, found.start(), found.group(), f"has {wrong_word} {noun} so far")
    studios = {studio for one in view.seasons for part in one.parts for studio in part.studios}
    other = next(one for one in STUDIOS if one not in studios)
    found = (
        re.search(
            r"animated by ("
            + "|".join(map(re.escape, sorted(studios, key=len, reverse=True)))
            + r")(?= ?[;,.(]| and )",
            body,
        )
        if studios
        else None
    )
    if found is not None:
        yield _made("studio", text, found.start(), found.group(), f"animated by {other}")
    kinds = {part.source_material.value for one in view.seasons for part in one.parts} - {"UNKNOWN"}
    found = re.search(r"is an original (TV anime|anime|web anime)", body)
    if found is not None and kinds == {"ORIGINAL"}:
        yield _made(
            "source_material", text, found.start(), found.group(), f"is a {found.group(1)} adapted from a manga"
        )
    found = re.search(r"adapted from an? (manga|light novel|novel|game|visual novel)", body)
    if found is not None and len(kinds) == 1:
        yield _made(
            "source_material",
            text,
            found.start(),
            found.group(),
            "adapted from a light novel" if kinds == {"MANGA"} else "adapted from a manga",
        )
    number = seasons[-1].number if seasons else 0
    found = re.search(rf"No season {number + 1} of", body)
    if found is not None and number >= 2:
        yield _made("announced", text, found.start(), found.group(), f"No season {number} of")


def _swapped(kind: str, body: str, text: str, pattern: str, before: str, after: str) -> Iterator[Mutation]:
    found = re.search(pattern, body)
    if found is not None:
        yield _made(kind, text, found.start(), found.group(), found.group().replace(before, after))


def _made(kind: str, text: str, at: int, before: str, after: str) -> Mutation:
    return Mutation(kind, before, after, at, text[:at] + after + text[at + len(before) :])


def seen(mutation: Mutation, result: Checked) -> bool:
    """Whether a claim of the mutation's kind that holds its words is contradicted, with what is right and why."""
    wanted = " ".join(mutation.after.split())
    core = re.sub(r"^(?:from|to|until|on|premiered on|ended on|animated by)\s+|[()]", "", wanted)
    return any(
        claim.kind.value == mutation.kind
        and claim.verdict is Verdict.CONTRADICTED
        and claim.right_value
        and claim.evidence
        and (core in claim.text or claim.text in wanted or claim.text in core)
        for claim in result.claims
    )


def lines_of(engine: Engine, amount: int | None, seed: int = 1) -> list[str]:
    """Main lines in random order, `amount` of them or all."""
    lines = [line.id for one in engine.library.franchise_ids() for line in engine.library.franchise(one).lines]
    random.Random(seed).shuffle(lines)
    return lines if amount is None else lines[:amount]


def main(arguments: list[str]) -> None:
    engine = open_engine()
    lines = lines_of(engine, int(arguments[0]) if arguments else None)
    tried: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    shows = clean = 0
    began = time.monotonic()
    for line in lines:
        page = written(engine, line)
        if page is None:
            continue
        text, _ = page
        shows += 1
        wrong = [claim for claim in checked(engine, text).claims if claim.verdict is Verdict.CONTRADICTED]
        clean += not wrong
        for claim in wrong:
            print(f"FALSE ALARM {line}: {claim.kind.value} {claim.value!r} {claim.text[:90]!r} -> {claim.right_value}")
        for mutation in mutations(text, view_of(engine, line), seed=shows):
            tried[mutation.kind] += 1
            if seen(mutation, checked(engine, mutation.text)):
                caught[mutation.kind] += 1
            else:
                print(f"MISSED {line}: {mutation.kind}: {mutation.before!r} -> {mutation.after!r}")
    print(
        f"{shows} shows in {time.monotonic() - began:,.0f} s; {clean} pages with nothing contradicted "
        f"({clean / max(1, shows):.2%})"
    )
    for kind in KINDS:
        print(f"  {kind:16} {caught[kind]:6} of {tried[kind]:6}  {caught[kind] / max(1, tried[kind]):7.2%}")
    print(f"  {'all':16} {caught.total():6} of {tried.total():6}  {caught.total() / max(1, tried.total()):7.2%}")


if __name__ == "__main__":
    main(sys.argv[1:])
