"""Sites on the loopback address for a browser: the sample served as it is run, published as files, and a page elsewhere
that embeds a card."""

from __future__ import annotations

import contextlib
import functools
import http.server
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from nextcour.bootstrap import Engine
from nextcour.publishing.folder import Folder
from nextcour.publishing.publish import Here, Report, publish, state_of
from nextcour.serving.server import Server, Serving, configured
from nextcour.site.shelf import items_on, known_ids, names_on, premieres_on
from nextcour.site.site import Site
from nextcour.store.shelf import write
from nextcour.web.app import create_app
from nextcour.web.renderer import Form
from tests.sample_site import CHOSEN, TODAY, open_sample

STARTING = 120  # seconds, on a machine that does much else
HOST = "127.0.0.1"


@contextlib.contextmanager
def listening() -> Iterator[socket.socket]:
    with closing(socket.socket()) as bound:
        bound.bind((HOST, 0))
        bound.listen(64)
        yield bound


@contextlib.contextmanager
def served(shelf_file: Path) -> Iterator[str]:
    """The address of the sample, behind the server and the limits that `nextcour serve` has."""
    with listening() as bound:
        address = f"http://{HOST}:{bound.getsockname()[1]}"
        app = create_app(lambda: open_sample(shelf_file, address))
        ready = threading.Event()
        serving = Serving(HOST, int(bound.getsockname()[1]), address)
        server = Server(configured(serving, lambda: app), ready.set)
        thread = threading.Thread(target=server.run, args=([bound],))
        thread.start()
        try:
            assert ready.wait(STARTING)
            yield address
        finally:
            server.should_exit = True
            thread.join(STARTING)
            assert not thread.is_alive()


def make_small_shelf(engine: Engine, path: Path) -> Path:
    """One show of each kind: as few as a published site can do with."""
    chosen = [name for name in CHOSEN if name in engine.library.franchise_ids()]
    items = list(items_on(engine, TODAY, franchises=chosen))
    lines = {item.line for item in items}
    ids = [one for one in known_ids(engine) if one[2] in lines]
    write(items, ids, path, premieres_on(engine, TODAY, chosen), names_on(engine, TODAY, chosen))
    return path


def published(shelf_file: Path, folder: Path, address: str, form: Form) -> Report:
    """The site as files in `folder`. In a thread of its own: here a browser's loop may be running."""

    def opened() -> Site:
        return open_sample(shelf_file, address)

    def run() -> Report:
        site = opened()
        with closing(Folder(folder, state_of(site, form))) as target, closing(Here(opened, form)) as maker:
            return publish(site, target, form, maker)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()


class _Files(http.server.SimpleHTTPRequestHandler):
    """Files as a plain host has them, with its page for what is not there."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextlib.contextmanager
def files(folder: Path) -> Iterator[str]:
    """The address of a plain server of the files in `folder`."""
    server = http.server.ThreadingHTTPServer((HOST, 0), functools.partial(_Files, directory=folder))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join(STARTING)
        server.server_close()
