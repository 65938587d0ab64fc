"""What a page weighs with everything, compressed: HTML, CSS, scripts, pictures, and how many requests it takes.

    .venv/bin/python bench/page_weight.py

On the real site in the cache folder, made where it is missing. The budget (`BUDGET`) is held by a test on a sample.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

PAGES = ("/", "/anime/attack-on-titan", "/anime/akudama-drive", "/browse", "/season/2026/spring", "/search", "/about")


class Got(NamedTuple):
    """An answer as it goes over the wire. `size`: bytes of body and headers. `text` is what it says."""

    status: int
    media_type: str
    size: int
    text: str


@dataclass
class Weight:
    """Requests and bytes by kind."""

    requests: dict[str, int] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, size: int) -> None:
        self.requests[kind] = self.requests.get(kind, 0) + 1
        self.bytes[kind] = self.bytes.get(kind, 0) + size

    @property
    def total(self) -> int:
        return sum(self.bytes.values())

    @property
    def count(self) -> int:
        return sum(self.requests.values())


# At most, for any page with everything that a browser loads for it (pictures far below, too).
BUDGET = {"page": 40_000, "style": 10_000, "script": 8_000, "picture": 60_000, "total": 100_000, "requests": 30}
_TAG = re.compile(r"<(link|script|img|source)\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_IMPORT = re.compile(r'\b(?:import|from)\s*\(?\s*"(\.?/[^"]+)"')


def loaded(html: str) -> list[tuple[str, str]]:
    """Kind and address of whatever a browser loads for a page."""
    found: dict[str, str] = {}
    for tag, rest in _TAG.findall(html):
        given = {name: unescape(value) for name, value in _ATTRIBUTE.findall(rest)}
        rel = set(given.get("rel", "").split())
        if tag == "link" and rel & {"stylesheet", "icon", "manifest", "modulepreload"}:
            kind = "style" if "stylesheet" in rel else "script" if "modulepreload" in rel else "picture"
            found.setdefault(given["href"], kind)
        elif tag in ("script", "img") and given.get("src"):
            found.setdefault(given["src"], "script" if tag == "script" else "picture")
    return [(kind, address) for address, kind in found.items() if address.startswith("/")]


def weigh(get: Callable[[str], Got], path: str) -> Weight:
    """`get` fetches an address as a browser would, compressed. Raises ValueError where something is not there."""
    weight = Weight()
    page = _there(get, path)
    weight.add("page", page.size)
    waiting, seen = loaded(page.text), set()
    while waiting:
        kind, address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        got = _there(get, address)
        weight.add(kind, got.size)
        if kind == "script":
            folder = address.rpartition("/")[0]
            waiting += [("script", f"{folder}/{name.removeprefix('./')}") for name in _IMPORT.findall(got.text)]
    return weight


def _there(get: Callable[[str], Got], address: str) -> Got:
    got = get(address)
    if got.status != 200:
        raise ValueError(f"{address}: {got.status}")
    return got


def over(weight: Weight) -> list[str]:
    """What is over the budget, in words."""
    seen = {**weight.bytes, "total": weight.total, "requests": weight.count}
    return [f"{name}: {seen[name]:,} of {most:,}" for name, most in BUDGET.items() if seen.get(name, 0) > most]


def main() -> None:
    from starlette.testclient import TestClient  # noqa: PLC0415 - not for who imports this

    from nextcour.site.site import open_site  # noqa: PLC0415
    from nextcour.web.app import create_app  # noqa: PLC0415

    with TestClient(create_app(lambda: open_site("https://nextcour.example"))) as client:
        get = getter(client)
        print(f"budget: {', '.join(f'{name} {most:,}' for name, most in BUDGET.items())} (bytes, compressed)")
        for path in PAGES:
            weight = weigh(get, path)
            kinds = ", ".join(f"{kind} {weight.requests[kind]} × = {size:,}" for kind, size in weight.bytes.items())
            wrong = over(weight)
            print(f"{path:<26} {weight.total:>8,} bytes in {weight.count} requests: {kinds}{'  OVER ' if wrong else ''}"
                  f"{'; '.join(wrong)}")  # fmt: skip


def getter(client: object) -> Callable[[str], Got]:
    """For a test client of starlette's."""

    def get(address: str) -> Got:
        with client.stream("GET", address, headers={"accept-encoding": "br, gzip"}) as answer:  # type: ignore[attr-defined]
            raw = b"".join(answer.iter_raw())
            head = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
            kind = answer.headers.get("content-type", "")
            packed = answer.headers.get("content-encoding")
        text = ""
        if kind.startswith("text/"):
            import brotli  # noqa: PLC0415

            text = (brotli.decompress(raw) if packed == "br" else raw).decode()
        return Got(answer.status_code, kind, len(raw) + head, text)

    return get


if __name__ == "__main__":
    main()
