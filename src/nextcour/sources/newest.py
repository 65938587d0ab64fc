"""Which version of a package is the newest in the registry, and what its content's day is."""

from __future__ import annotations

import contextlib
import datetime as dt
import re

import msgspec

from nextcour.sources import npm
from nextcour.sources.pins import Pin

_VERSION = re.compile(r"\d{1,6}\.\d{1,6}\.\d{1,6}")
_INTEGRITY = re.compile(r"sha512-[A-Za-z0-9+/]{86}==")
MAX_DOCUMENT = 32 * 1024 * 1024


class _Dist(msgspec.Struct):
    integrity: str = ""


class _Version(msgspec.Struct):
    dist: _Dist = msgspec.field(default_factory=_Dist)


class _Document(msgspec.Struct):
    """The registry's page about a package, as far as it is needed."""

    versions: dict[str, _Version] = msgspec.field(default_factory=dict)
    time: dict[str, str] = msgspec.field(default_factory=dict)
    tags: dict[str, str] = msgspec.field(default_factory=dict, name="dist-tags")


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _page(document: bytes, pin: Pin) -> _Document:
    """Raises npm.PackageRefused."""
    try:
        return msgspec.json.decode(document, type=_Document)
    except msgspec.MsgspecError as error:
        raise npm.PackageRefused(f"What the registry says of {pin.name} cannot be read: {error}.") from error


def newest_in(document: bytes, pin: Pin, today: dt.date) -> Pin | None:
    """The pin of a newer version that `document` tells of, or None when there is none.

    The content's day is the day the version was published, never before that of `pin` and never after `today`.
    Raises npm.PackageRefused when the page is none, or the newest version has no sha512 to check it against.
    """
    page = _page(document, pin)
    version = page.tags.get("latest", "")
    if not _VERSION.fullmatch(version) or version not in page.versions:
        raise npm.PackageRefused(f"The registry names no usable newest version of {pin.name}.")
    if _order(version) <= _order(pin.version):
        return None
    integrity = page.versions[version].dist.integrity
    if not _INTEGRITY.fullmatch(integrity):
        raise npm.PackageRefused(f"{pin.name} {version} has no sha512 in the registry, so it cannot be checked.")
    try:
        published = dt.datetime.fromisoformat(page.time.get(version, "")).date()
    except ValueError:
        # Not told: nothing newer than what is known already may be claimed.
        published = pin.observed_at
    day = max(pin.observed_at, min(published, today))
    return msgspec.structs.replace(
        pin,
        version=version,
        integrity=integrity,
        observed_at=day,
        basis="the day the registry published it",
        published=True,
    )


def newest(pin: Pin, today: dt.date) -> Pin | None:
    """Asks the configured registry. Raises npm.PackageUnavailable and npm.PackageRefused."""
    return newest_in(npm.document(pin, limit=MAX_DOCUMENT), pin, today)


def versions_in(document: bytes, pin: Pin, today: dt.date) -> tuple[Pin, ...]:
    """Pins of every version up to the newest that has a sha512 to check it against, oldest first.

    The day of each is the one by which it was out for certain: the earliest that the registry gives for it or for a
    later version (the days of a mirror are those of its copies), that of `pin` for its own version, never after
    `today`. Raises npm.PackageRefused when the page is none.
    """
    page = _page(document, pin)
    latest = page.tags.get("latest", "")
    limit = _order(latest) if _VERSION.fullmatch(latest) else ()
    day = today
    found: list[Pin] = []
    known = [version for version in page.versions if _VERSION.fullmatch(version) and _order(version) <= limit]
    for version in sorted(known, key=_order, reverse=True):
        with contextlib.suppress(ValueError):
            day = min(day, dt.datetime.fromisoformat(page.time.get(version, "")).date())
        if version == pin.version:
            day = min(day, pin.observed_at)
        integrity = page.versions[version].dist.integrity
        if _INTEGRITY.fullmatch(integrity):
            basis = "the day by which the registry had published it"
            found.append(
                msgspec.structs.replace(
                    pin, version=version, integrity=integrity, observed_at=day, basis=basis, published=True
                )
            )
    return tuple(reversed(found))
