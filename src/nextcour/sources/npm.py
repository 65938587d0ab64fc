"""Gets a pinned package from the npm registry, checks it, and reads it without unpacking it to disk.

Nothing of the package is run. Only the standard library is needed.
"""

from __future__ import annotations

import base64
import fnmatch
import gzip
import hashlib
import hmac
import http.client
import io
import os
import re
import tarfile
import urllib.error
import urllib.request
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

from nextcour.errors import Expected
from nextcour.sources.pins import Pin

PUBLIC_REGISTRY = "https://registry.npmjs.org"
# Three times the largest package in use; a registry that sends more is broken or hostile.
MAX_TARBALL = 32 * 1024 * 1024
MAX_EXPANDED = 256 * 1024 * 1024
TIMEOUT = 60.0  # seconds without a byte
ATTEMPTS = 3
_CHUNK = 64 * 1024


class PackageUnavailable(Expected):
    """The registry could not be reached or does not have the package. The text says what to do."""


class PackageRefused(Expected):
    """What came is not the pinned package, or is no package that is safe to read."""


def _setting(npmrc: str, key: str) -> str | None:
    found = re.findall(rf"^\s*{re.escape(key)}\s*=\s*(\S+)\s*$", npmrc, re.MULTILINE)
    return str(found[-1]).strip("\"'") if found else None


def configured_registry(name: str, environ: Mapping[str, str], npmrc_texts: tuple[str, ...] = ()) -> str:
    """Base address of the registry for package `name`, without a slash at the end.

    As npm looks: the scope's own registry in `.npmrc`, NPM_CONFIG_REGISTRY, `registry` in `.npmrc` (first text wins),
    the public one. Raises PackageUnavailable for an address that is not http(s).
    """
    choices = [environ.get("NPM_CONFIG_REGISTRY"), environ.get("npm_config_registry")]
    scope = name.partition("/")[0] if name.startswith("@") else None
    if scope:
        choices[:0] = [_setting(text, f"{scope}:registry") for text in npmrc_texts]
    choices += [_setting(text, "registry") for text in npmrc_texts]
    address = next((choice for choice in choices if choice), PUBLIC_REGISTRY).rstrip("/")
    if urlsplit(address).scheme not in ("http", "https"):
        raise PackageUnavailable("The npm registry that is configured is no http(s) address. Set NPM_CONFIG_REGISTRY.")
    return address


