"""`nextcour serve`: the website, its API and feeds."""

from __future__ import annotations

import datetime as dt
import errno
import os
import re
import socket
import webbrowser
from urllib.parse import urlsplit

import click

from nextcour.cli.days import today
from nextcour.cli.errors import USAGE, Stop
from nextcour.cli.extras import need_web
from nextcour.cli.progress import steps

_NAME = re.compile(r"https?://[A-Za-z0-9.\-_\[\]:]+")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where it listens; 0.0.0.0 is every network.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0: any free one.")
@click.option("--address", help="As readers reach it, for links in feeds: https://nextcour.example")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that answer.")
@click.option(
    "--rate",
    default="240/minute",
    show_default=True,
    help="Requests to the API that one address may make of each worker.",
)
@click.option(
    "--forwarded-allow-ips",
    "proxies",
    default="127.0.0.1",
    show_default=True,
    help="Proxies whose X-Forwarded-For is believed, with commas between; * for any.",
)
@click.option(
    "--ahead/--no-ahead", default=True, show_default=True, help="Make every show's page before it is asked for."
)
@click.option("--open", "open_it", is_flag=True, help="Show it in a browser.")
def serve(
    host: str, port: int, address: str | None, workers: int, rate: str, proxies: str, ahead: bool, open_it: bool
) -> None:
    """The website, its API and feeds, on this machine.

    \b
    nextcour serve --open
    nextcour serve --port 8080 --address https://nextcour.example

    Runs until Ctrl-C. The first start takes a minute or two: every show is answered for once. Nothing on the site
    writes. It follows the data: after `nextcour sync` it need not be started again. Before the world, put a proxy with
    TLS in front (docs/serve.md).
    """
    need_web()
    _rate(rate)
    given = None if address is None else _address(address)
    bound = _bound(host, port)
    try:
        here = f"http://{_shown(host)}:{bound.getsockname()[1]}"
        known_to = _prepare(given or here)

        def ready() -> None:
            click.echo(f"nextcour is at {here} (data to {known_to}). Ctrl-C ends it.", err=True)
            if open_it and not webbrowser.open(here):
                click.echo("No browser could be opened.", err=True)

        from nextcour.serving import server  # noqa: PLC0415 - needs the extra

        # A day fixed for tests stays fixed; else the site looks at the clock itself and knows when a day is over.
        day = today() if os.environ.get("NEXTCOUR_TODAY") else None
        server.serve(server.Serving(host, port, given or here, workers, rate, proxies, ahead, day), bound, ready)
    finally:
        bound.close()


def _prepare(address: str) -> dt.date:
    """Makes what is missing, with a bar, before the first reader comes; the last day of the data. Raises Stop."""
    from nextcour.site.site import open_site  # noqa: PLC0415 - needs the extra

    try:
        site = open_site(address, steps, today)
    except OSError as error:
        raise Stop(
            f"The site keeps what it made in the cache folder, which cannot be written ({error.strerror or error}"
            f"{f': {error.filename}' if error.filename else ''}). Nothing was served. Free some room, or name another "
            "folder with NEXTCOUR_CACHE_DIR."
        ) from None
    known_to = site.known_to
    site.close()
    return known_to


def _rate(text: str) -> None:
    """Raises Stop where it says no rate."""
    from limits import parse  # noqa: PLC0415 - needs the extra

    try:
        parse(text)
    except ValueError:
        raise Stop(f"{text[:80]!r} is no rate; write it like 240/minute.", USAGE) from None


def _address(text: str) -> str:
    """Scheme and host of an address, without a slash at the end. Raises Stop."""
    plain = text.strip().rstrip("/")
    if not _NAME.fullmatch(plain) or not urlsplit(plain).hostname:
        raise Stop(
            f"{text[:80]!r} is no address of a site; write it like https://nextcour.example, without a path.", USAGE
        )
    return plain


def _bound(host: str, port: int) -> socket.socket:
    """A socket that has the port, taken before any work is done. Raises Stop."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        found = socket.socket(family, kind, protocol)
    except OSError as error:
        raise Stop(f"{host[:80]!r} is no host of this machine ({error}). Nothing was started.", USAGE) from None
    try:
        if os.name == "posix":
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(place)
        found.listen(1024)
    except OSError as error:
        found.close()
        if error.errno == errno.EADDRINUSE:
            why = f"Port {port} is taken by another program"
        elif error.errno == errno.EACCES:
            why = f"Port {port} is for the administrator only"
        else:
            why = f"It cannot listen on {host} port {port} ({error.strerror})"
        raise Stop(f"{why}. Nothing was started. Choose another: nextcour serve --port {_other(port)}") from None
    return found


def _other(port: int) -> int:
    return port + 1 if 1024 <= port < 65535 else 8000


def _shown(host: str) -> str:
    """The host as a browser on this machine takes it."""
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 - compared, not listened on
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
