"""Which entries are made for adults only."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit


def is_adult_site(address: str | None, domains: Collection[str]) -> bool:
    """Whether `address` lies under one of `domains` (`x.cf-anime.com` under `cf-anime.com`, `tgcf-anime.com` not)."""
    if not address:
        return False
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return False
    return any(host == domain or host.endswith("." + domain) for domain in domains)
