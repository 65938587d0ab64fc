"""The tuning half of the corpus, and a sample of mutated pages of `nextcour write`. bench/ measures all of them."""

from __future__ import annotations

from collections import Counter

from bench import check_mutations as mutating
from bench.check_quality import articles, measure
from nextcour.articles.claim import Verdict
from nextcour.bootstrap import Engine

SHOWS = 12


def test_the_tuning_articles_are_read_as_annotated() -> None:
    paths = articles("tuning")
    assert len(paths) >= 20
    score = measure(paths)
    assert score.precision >= 0.95, score.wrong
    assert score.recall >= 0.85, score.misses


def test_written_pages_are_not_contradicted_and_a_changed_fact_is(engine: Engine) -> None:
    tried: Counter[str] = Counter()
    missed: list[str] = []
    shows = 0
    for line in mutating.lines_of(engine, SHOWS, seed=7):
        page = mutating.written(engine, line)
        if page is None:
            continue
        shows += 1
        wrong = [claim for claim in mutating.checked(engine, page[0]).claims if claim.verdict is Verdict.CONTRADICTED]
        assert not wrong, (line, wrong)
        for mutation in mutating.mutations(page[0], mutating.view_of(engine, line), seed=shows):
            tried[mutation.kind] += 1
            if not mutating.seen(mutation, mutating.checked(engine, mutation.text)):
                missed.append(f"{line}: {mutation.before!r} -> {mutation.after!r}")
    assert shows >= SHOWS - 2
    assert tried.total() >= 3 * shows
    assert len(missed) <= 0.1 * tried.total(), missed
