"""`nextcour check` as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.run import nextcour

GOOD = "Akudama Drive ran for 12 episodes.\n"
BAD = "Akudama Drive season 2\n\nAkudama Drive ran for 24 episodes and was animated by Studio Pierrot.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(BAD, encoding="utf-8")
    return path


def test_the_text_is_shown_with_signs_that_survive_a_pipe(article: Path) -> None:
    done = nextcour("check", str(article))
    assert done.returncode == 5
    assert "ran for 24 episodes [✗1]" in done.stdout
    assert "[✓2]" in done.stdout
    assert "Right: 12" in done.stdout
    assert "\x1b" not in done.stdout


def test_json_has_the_published_shape(article: Path) -> None:
    done = nextcour("check", str(article), "--json", "--published", "2021-05-01")
    found = json.loads(done.stdout)
    assert found["published"] == "2021-05-01"
    assert [show["line"] for show in found["shows"]] == ["akudama-drive"]
    for claim in found["claims"]:
        assert {"text", "kind", "value", "verdict", "right_value", "evidence", "observed_at"} <= claim.keys()
    assert [claim["verdict"] for claim in found["claims"]] == ["contradicted", "supported"]


def test_a_page_and_claim_reviews_are_written(article: Path, tmp_path: Path) -> None:
    page = tmp_path / "out.html"
    done = nextcour("check", str(article), "--claim-review", "--html", str(page))
    assert [review["@type"] for review in json.loads(done.stdout)] == ["ClaimReview"] * 2
    assert '<mark class="contradicted">' in page.read_text(encoding="utf-8")


def test_standard_input_is_read() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nextcour", "check", "-"],
        input=GOOD,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=dict(os.environ),
    )
    assert done.returncode == 0, done.stderr
    assert "supported" in done.stdout


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", 3, "nothing in it"),
        (b"%PDF-1.4", 3, "PDF"),
        (b"x" * 6_000_000, 3, "MB"),
        (b"Stranger Things Season 6: Release Date\n", 3, "Stranger Things"),
        (b"Soup is good for you.", 3, "No show"),
    ],
)
def test_bad_input_ends_in_clear_words(tmp_path: Path, content: bytes, code: int, words: str) -> None:
    path = tmp_path / "input"
    path.write_bytes(content)
    done = nextcour("check", str(path))
    assert (done.returncode, words in done.stderr) == (code, True), done.stderr


def test_what_cannot_be_fetched_or_found_is_said(tmp_path: Path) -> None:
    assert "no file" in nextcour("check", str(tmp_path / "nothing.txt")).stderr
    private = nextcour("check", "http://127.0.0.1/article")
    assert private.returncode == 1
    assert "public" in private.stderr
    assert nextcour("check", str(tmp_path)).returncode == 2
    assert nextcour("check", "-", "--json", "--claim-review").returncode == 2
    assert "NEXTCOUR_LLM_MODEL" in nextcour("check", __file__, "--extractor", "http://127.0.0.1:9/v1").stderr
