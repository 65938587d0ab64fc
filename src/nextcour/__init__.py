"""nextcour: will it come back, and when?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nextcour.client import Client as Client

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """`nextcour.Client`, imported when it is first used: it needs the extra `client`."""
    if name == "Client":
        from nextcour.client import Client  # noqa: PLC0415 - see above

        return Client
    raise AttributeError(f"module 'nextcour' has no attribute {name!r}")
