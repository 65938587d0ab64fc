"""Jikan v4 on the loopback: requests and answers held against its OpenAPI document, ETag and 304 as it does them.

    with JikanServer(anime(), statistics()) as server:
        source = Jikan(http, url=server.base)

What breaks the contract, a request of ours or an answer of ours, fails the test when the server is closed. Where
`../shared` is missing nothing is validated. `modified` is the `Last-Modified` of each answer.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse

from tests.conftest import ROOT, SHARED
from tests.replay.server import ReplayServer, Reply, Sent

OPENAPI = SHARED / "contracts" / "jikan-v4-openapi.json"
PAYLOADS = ROOT / "tests" / "payloads" / "jikan"
HOST = "https://api.jikan.moe"
_PATH = re.compile(r"/v4/anime/(\d+)/(full|statistics)")


@functools.cache
def openapi(path: Path = OPENAPI) -> OpenAPI | None:
    """Jikan's contract; None where `../shared` is missing. It says `nullable` of enums that do not list null, which
    OpenAPI 3.0 takes for a contradiction: here such an enum may be null."""
    if not path.exists():
        return None
    return OpenAPI.from_dict(_nullable(json.loads(path.read_text(encoding="utf-8"))))


def _nullable(part: Any) -> Any:
    if isinstance(part, dict):
        found = {name: _nullable(below) for name, below in part.items()}
        if found.get("nullable") and isinstance(found.get("enum"), list):
            found["enum"] = [*found["enum"], None]
        return found
    return [_nullable(below) for below in part] if isinstance(part, list) else part


def anime() -> list[dict[str, Any]]:
    """Our own made-up records."""
    rows: list[dict[str, Any]] = json.loads((PAYLOADS / "full.json").read_text(encoding="utf-8"))
    return rows


def statistics() -> dict[int, dict[str, Any]]:
    found = json.loads((PAYLOADS / "statistics.json").read_text(encoding="utf-8"))
    return {int(number): row for number, row in found.items()}


def fault(status: int, kind: str, message: str) -> Reply:
    """An error as Jikan words it."""
    return Reply.json({"status": status, "type": kind, "message": message, "error": None}, status=status)


def not_found() -> Reply:
    return fault(404, "BadResponseException", "Resource does not exist")


class JikanServer(ReplayServer):
    """See the module. `address` is what a source is given."""

    def __init__(
        self,
        records: Iterable[dict[str, Any]],
        counts: Mapping[int, dict[str, Any]] | None = None,
        modified: str = "Sun, 31 May 2026 02:00:00 GMT",
    ) -> None:
        self.records = {record["mal_id"]: record for record in records}
        self.counts = dict(counts or {})
        self.modified = modified
        self.broken: list[OpenAPIError] = []
        super().__init__()
        self.address = f"{self.base}/v4"

    def answer(self, sent: Sent) -> Reply:
        request = MockRequest(HOST, sent.method.lower(), sent.path, args=sent.query)
        contract = openapi()
        if contract is not None:
            self._check(lambda: contract.validate_request(request))
        found = _PATH.fullmatch(sent.path)
        if found is None or sent.method != "GET":
            return fault(405, "BadRequestException", "Method Not Allowed")
        number, what = int(found[1]), found[2]
        data = self.records.get(number) if what == "full" else self.counts.get(number)
        if data is None:
            return not_found()
        body = json.dumps({"data": data}, ensure_ascii=False).encode()
        if contract is not None:
            response = MockResponse(body, 200, content_type="application/json")
            self._check(lambda: contract.validate_response(request, response))
        etag = f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
        headers = {"ETag": etag, "Last-Modified": self.modified, "Content-Type": "application/json"}
        headers |= {"Cache-Control": "no-cache"}
        if sent.headers.get("if-none-match") == etag:
            return Reply(304, b"", headers)
        return Reply(200, body, headers)

    def close(self) -> None:
        super().close()
        assert not self.broken, f"{self.broken[0]!r}: {self.broken[0].__cause__!r}"

    def _check(self, validation: Callable[[], None]) -> None:
        try:
            validation()
        except OpenAPIError as error:
            self.broken.append(error)
