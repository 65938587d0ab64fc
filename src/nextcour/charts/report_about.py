"""What a report says of the model it is about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class About:
    """What the page says of how it came to be. Hashes are hex; `notes` are sentences that limit what can be read off
    the figures; `peers` says how the others were fitted."""

    model: str
    configuration: str
    inputs: str
    labels_to: dt.date
    notes: tuple[str, ...] = ()
    peers: str = ""
