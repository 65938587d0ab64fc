"""Which addresses we go to, and who we say we are."""

from __future__ import annotations

import base64
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from nextcour import __version__
from nextcour.http.errors import Refused
from nextcour.http.redact import public

LONGEST_CONTACT = 200


def user_agent(contact: str = "") -> str:
    """`nextcour/VERSION (contact)`. Raises Refused for a contact that no header can hold."""
    if not contact:
        return f"nextcour/{__version__}"
    if not contact.isascii() or not contact.isprintable() or len(contact) > LONGEST_CONTACT or set("()") & set(contact):
        raise Refused("NEXTCOUR_CONTACT must be an e-mail address or a page in plain ASCII, without parentheses")
    return f"nextcour/{__version__} ({contact.strip()})"


@dataclass(frozen=True)
class Address:
    """An address that may be asked; user and password moved from it to a header."""

    host: str
    without_secrets: httpx.URL = field(repr=False)
    authorization: Mapping[str, str] = field(repr=False)


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def checked(text: str | httpx.URL) -> Address:
    """Raises Refused unless it is https, or http to this machine itself."""
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise Refused("This is no web address: " + public(str(text))) from error
    if not url.host or "%" in url.host or not 0 < (url.port or 443) < 65_536 or url.scheme not in ("http", "https"):
        raise Refused(f"Only https addresses are fetched, not {public(str(url))}")
    if url.scheme == "http" and not is_loopback(url.host):
        raise Refused(f"{public(str(url))} is not encrypted: only https addresses are fetched")
    secret = {}
    if url.userinfo:
        token = base64.b64encode(f"{url.username}:{url.password}".encode()).decode("ascii")
        secret = {"Authorization": f"Basic {token}"}
        url = url.copy_with(username=None, password=None)
    return Address(url.host, url, secret)