def npmrc_texts(folder: Path, home: Path) -> tuple[str, ...]:
    """Texts of `.npmrc` in the project's `folder` and in `home`, those that can be read."""
    texts = []
    for path in (folder / ".npmrc", home / ".npmrc"):
        try:
            texts.append(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            continue
    return tuple(texts)


def tarball_url(registry: str, pin: Pin) -> str:
    """Where a registry keeps the tarball: `<registry>/<name>/-/<name without scope>-<version>.tgz`."""
    bare = pin.name.rpartition("/")[2]
    return f"{registry}/{quote(pin.name, safe='@/')}/-/{quote(f'{bare}-{pin.version}.tgz')}"


def download(url: str, pin: Pin, *, timeout: float = TIMEOUT, limit: int = MAX_TARBALL) -> bytes:
    """The bytes at `url`. Tries three times when the connection fails. Raises PackageUnavailable, PackageRefused."""
    last = ""
    for _ in range(ATTEMPTS):
        request = urllib.request.Request(url, headers={"User-Agent": "nextcour", "Accept": "*/*"})  # noqa: S310 - http(s) only, see configured_registry
        try:
            with urllib.request.urlopen(request, timeout=timeout) as response:  # noqa: S310
                return _read_limited(response, pin, limit)
        except urllib.error.HTTPError as error:
            error.close()
            last = f"the registry answered {error.code}"
            if error.code < 500 and error.code != 429:
                break
        except (urllib.error.URLError, TimeoutError, ConnectionError, http.client.HTTPException) as error:
            last = str(getattr(error, "reason", error)) or type(error).__name__
    raise PackageUnavailable(
        f"{pin.name} {pin.version} cannot be fetched: {last}. Check the network, or name a registry in "
        "NPM_CONFIG_REGISTRY."
    )


def _read_limited(response: http.client.HTTPResponse, pin: Pin, limit: int) -> bytes:
    parts = io.BytesIO()
    while chunk := response.read(_CHUNK):
        parts.write(chunk)
        if parts.tell() > limit:
            raise PackageRefused(f"{pin.name} {pin.version} is larger than {limit:,} bytes.")
    return parts.getvalue()


def verify(data: bytes, pin: Pin) -> None:
    """Raises PackageRefused unless the SHA-512 of `data` is the pinned one."""
    found = "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode("ascii")
    if not hmac.compare_digest(found, pin.integrity):
        raise PackageRefused(
            f"{pin.name} {pin.version} is not the pinned package: its sha512 differs ({len(data):,} bytes came). "
            "It may have been cut short, or changed."
        )


class _Capped(io.RawIOBase):
    """Reads from another stream, at most `limit` bytes in all."""

    def __init__(self, inner: gzip.GzipFile, limit: int, name: str) -> None:
        super().__init__()
        self._inner, self._left, self._name = inner, limit, name

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._inner.read(size if size >= 0 else self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise PackageRefused(f"{self._name} expands to more than its limit.")
        return data


def _safe_name(member: tarfile.TarInfo, pin: Pin) -> str:
    """The path inside the package. Raises PackageRefused for one that leads out of it."""
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts or "\\" in member.name or "\0" in member.name:
        raise PackageRefused(f"{pin.name} {pin.version} holds a file outside itself: {member.name[:80]!r}.")
    return "/".join(path.parts[1:])


def read_members(data: bytes, pin: Pin, *, limit: int = MAX_EXPANDED) -> dict[str, bytes]:
    """The files of the tarball that `pin.files` asks for, by path inside the package.

    Raises PackageRefused when the archive is damaged, holds paths outside itself, expands beyond `limit` bytes, or
    lacks a file that is asked for.
    """
    found: dict[str, bytes] = {}
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as plain:
            capped = _Capped(plain, limit, f"{pin.name} {pin.version}")
            with tarfile.open(fileobj=capped, mode="r|") as archive:
                for member in archive:
                    name = _safe_name(member, pin)
                    if not member.isreg() or not any(fnmatch.fnmatchcase(name, pattern) for pattern in pin.files):
                        continue
                    content = archive.extractfile(member)
                    if content is not None:
                        found[name] = content.read()
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise PackageRefused(f"{pin.name} {pin.version} is a damaged archive ({error}).") from error
    for pattern in pin.files:
        if not any(fnmatch.fnmatchcase(name, pattern) for name in found):
            raise PackageRefused(f"{pin.name} {pin.version} lacks {pattern}.")
    return found


def fetch(pin: Pin) -> dict[str, bytes]:
    """Downloads, checks and reads `pin` from the registry that this machine is configured to use.

    Raises PackageUnavailable, PackageRefused.
    """
    registry = configured_registry(pin.name, os.environ, npmrc_texts(Path.cwd(), Path.home()))
    data = download(tarball_url(registry, pin), pin)
    verify(data, pin)
    return read_members(data, pin)


def fetch_from(folder: Path, pin: Pin) -> dict[str, bytes]:
    """Like `fetch`, from tarballs that `npm pack` left in `folder`. Raises PackageUnavailable, PackageRefused."""
    path = folder / pin.file_name
    try:
        if path.stat().st_size > MAX_TARBALL:
            raise PackageRefused(f"{path} is larger than {MAX_TARBALL:,} bytes.")
        data = path.read_bytes()
    except OSError as error:
        raise PackageUnavailable(f"{path} cannot be read ({error.strerror}). Run `npm pack` there first.") from error
    verify(data, pin)
    return read_members(data, pin)
