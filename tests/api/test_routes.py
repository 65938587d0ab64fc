"""What the API answers, and how it fails."""

from __future__ import annotations

import csv
import io
import json

import polars as pl
import pytest
from starlette.testclient import TestClient

from nextcour.site.site import Site
from tests.sample_site import TODAY


def test_an_answer_is_what_ask_says(api: TestClient, site: Site) -> None:
    got = api.get("/api/v1/answer", params={"q": "akudama drive season 2"}).json()
    said = site.engine.ask("akudama drive season 2", TODAY)
    assert got["headline"] == said.headline
    assert said.forecast is not None
    assert got["forecast"]["announced"]["24"]["p"] == said.forecast.announced["24"].p
    by_line = api.get("/api/v1/answer/akudama-drive").json()
    assert by_line["franchise"] == got["franchise"]


def test_an_answer_of_a_past_day_knows_nothing_later(api: TestClient) -> None:
    got = api.get("/api/v1/answer/oshi-no-ko", params={"as_of": "2023-05-01"}).json()
    assert got["known_to"] == "2023-05-01"
    assert all(fact["knowable_from"] <= "2023-05-01" for fact in got["facts"])


def test_the_forecast_and_the_franchise_are_those_of_the_answer(api: TestClient) -> None:
    answer = api.get("/api/v1/answer/akudama-drive").json()
    assert api.get("/api/v1/forecast/akudama-drive").json()["forecast"] == answer["forecast"]
    franchise = api.get(f"/api/v1/franchise/{answer['franchise']['id']}").json()
    assert [line["id"] for line in franchise["lines"]] == ["akudama-drive"]


@pytest.mark.parametrize("query", ["アクダマドライブ", "akudama drive", "akudama driv"])
def test_a_title_is_found_in_any_script_and_with_a_slip(api: TestClient, query: str) -> None:
    got = api.get("/api/v1/search", params={"q": query}).json()
    assert got["outcome"] == "ANSWERED"
    assert got["shows"][0]["line"] == "akudama-drive"


def test_a_list_is_whole_and_without_doubles_when_read_in_parts(api: TestClient, site: Site) -> None:
    found: list[str] = []
    cursor = None
    while True:
        part = api.get("/api/v1/shows", params={"limit": 7, "order": "chance"} | ({"cursor": cursor} if cursor else {}))
        body = part.json()
        found += [show["line"] for show in body["shows"]]
        cursor = body["next"]
        if cursor is None:
            break
    assert sorted(found) == sorted(site.shelf.lines())
    chances = [item.announced.p for line in found if (item := site.shelf.item(line)) and item.announced]
    assert chances == sorted(chances, reverse=True)


def test_filters_narrow_the_list(api: TestClient) -> None:
    waiting = api.get("/api/v1/shows", params={"status": "NOT_ANNOUNCED", "source": "MANGA", "limit": 200}).json()
    assert waiting["shows"]
    assert {(show["status"], show["source"]) for show in waiting["shows"]} == {("NOT_ANNOUNCED", "MANGA")}
    assert waiting["total"] == len(waiting["shows"])
    one = api.get("/api/v1/season/2020/fall").json()
    assert "akudama-drive" in [show["line"] for show in one["shows"]]


def test_changes_come_newest_first_and_go_on(api: TestClient) -> None:
    first = api.get("/api/v1/changes", params={"limit": 20, "since": "2025-01-01"}).json()
    second = api.get("/api/v1/changes", params={"limit": 20, "since": "2025-01-01", "cursor": first["next"]}).json()
    days = [row["change"]["day"] for part in (first, second) for row in part["changes"]]
    assert days == sorted(days, reverse=True)
    assert len(days) == 40
    assert min(days) > "2025-01-01"
    own = api.get("/api/v1/changes", params={"line": "akudama-drive"}).json()["changes"]
    assert {row["line"] for row in own} == {"akudama-drive"}
    kinds = api.get("/api/v1/changes", params={"kind": ["DELAYED", "CANCELLED"]}).json()["changes"]
    assert {row["change"]["kind"] for row in kinds} <= {"DELAYED", "CANCELLED"}


@pytest.mark.parametrize(
    ("path", "status", "parameter"),
    [
        ("/answer/no-such-show", 404, None),
        ("/answer/..%2F..%2Fetc%2Fpasswd", 404, None),
        ("/answer/%3Cscript%3E", 422, "line"),
        ("/franchise/nix", 404, None),
        ("/nix", 404, None),
        ("/answer", 422, "q"),
        ("/answer?q=" + "a" * 5000, 422, "q"),
        ("/answer?q=%00%01", 422, "q"),
        ("/answer/akudama-drive?as_of=2999-01-01", 422, "as_of"),
        ("/answer/akudama-drive?as_of=yesterday", 422, "as_of"),
        ("/shows?cursor=%F0%9F%98%80", 422, "cursor"),
        ("/shows?cursor=WyJvbGRlciIsM10", 410, "cursor"),
        ("/shows?limit=100000", 422, "limit"),
        ("/shows?status=MAYBE", 422, "status"),
        ("/changes?since=2026-01-02&until=2026-01-01", 422, "since"),
        ("/season/99999/fall", 422, "year"),
        ("/export.exe", 422, "ending"),
    ],
)
def test_what_is_wrong_is_a_problem_with_its_parameter(
    api: TestClient, path: str, status: int, parameter: str | None
) -> None:
    got = api.get(f"/api/v1{path}")
    assert got.status_code == status
    assert got.headers["content-type"] == "application/problem+json"
    body = got.json()
    assert body["status"] == status
    assert body.get("parameter") == parameter


def test_another_method_is_a_problem_too(api: TestClient) -> None:
    got = api.post("/api/v1/answer")
    assert got.status_code == 405
    assert got.headers["content-type"] == "application/problem+json"


def test_exports_hold_every_show_once(api: TestClient, site: Site) -> None:
    lines = list(site.shelf.lines())
    ndjson = [json.loads(row) for row in api.get("/api/v1/export.ndjson").text.splitlines()]
    assert [row["line"] for row in ndjson] == lines
    table = list(csv.DictReader(io.StringIO(api.get("/api/v1/export.csv").text)))
    assert [row["line"] for row in table] == lines
    frame = pl.read_parquet(io.BytesIO(api.get("/api/v1/export.parquet").content))
    assert frame["line"].to_list() == lines
    chances = {row["line"]: row["announced"]["p"] if row["announced"] else None for row in ndjson}
    assert dict(zip(frame["line"], frame["announced_24m"], strict=True)) == chances


def test_the_document_describes_itself_and_answers_name_their_data(api: TestClient, site: Site) -> None:
    document = api.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.")
    assert "Answer" in document["components"]["schemas"]
    about = api.get("/api/v1/").json()
    assert about["known_to"] == site.known_to.isoformat()
    assert about["shows"] == site.shelf.count()
