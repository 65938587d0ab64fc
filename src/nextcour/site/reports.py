"""Where a reader can report a mistake: an address that whoever runs the site sets; none is made up."""

from __future__ import annotations

import os
from urllib.parse import quote, urlencode, urlsplit

VARIABLE = "NEXTCOUR_REPORT_URL"


class Reports:
    """Addresses with the fact filled in. `address` is a form (https, http) or a mailbox (`mailto:…`), perhaps with
    `{title}` and `{body}` in it; without them they are added as parameters. Empty, or anything else: no reports."""

    def __init__(self, address: str | None = None) -> None:
        found = (os.environ.get(VARIABLE, "") if address is None else address).strip()
        try:
            scheme = urlsplit(found).scheme.lower()
        except ValueError:
            scheme = ""
        self._address = found if scheme in ("https", "http", "mailto") and found.isprintable() else ""
        self._mail = scheme == "mailto"

    def __bool__(self) -> bool:
        return bool(self._address)

    def about(self, title: str, body: str) -> str:
        """The address for a report with this title and text; empty without one."""
        if not self._address:
            return ""
        if "{title}" in self._address or "{body}" in self._address:
            return self._address.replace("{title}", quote(title, safe="")).replace("{body}", quote(body, safe=""))
        named = {"subject" if self._mail else "title": title, "body": body}
        return f"{self._address}{'&' if '?' in self._address else '?'}{urlencode(named, quote_via=quote)}"
