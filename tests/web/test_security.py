"""Whatever is asked, and however: a strict policy on every answer, nothing is written, nobody is led elsewhere."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from nextcour.web.app import create_app
from nextcour.web.assets import FOLDER
from tests.sample_site import ADDRESS, open_sample
from tests.web.html_of import elements, parsed
from tests.web.kinds import CARDS, EVERYTHING, FAULTS, PAGES

LOADED = (("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"), ("form", "action"), ("source", "src"))


@pytest.fixture(scope="module")
def client(shelf_file: Path) -> Iterator[TestClient]:
    """Follows no redirects, and may ask the API as often as it likes."""
    app = create_app(lambda: open_sample(shelf_file), allowed="1000000/minute")
    with TestClient(app, follow_redirects=False) as found:
        yield found


def directives(policy: str) -> dict[str, list[str]]:
    return {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}


@pytest.mark.parametrize("path", EVERYTHING)
def test_every_kind_of_answer_carries_a_strict_policy(client: TestClient, path: str) -> None:
    answer = client.get(path)
    client.cookies.clear()
    policy = directives(answer.headers["content-security-policy"])
    assert policy["default-src"] == ["'none'"]
    assert policy.get("script-src", ["'self'"]) == ["'self'"]
    framed = path in CARDS
    assert policy["frame-ancestors"] == ["*" if framed else "'none'"]
    assert "'unsafe-inline'" not in policy.get("style-src", [])
    if "style-src" in policy:
        assert policy["base-uri"] == ["'none'"]
        assert policy["form-action"] == ["'self'"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type" if answer.content else "location"]
    assert "server" not in answer.headers
    assert "x-powered-by" not in answer.headers


@pytest.mark.parametrize("path", [*PAGES, *FAULTS, *CARDS])
def test_nothing_is_loaded_from_elsewhere_or_unencrypted(client: TestClient, path: str) -> None:
    """The sample's own address is an `https` one; nothing that is loaded names another, or `http`."""
    document = parsed(client.get(path).text)
    for tag, name in LOADED:
        for element in elements(document, tag):
            address = element.get(name)
            if address is None or (tag == "link" and element.get("rel") in ("canonical", "alternate")):
                continue
            assert address.startswith("/"), (tag, address)
            assert not address.startswith("//"), (tag, address)
    for element in elements(document, "link"):
        if element.get("rel") in ("canonical", "alternate"):
            assert element.get("href", "").startswith((f"{ADDRESS}/", "/"))
    for element in elements(document, "a"):
        if element.get("target") == "_blank":
            assert "noopener" in (element.get("rel") or "")


def snapshot(*folders: Path) -> dict[str, str]:
    """Every file with a hash of what is in it."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_nothing_on_the_site_writes(client: TestClient, shelf_file: Path) -> None:
    """Drawn pictures and pages are kept in the cache; data, shelf and the site's own files stay as they are."""
    data = Path(os.environ["NEXTCOUR_DATA_DIR"])
    before = snapshot(data, FOLDER, shelf_file.parent)
    assert str(shelf_file) in before
    for path in EVERYTHING:
        for method in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "BREW"):
            answer = client.request(method, path, content=b"x=1" if method in ("POST", "PUT", "PATCH") else None)
            client.cookies.clear()
            if method in ("GET", "HEAD"):
                continue
            checked = path == "/check" and method == "POST"
            assert answer.status_code in ((400, 415) if checked else (404, 405)), (method, path)
            assert answer.headers["content-security-policy"]
            assert "set-cookie" not in answer.headers
    assert snapshot(data, FOLDER, shelf_file.parent) == before


@pytest.mark.parametrize("path", ["/", "/anime/akudama-drive", "/ja/browse", "/sitemap.xml", "/feeds/changes.atom",
                                  "/robots.txt", "/card/akudama-drive", "/mal/41433", "/nowhere", "/api/v1/",
                                  "/calendar.ics", "/api/v1/openapi.json"])  # fmt: skip
@pytest.mark.parametrize(
    "sent",
    [
        {"host": "evil.example"},
        {"host": "evil.example:99999999"},
        {"host": '"><script>alert(1)</script>'},
        {"x-forwarded-host": "evil.example", "x-forwarded-proto": "http", "x-forwarded-prefix": "/evil.example"},
        {"x-original-url": "/evil.example", "x-rewrite-url": "/evil.example", "forwarded": "host=evil.example"},
    ],
)
def test_addresses_come_from_the_settings_and_not_from_the_reader(
    client: TestClient, path: str, sent: dict[str, str]
) -> None:
    plain, other = client.get(path), client.get(path, headers=sent)
    assert "evil.example" not in other.text
    assert "evil.example" not in str(other.headers)
    assert other.headers.get("location") == plain.headers.get("location")
    assert other.content == plain.content


