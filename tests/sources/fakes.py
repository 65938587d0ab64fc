"""A dictionary that knows a few words, tarballs made on the spot, and a package source without a network."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from typing import Any

from nextcour.catalog.people import NameShape
from nextcour.sources.pins import Pin

READINGS = {"アクダマドライブ": ("Akudamadoraibu", "Akudama drive"), "銀魂": ("Gintama",)}
NAMES = {"田口智久": NameShape.FULL, "御坂美琴": NameShape.FULL, "渡部某某": NameShape.SURNAME}


class FakeDictionary:
    """Reads what it was told, and nothing else."""

    def romaji(self, title: str) -> tuple[str, ...]:
        return READINGS.get(title, ())

    def chinese_script(self, text: str) -> str:
        return "Hant" if "惡" in text else "Hans"

    def name_shape(self, tag: str) -> NameShape:
        return NAMES.get(tag, NameShape.NONE)

    def spelling(self, name: str) -> str:
        return name.replace("黑", "黒")


def tarball(files: Mapping[str, bytes], *, links: Mapping[str, str] | None = None) -> bytes:
    """A gzipped tar with `files` under their full names."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for name, target in (links or {}).items():
            info = tarfile.TarInfo(name)
            info.type = tarfile.SYMTYPE
            info.linkname = target
            archive.addfile(info)
    return buffer.getvalue()


def integrity(data: bytes) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()


def pin(data: bytes, *, name: str = "demo", files: tuple[str, ...] = ("dist/data.json",)) -> Pin:
    """A pin that fits `data`."""
    day = dt.date(2026, 4, 25)
    return Pin(name, "1.0.0", integrity(data), "MIT", "https://example.org/demo", day, "made up", files)


def item(title: str, **values: Any) -> dict[str, Any]:
    """One row of bangumi-data. `ids` gives its sites."""
    ids = values.pop("ids", {})
    row = {
        "title": title,
        "titleTranslate": {},
        "type": "tv",
        "lang": "ja",
        "officialSite": "",
        "begin": "2020-10-08T12:30:00.000Z",
        "end": "2020-12-24T13:00:00.000Z",
        "comment": "not read",
        "sites": [{"site": site, "id": value} for site, value in ids.items()],
    }
    return row | values


def packages(
    items: list[dict[str, Any]],
    *,
    names: list[dict[str, Any]] | None = None,
    counts: list[dict[str, Any]] | None = None,
    mapping: list[dict[str, Any]] | None = None,
) -> dict[str, dict[str, bytes]]:
    """The files of the four packages by package name."""
    meta = {
        "bangumi": {"title": "Bangumi", "urlTemplate": "https://bangumi.tv/subject/{{id}}", "type": "info"},
        "unext": {
            "title": "U-NEXT",
            "urlTemplate": "https://video.unext.jp/title/{{id}}",
            "regions": ["JP"],
            "type": "onair",
        },
        "dmhy": {"title": "index", "urlTemplate": "https://example.org/{{id}}", "type": "resource"},
    }
    return {
        "bangumi-data": {"dist/data.json": json.dumps({"siteMeta": meta, "items": items}).encode()},
        "bgmd": {"data/full.json": json.dumps({"bangumis": names or []}).encode()},
        "anime-sachedule-search-data": {
            f"dist/subject/{row['id']}.json": json.dumps(row).encode() for row in counts or []
        },
        "@kawaiioverflow/arm": {"arm.json": json.dumps(mapping or []).encode()},
    }
