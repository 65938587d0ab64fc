"""Wikimedia's pageviews and Wikidata's entity API on the loopback.

Where `../shared` is present, every pageviews request and answer is validated against Wikimedia's own OpenAPI document:
one that does not fit fails the request with 500 and is listed in `violations`.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests.replay.server import ReplayServer, Reply, Sent

_PATH = re.compile(r"/metrics/pageviews/per-article/([^/]+)/(all-access)/(user)/([^/]+)/(daily)/([0-9]{8})/([0-9]{8})")


class Wikimedia(ReplayServer):
    """`views`: (project, article) to views by day. `items`: item to its ids, classes and articles."""

    def __init__(self, contract: Path | None = None) -> None:
        self.views: dict[tuple[str, str], dict[dt.date, int]] = {}
        self.items: dict[str, dict[str, Any]] = {}
        self.violations: list[str] = []
        self._openapi = _openapi(contract) if contract is not None else None
        super().__init__()

    @property
    def metrics(self) -> str:
        return f"{self.base}/metrics"

    @property
    def wikidata(self) -> str:
        return f"{self.base}/w/api.php"

    def item(
        self,
        name: str,
        titles: Mapping[str, str],
        *,
        mal: tuple[int, ...] = (),
        anilist: tuple[int, ...] = (),
        classes: tuple[str, ...] = ("Q63952888",),
    ) -> None:
        self.items[name] = {"titles": titles, "P4086": mal, "P8729": anilist, "P31": classes}

    def series(self, project: str, article: str, first: dt.date, views: list[int]) -> None:
        """Views from the day `first` on; a day of 0 is missing in what is sent."""
        days = {first + dt.timedelta(days=place): count for place, count in enumerate(views)}
        self.views[project, article] = {day: count for day, count in days.items() if count}

    def answer(self, sent: Sent) -> Reply:
        if sent.path == "/w/api.php":
            return self._wikidata(sent)
        reply = self._pageviews(sent)
        return self._checked(sent, reply) if self._openapi is not None else reply

    def _wikidata(self, sent: Sent) -> Reply:
        assert sent.query["format"] == "json"
        if sent.query["action"] == "query":
            code, _, number = sent.query["srsearch"].removeprefix("haswbstatement:").partition("=")
            hits = [{"ns": 0, "title": name} for name, item in self.items.items() if int(number) in item[code]]
            return Reply.json({"query": {"searchinfo": {"totalhits": len(hits)}, "search": hits}})
        names, sites = sent.query["ids"].split("|"), sent.query["sitefilter"].split("|")
        return Reply.json({"entities": {name: _entity(name, self.items[name], sites) for name in names}, "success": 1})

    def _pageviews(self, sent: Sent) -> Reply:
        found = _PATH.fullmatch(sent.raw_path)
        if found is None:
            return _problem(400, "Invalid route")
        project, access, agent, article, granularity, start, end = found.groups()
        article = unquote(article)
        views = self.views.get((project, article), {})
        same = {"project": project, "article": article, "granularity": granularity, "access": access, "agent": agent}
        items = [
            {**same, "timestamp": f"{day:%Y%m%d}00", "views": count}
            for day, count in sorted(views.items())
            if start <= f"{day:%Y%m%d}" <= end
        ]
        return (
            Reply.json({"items": items}) if items else _problem(404, "The date(s) you used are valid, but we have none")
        )

    def _checked(self, sent: Sent, reply: Reply) -> Reply:
        from openapi_core.testing import MockRequest, MockResponse

        request = MockRequest("https://wikimedia.org", "get", f"/api/rest_v1{sent.raw_path}", args=sent.query)
        response = MockResponse(reply.body, status_code=reply.status, content_type=reply.headers["Content-Type"])
        try:
            self._openapi.validate_request(request)
            self._openapi.validate_response(request, response)
        except Exception as error:  # noqa: BLE001 - whatever the validator finds
            self.violations.append(f"{sent.raw_path}: {error!r} {error.__cause__!r}")
            return Reply.json({"type": "violation"}, status=500)
        return reply


def _problem(status: int, detail: str) -> Reply:
    body = json.dumps({"type": "about:blank", "title": "Not found.", "detail": detail}).encode()
    return Reply(status, body, {"Content-Type": "application/problem+json"})


def _entity(name: str, item: dict[str, Any], sites: list[str]) -> dict[str, Any]:
    links = {
        f"{language}wiki": {"site": f"{language}wiki", "title": title, "badges": []}
        for language, title in item["titles"].items()
        if f"{language}wiki" in sites
    }
    claims: dict[str, Any] = {"P31": [_claim({"id": value, "entity-type": "item"}) for value in item["P31"]]}
    for code in ("P4086", "P8729"):
        claims[code] = [_claim(str(number)) for number in item[code]]
    return {"type": "item", "id": name, "claims": claims, "sitelinks": links or []}


def _claim(value: Any) -> dict[str, Any]:
    return {"mainsnak": {"snaktype": "value", "datavalue": {"value": value, "type": "string"}}, "rank": "normal"}


def _openapi(path: Path) -> Any:
    from openapi_core import Config, OpenAPI

    config = Config(extra_media_type_deserializers={"application/problem+json": json.loads})
    return OpenAPI.from_dict(json.loads(path.read_text(encoding="utf-8")), config=config)
