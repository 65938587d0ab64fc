"""`nextcour.Client`: the API of a nextcour site, typed.

with nextcour.Client("https://nextcour.example") as client:
    print(client.answer("akudama drive season 2").headline)
    for show in client.shows(status="NOT_ANNOUNCED", order="chance"):
        print(show.title, show.announced)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from types import TracebackType
from typing import Any, TypeVar

import httpx
import msgspec
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from nextcour import __version__
from nextcour.answers.answer import Answer
from nextcour.answers.explanation import Explanation
from nextcour.api.types import About, Changes, Found, LineForecast, LoggedRow, Problem, Shows
from nextcour.errors import Expected
from nextcour.pages.item import Item

T = TypeVar("T", bound=msgspec.Struct)
TRIES = 4
LONGEST_WAIT = 60.0  # seconds; a server that asks for more is believed, and the call given up
_Parameter = str | int | float | bool | None


class ApiError(Expected):
    """The site answered with a problem; `problem` is what it said."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.title} ({problem.status}): {problem.detail}")
        self.problem = problem


class ApiUnreachable(Expected):
    """No answer, or none that is this API's."""


class _Later(Exception):
    """The server asks to come back."""

    def __init__(self, problem: Problem, seconds: float) -> None:
        super().__init__(problem.detail)
        self.problem, self.seconds = problem, seconds


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome is not None else None
    return error.seconds if isinstance(error, _Later) else 1.0


class Client:
    """One site. Waits as the site asks (429 and 503) and tries again; every method raises ApiError and ApiUnreachable.

    `transport` is httpx's, for tests.
    """

    def __init__(self, address: str, *, timeout: float = 30.0, transport: httpx.BaseTransport | None = None) -> None:
        self._http = httpx.Client(
            base_url=f"{address.rstrip('/')}/api/v1/",
            timeout=timeout,
            transport=transport,
            headers={"user-agent": f"nextcour-client/{__version__}", "accept": "application/json"},
        )

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def about(self) -> About:
        """Which data answer."""
        return self._get("", About)

    def search(self, query: str, *, limit: int = 10) -> Found:
        """Shows that `query` may mean, best first."""
        return self._get("search", Found, q=query, limit=limit)

    def answer(self, query: str, *, as_of: dt.date | None = None, strict: bool = False) -> Answer:
        """The answer to a question, as `nextcour ask --json` gives it."""
        return self._get("answer", Answer, q=query, as_of=_iso(as_of), strict=strict)

    def answer_for(self, line: str, *, as_of: dt.date | None = None, strict: bool = False) -> Answer:
        """The answer for a main line."""
        return self._get(f"answer/{line}", Answer, as_of=_iso(as_of), strict=strict)

    def forecast(self, line: str, *, as_of: dt.date | None = None) -> LineForecast:
        """The chances of a main line."""
        return self._get(f"forecast/{line}", LineForecast, as_of=_iso(as_of))

    def franchise(self, franchise: str, *, as_of: dt.date | None = None) -> Explanation:
        """What belongs together and why, with all facts."""
        return self._get(f"franchise/{franchise}", Explanation, as_of=_iso(as_of))

    def shows(self, **wanted: _Parameter) -> Iterator[Item]:
        """All shows that meet `status`, `source`, `format`, `studio`, `year`, `min_chance`, in `order`; fetched as they
        are read."""
        yield from self._all("shows", wanted)

    def season(self, year: int, season: str) -> Iterator[Item]:
        """Shows whose latest season began in `winter`, `spring`, `summer` or `fall` of a year."""
        yield from self._all(f"season/{year}/{season}", {})

    def changes(self, **wanted: _Parameter) -> Iterator[LoggedRow]:
        """Changes, newest first, of `since`, `until` (ISO days), `kind`, `franchise`, `line`, `studio`; fetched as they
        are read."""
        after: str | None = None
        while True:
            part = self._get("changes", Changes, **{**wanted, "limit": 200, "cursor": after})
            yield from part.changes
            if part.next is None:
                return
            after = part.next

    def export(self, ending: str = "ndjson") -> Iterator[bytes]:
        """Every show in one file (`ndjson`, `csv`, `parquet`), in pieces."""
        try:
            with self._http.stream("GET", f"export.{ending}") as response:
                if response.status_code != httpx.codes.OK:
                    response.read()
                    raise ApiError(_problem(response))
                yield from response.iter_bytes()
        except httpx.HTTPError as error:
            raise ApiUnreachable(f"The export broke off: {error}. What had come so far is not whole.") from error

    def _all(self, path: str, wanted: dict[str, _Parameter]) -> Iterator[Item]:
        after: str | None = None
        while True:
            part = self._get(path, Shows, **{**wanted, "limit": 200, "cursor": after})
            yield from part.shows
            if part.next is None:
                return
            after = part.next

    def _get(self, path: str, kind: type[T], **parameters: _Parameter) -> T:
        given = {name: value for name, value in parameters.items() if value is not None}
        tries = Retrying(
            retry=retry_if_exception_type((_Later, httpx.TransportError)),
            wait=_wait,
            stop=stop_after_attempt(TRIES),
            reraise=True,
        )
        try:
            for attempt in tries:
                with attempt:
                    return self._once(path, kind, given)
        except _Later as error:
            raise ApiError(error.problem) from error
        except httpx.HTTPError as error:
            raise ApiUnreachable(f"{self._http.base_url} did not answer: {error}.") from error
        raise AssertionError("the last try raises")

    def _once(self, path: str, kind: type[T], given: dict[str, Any]) -> T:
        response = self._http.get(path, params=given)
        if response.status_code in (429, 503):
            seconds = _seconds(response.headers.get("retry-after", ""))
            if seconds <= LONGEST_WAIT:
                raise _Later(_problem(response), seconds)
        if response.status_code != httpx.codes.OK:
            raise ApiError(_problem(response))
        try:
            return msgspec.json.decode(response.content, type=kind)
        except msgspec.MsgspecError as error:
            raise ApiUnreachable(f"{response.url} answered with something else than this API's: {error}.") from error


def _problem(response: httpx.Response) -> Problem:
    try:
        return msgspec.json.decode(response.content, type=Problem)
    except msgspec.MsgspecError:
        return Problem("about:blank", "The site answered with an error", response.status_code, response.reason_phrase)


def _seconds(header: str) -> float:
    try:
        return max(0.0, float(header))
    except ValueError:
        return 2.0


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
