"""How the model is made, from `data/configuration.json`. Needs no more than the core install."""

from __future__ import annotations

from pathlib import Path

import msgspec

from nextcour.errors import Expected
from nextcour.forecast.configuration import Configuration


class ConfigurationUnreadable(Expected):
    """The configuration is missing or none. The text says why, and what to do."""


def read(path: Path) -> Configuration:
    """Raises ConfigurationUnreadable."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Configuration)
    except (OSError, msgspec.MsgspecError) as error:
        raise ConfigurationUnreadable(
            f"{path} is no configuration of the model ({error}). Reinstall nextcour."
        ) from error