@pytest.mark.parametrize(
    "path",
    [
        "/search?q=a%0d%0aSet-Cookie:%20x=1",
        "/search?q=akudama%20drive%0d%0aX-Injected:%201",
        "/suggest?q=%0d%0aX-Injected:1",
        "/anime/akudama-drive?as_of=2022-01-01%0d%0aX-Injected:1",
        "/anime/%0d%0aX-Injected:1",
        "/studio/%0d%0aX-Injected:1",
        "/browse?studio=%0d%0aX-Injected:1",
        "/mal/1%0d%0aX-Injected:1",
        "/card/akudama-drive?lang=%0d%0aX-Injected:1",
        "/api/v1/answer?q=%0d%0aX-Injected:1",
        "/api/v1/shows?cursor=%0d%0aX-Injected:1",
        "/feeds/studio/%0d%0aX-Injected:1.atom",
        "/check%0d%0aX-Injected:1",
    ],
)
def test_no_header_is_slipped_in(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code < 500
    assert "x-injected" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert not any(mark in value for value in answer.headers.values() for mark in "\r\n")


ASCENTS = ("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "%252e%252e%252f", "....//", "%c0%ae%c0%ae/", "..%00/")


@pytest.mark.parametrize("ascent", ASCENTS)
@pytest.mark.parametrize(
    "form",
    ["/static/{}site.css", "/pictures/{}x.svg", "/og/{}x.png", "/badge/{}x.svg", "/card/{}x", "/anime/{}x",
     "/studio/{}x", "/feeds/anime/{}x.atom", "/feeds/studio/{}x.json", "/season/2020/{}x", "/browse/{}x",
     "/api/v1/answer/{}x", "/ja/anime/{}x"],
)  # fmt: skip
def test_no_path_leaves_its_folder(client: TestClient, form: str, ascent: str) -> None:
    for up in (ascent * 8 + "etc/passwd%00", ascent + "security.py", ascent * 2 + "web/" + ascent):
        answer = client.get(form.format(up))
        assert answer.status_code in (400, 404, 422), up
        assert b"root:" not in answer.content
        assert b"import annotations" not in answer.content


@pytest.mark.parametrize(
    "query",
    ["q=" + "a" * 60_000, "q=" + "%E9%80%B2" * 7_000, "q=%ff%fe%80", "q=%00%00", "q=%F0%9F", "q=%", "q=%zz",
     "&".join(f"p{n}={n}" for n in range(5_500)), "&".join(["q=a"] * 10_000), "=" * 5_000, "&" * 50_000,
     "q[]=a&q[b]=c",
     "q=" + "%28" * 4_000, "q=" + "a%CC%81" * 4_000, "q=%ED%A0%80", "q=" + "%EF%B7%BA" * 2_000],
    ids=str.__len__,
)  # fmt: skip
@pytest.mark.parametrize(
    "path",
    ["/", "/search", "/suggest", "/browse", "/anime/akudama-drive", "/preferences", "/card/akudama-drive",
     "/api/v1/search", "/api/v1/shows", "/feeds/changes.atom", "/calendar.ics", "/static/site.css", "/mal/41433"],
)  # fmt: skip
def test_large_and_malformed_questions_end_in_an_answer(client: TestClient, path: str, query: str) -> None:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code < 500
    assert len(answer.content) < 400_000
    for name, value in answer.headers.items():
        assert len(value) < 20_000, name


@pytest.mark.parametrize(
    "name", ["as_of", "page", "sort", "studio", "titles", "back", "lang", "cursor", "since", "limit"]
)
@pytest.mark.parametrize(
    "value", ["a" * 20_000, "%00", "%ff", "-1", "9" * 400, "1e999", "٣", "2023-02-30", "NaN", "[]"]
)
def test_no_parameter_breaks_a_page(client: TestClient, name: str, value: str) -> None:
    for path in ("/anime/akudama-drive", "/browse", "/preferences", "/card/akudama-drive", "/api/v1/shows",
                 "/api/v1/changes", "/feeds/changes.json", "/anime/akudama-drive.ics"):  # fmt: skip
        assert client.get(f"{path}?{name}={value}").status_code < 500, path


@pytest.mark.parametrize("path", ["/", "/static/site.css", "/favicon.ico", "/og/akudama-drive.png", "/calendar.ics",
                                  "/api/v1/export.ndjson", "/feeds/changes.atom"])  # fmt: skip
@pytest.mark.parametrize(
    "wanted", ["bytes=0-9", "bytes=-5", "bytes=5-2", "bytes=999999999-", "bytes=x", "lines=1-2",
               "bytes=" + ",".join(["0-"] * 2_000), "bytes=" + ",".join(f"{n}-{n}" for n in range(2_000))]
)  # fmt: skip
def test_ranges_are_kept_to_or_left_alone(client: TestClient, path: str, wanted: str) -> None:
    whole = client.get(path, headers={"accept-encoding": "identity"})
    part = client.get(path, headers={"accept-encoding": "identity", "range": wanted})
    assert part.status_code in (200, 206, 400, 416)
    if part.status_code == 200:
        assert part.content == whole.content
    elif part.status_code == 206 and "content-range" in part.headers:
        first, last = map(int, part.headers["content-range"].removeprefix("bytes ").partition("/")[0].split("-"))
        assert part.content == whole.content[first : last + 1]
    assert len(part.content) <= 2 * len(whole.content) + 300_000
