"""Serves the site with uvicorn."""

from __future__ import annotations

import uvicorn

from nextcour.site.site import open_site
from nextcour.web.app import create_app


def serve(host: str, port: int, address: str) -> None:
    """Serves until it is stopped. Raises OSError where the port is taken."""
    app = create_app(lambda: open_site(address))
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
