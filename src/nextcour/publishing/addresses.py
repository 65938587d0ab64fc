"""From an address of the site to a file, and from a page to the addresses that it names."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

_NAMED = re.compile(rb'\b(?:href|src|data-suggest)="([^"]*)"')
LONGEST_NAME = 200  # bytes of one part of a path; file systems allow 255


class Unplaceable(ValueError):
    """An address that no file can stand for."""


def file_of(path: str, *, page: bool) -> PurePosixPath:
    """The file for a path of the site: a page is the `index.html` of a folder, anything else is itself.

    Raises Unplaceable for a path that would leave the folder or that no file system can name.
    """
    parts = [unquote(part) for part in path.strip("/").split("/")] if path.strip("/") else []
    for part in parts:
        if part in ("", ".", "..") or "/" in part or "\\" in part or not part.isprintable():
            raise Unplaceable(path)
        if len(part.encode()) > LONGEST_NAME:
            raise Unplaceable(path)
    return PurePosixPath(*parts, "index.html") if page else PurePosixPath(*parts)


def named(body: bytes, root: str, address: str) -> Iterator[str]:
    """Paths of this site that a page names, without `root`, queries and fragments; each as often as it is named.

    Absolute addresses count where they begin with the site's own `address`.
    """
    own = urlsplit(address).netloc
    for found in _NAMED.findall(body):
        parts = urlsplit(html.unescape(found.decode("utf-8", "replace")))
        if parts.scheme not in ("", "http", "https") or (parts.netloc and parts.netloc != own):
            continue
        if parts.path.startswith(f"{root}/"):
            yield parts.path[len(root) :]
