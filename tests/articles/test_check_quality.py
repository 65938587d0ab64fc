"""The tuning half of the corpus; `bench/check_quality.py` measures all of it."""

from __future__ import annotations

from bench.check_quality import articles, measure


def test_the_tuning_articles_are_read_as_annotated() -> None:
    paths = articles("tuning")
    assert len(paths) >= 20
    score = measure(paths)
    assert score.precision >= 0.95, score.wrong
    assert score.recall >= 0.85, score.misses
