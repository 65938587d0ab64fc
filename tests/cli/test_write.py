"""`nextcour write` as a person types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nextcour.catalog.entry import Ids
from tests.cli.run import nextcour
from tests.replay.anilist import AniListServer, titles


def test_a_page_is_written_in_markdown() -> None:
    done = nextcour("write", "akudama", "drive", "season", "2")
    assert done.returncode == 0
    assert done.stdout.startswith("# Akudama Drive: Season 2\n\n## What is Akudama Drive?\n")
    assert "[^1]: " in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(("lang", "word"), [("ja", "出典"), ("zh", "来源")])
def test_the_language_is_chosen(lang: str, word: str) -> None:
    assert f"## {word}\n" in nextcour("write", "akudama drive", "--lang", lang).stdout


def test_html_is_a_page_and_json_has_sections_and_footnotes() -> None:
    page = nextcour("write", "akudama drive", "--format", "html").stdout
    assert page.startswith('<!doctype html>\n<html lang="en">')
    found = json.loads(nextcour("write", "akudama drive", "--json").stdout)
    assert [section["id"] for section in found["sections"]] == ["about", "so-far", "renewal", "release"]
    assert all(note["observed_at"] for note in found["footnotes"])


def test_it_goes_into_a_file_and_a_folder_that_is_not_there_is_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    done = nextcour("write", "akudama drive", "-o", str(path))
    assert (done.returncode, done.stdout) == (0, "")
    assert path.read_text(encoding="utf-8") == nextcour("write", "akudama drive").stdout
    (tmp_path / "file").write_text("")
    done = nextcour("write", "akudama drive", "-o", str(tmp_path / "file" / "page.md"))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr


def test_since_begins_with_what_has_changed() -> None:
    done = nextcour("write", "oshi no ko", "--as-of", "2024-06-20", "--since", "2023-12-01")
    assert "## What has changed\n\n- 4 February 2024: season 2 was dated July 2024." in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("gundam",), 4, "Which one?"),
        (("qwxz vvkkq jjqx",), 3, "Not found"),
        (("akudama drive", "--json", "--format", "md"), 2, "exclude each other"),
        (("akudama drive", "--spoilers"), 2, "goes with --synopsis"),
        (("akudama drive", "--as-of", "2022-01-01", "--since", "2022-01-01"), 2, "is not before 2022-01-01"),
        (("akudama drive", "--lang", "fr"), 2, "'fr'"),
    ],
)
def test_what_cannot_be_written_says_why(words: tuple[str, ...], code: int, said: str) -> None:
    done = nextcour("write", *words)
    assert done.returncode == code
    assert said in done.stdout + done.stderr


def test_without_a_network_the_page_says_that_it_has_no_synopsis() -> None:
    urls = json.dumps({"anilist": "http://127.0.0.1:9", "jikan": "http://127.0.0.1:9/v4"})
    done = nextcour("write", "akudama drive", "--synopsis", env={"NEXTCOUR_SOURCE_URLS": urls})
    assert done.returncode == 0
    assert "There is no synopsis here" in done.stdout
    assert "no synopsis (AniList: " in done.stderr


def test_a_synopsis_is_fetched_and_credited() -> None:
    record = titles()[0] | {"id": 116566, "description": "Six thieves.<br>~!They die.!~ <script>x</script>"}
    with AniListServer([record]) as server:
        urls = json.dumps({"anilist": server.base, "jikan": "http://127.0.0.1:9/v4"})
        env = {"NEXTCOUR_SOURCE_URLS": urls}
        done = nextcour("write", "akudama drive", "--synopsis", env=env)
        spoiled = nextcour("write", "akudama drive", "--synopsis", "--spoilers", env=env)
    assert "“Six thieves.”[^3]" in done.stdout
    assert "Synopsis: AniList, fetched on" in done.stdout
    assert "<https://anilist.co/anime/116566>" in done.stdout
    assert "They die." in spoiled.stdout
    assert "script" not in done.stdout + spoiled.stdout
    assert Ids(anilist=116566).anilist == server.asked[0][1][0]
