"""How far a large file was read, as a cursor."""

from __future__ import annotations

from typing import Self

import msgspec


class Bookmark(msgspec.Struct, frozen=True, omit_defaults=True):
    """Its fields, all with a default, are what a source needs to go on. As it is when nothing is read, it is no cursor
    at all."""

    @classmethod
    def read(cls, text: str) -> Self:
        """That of the beginning for no cursor, and for what is none (of another version, perhaps)."""
        try:
            return msgspec.json.decode(text, type=cls)
        except msgspec.MsgspecError:
            return cls()

    def text(self) -> str:
        return "" if self == type(self)() else msgspec.json.encode(self).decode()
