"""Gets a pinned package from the npm registry, checks it, and reads it without unpacking it to disk.

Nothing of the package is run.
"""

from __future__ import annotations

import base64
import fnmatch
import gzip
import hashlib
import hmac
import io
import os
import re
import shutil
import subprocess
import tarfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

from nextcour.errors import Expected
from nextcour.sources.pins import Pin

# Three times the largest package in use; a registry that sends more is broken or hostile.
MAX_TARBALL = 32 * 1024 * 1024
MAX_EXPANDED = 256 * 1024 * 1024


class PackageUnavailable(Expected):
    """The registry could not be reached or does not have the package. The text says what to do."""


class PackageRefused(Expected):
    """What came is not the pinned package, or is no package that is safe to read."""


def _setting(npmrc: str, key: str) -> str | None:
    found = re.findall(rf"^\s*{re.escape(key)}\s*=\s*(\S+)\s*$", npmrc, re.MULTILINE)
    return str(found[-1]).strip("\"'") if found else None


def configured_registry(name: str, environ: Mapping[str, str], npmrc_texts: tuple[str, ...] = ()) -> str:
    """Base address of the registry for package `name`, without a slash at the end.

    As npm looks: the scope's own registry in `.npmrc`, NPM_CONFIG_REGISTRY, `registry` in `.npmrc` (first text wins).
    With none of them npm itself is asked, which knows its other settings and the public registry. Raises
    PackageUnavailable when there is none, or it is no http(s) address.
    """
    choices = [environ.get("NPM_CONFIG_REGISTRY"), environ.get("npm_config_registry")]
    scope = name.partition("/")[0] if name.startswith("@") else None
    if scope:
        choices[:0] = [_setting(text, f"{scope}:registry") for text in npmrc_texts]
    choices += [_setting(text, "registry") for text in npmrc_texts]
    address = next((choice for choice in choices if choice), None) or _ask_npm()
    if urlsplit(address).scheme not in ("http", "https"):
        raise PackageUnavailable("No npm registry with an http(s) address is configured. Set NPM_CONFIG_REGISTRY.")
    return address.rstrip("/")


def _ask_npm() -> str:
    """The registry that npm is set up for; empty when npm is not installed or does not say."""
    npm = shutil.which("npm")
    if npm is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, found on the path
            [npm, "config", "get", "registry"], capture_output=True, encoding="utf-8", timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()


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


def download(url: str, pin: Pin, *, limit: int = MAX_TARBALL, accept: str = "*/*", pause: float = 1.0) -> bytes:
    """The bytes at `url`, asked for as every source is (`http.client`): faults that may pass are tried again after
    `pause` seconds and longer. Raises PackageUnavailable, PackageRefused."""
    try:
        from nextcour.http.client import Http  # noqa: PLC0415 - httpx is in the [sources] extra
        from nextcour.http.errors import HttpFault, TooLarge  # noqa: PLC0415
        from nextcour.http.policy import Policy  # noqa: PLC0415
    except ImportError as error:
        raise PackageUnavailable(f"Fetching needs {error.name}: pip install 'nextcour[sources]'") from error
    # A tarball of some megabytes may take its time over a slow line.
    patient = Policy(pause=pause, read_timeout=60.0, total_timeout=1800.0)
    try:
        with Http({urlsplit(url).hostname or "": patient}) as http:
            return http.get(url, limit=limit, accept=(accept,)).body
    except TooLarge as error:
        raise PackageRefused(f"{pin.name} {pin.version} is larger than {limit:,} bytes.") from error
    except HttpFault as error:
        raise PackageUnavailable(
            f"{pin.name} {pin.version} cannot be fetched: {error}. Check the network, or name a registry in "
            "NPM_CONFIG_REGISTRY."
        ) from error


def document(pin: Pin, *, limit: int) -> bytes:
    """What the registry tells of a package: its versions, their hashes and days. Raises as `download`."""
    return download(f"{_registry(pin)}/{quote(pin.name, safe='@')}", pin, limit=limit, accept="application/json")


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


def _registry(pin: Pin) -> str:
    return configured_registry(pin.name, os.environ, npmrc_texts(Path.cwd(), Path.home()))


def fetch(pin: Pin) -> dict[str, bytes]:
    """Downloads, checks and reads `pin` from the registry that this machine is configured to use.

    Raises PackageUnavailable, PackageRefused.
    """
    data = download(tarball_url(_registry(pin), pin), pin)
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
