"""The budget of `bench/page_weight.py`, on the sample site."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from bench.page_weight import BUDGET, Got, getter, loaded, over, weigh

PAGES = ("/", "/anime/attack-on-titan", "/anime/akudama-drive", "/ja/anime/attack-on-titan", "/browse",
         "/season/2026/spring", "/calendar", "/studios", "/track-record", "/search", "/about")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_with_everything_is_within_the_budget(client: TestClient, path: str) -> None:
    get = getter(client)

    def but_pictures(address: str) -> Got:
        # Drawing each takes a while; what they weigh is measured by the script, and bounded here by the largest.
        return Got(200, "image/svg+xml", 8_000, "") if address.startswith("/pictures/") else get(address)

    weight = weigh(but_pictures, path)
    assert over(weight) == []
    assert {"page", "style", "script"} <= set(weight.bytes)


def test_what_is_over_is_said() -> None:
    page = '<link rel="stylesheet" href="/a.css"><script src="/a.js"></script><img src="/b.svg" alt="">'
    told = {"/": page, "/a.css": "", "/a.js": 'import { x } from "./c.js";', "/c.js": "", "/b.svg": ""}
    weight = weigh(lambda address: Got(200, "", 35_000 if address != "/" else 1, told[address]), "/")
    assert weight.requests == {"page": 1, "style": 1, "script": 2, "picture": 1}
    assert [text.partition(":")[0] for text in over(weight)] == ["style", "script", "total"]
    assert weight.total > BUDGET["total"]


def test_what_other_sites_serve_is_not_counted_and_there_is_none(client: TestClient) -> None:
    for path in ("/", "/anime/attack-on-titan"):
        assert all(address.startswith("/") for _, address in loaded(client.get(path).text))
