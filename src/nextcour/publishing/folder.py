"""The folder that is published: what was written there, by whom, and what of it is to be kept.

`.nextcour-publish.jsonl` is a journal: one line for each file of ours with its hash. A file of somebody else's is never
overwritten and never removed; a run that broke off is gone on with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from nextcour.errors import Expected
from nextcour.store.atomic import write_bytes

JOURNAL = ".nextcour-publish.jsonl"


class FolderUnusable(Expected):
    """The folder cannot be published to. The text says why, and what was kept."""


class Written(NamedTuple):
    """What became of a file: `new`, `changed` or `same`."""

    path: str
    what: str


class Folder:
    """One folder, for one run at a time. `state` names what the files are made from."""

    def __init__(self, root: Path, state: str) -> None:
        """Raises FolderUnusable and OSError."""
        self._root = root
        self._inside: set[Path] = set()
        self._state = state
        root.mkdir(parents=True, exist_ok=True)
        if not root.is_dir():
            raise FolderUnusable(f"{root} is no folder. Nothing was written.")
        self._ours, self._done = self._read()
        foreign = next((path for path in root.iterdir() if path.name != JOURNAL), None)
        if not self._ours and foreign is not None:
            raise FolderUnusable(
                f"{root} has files that this command did not write ({foreign.name}). Nothing was changed; choose an "
                "empty folder, or one that was published to before."
            )
        self._journal = (root / JOURNAL).open("a", encoding="utf-8")

    def _read(self) -> tuple[dict[str, str], set[str]]:
        """Hashes of every file of ours, and which of them were made from the present state."""
        ours: dict[str, str] = {}
        done: set[str] = set()
        for entry in self._entries():
            if len(entry) == 3 and all(isinstance(part, str) for part in entry):
                path, digest, state = entry
                ours[path] = digest
                if state == self._state:
                    done.add(path)
                else:
                    done.discard(path)
        return ours, done

    def _entries(self) -> Iterator[list[str]]:
        try:
            lines = (self._root / JOURNAL).read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return
        for line in lines:
            try:
                entry = json.loads(line)
            except ValueError:
                continue  # the last line of a run that was cut off
            if isinstance(entry, list):
                yield entry

    def kept(self, file: PurePosixPath) -> bytes | None:
        """The file's content where it was made from the present state and nobody changed it since; else None."""
        path = str(file)
        if path not in self._done:
            return None
        try:
            body = (self._root / path).read_bytes()
        except OSError:
            return None
        return body if _digest(body) == self._ours[path] else None

    def write(self, file: PurePosixPath, body: bytes) -> Written:
        """Puts a file in its place, whole or not at all; one with the same content is left as it is.

        Raises FolderUnusable where somebody else's file lies there, and OSError.
        """
        path, digest = str(file), _digest(body)
        target = self._root / path
        self._check_inside(target)
        known = self._ours.get(path)
        what = "new"
        if target.is_file():
            there = target.read_bytes()
            if known is None and there != body:
                raise FolderUnusable(f"{target} was not written by this command, and is left as it is.")
            what = "same" if there == body else "changed"
        if what != "same":
            write_bytes(target, body)
        if known != digest or path not in self._done:
            self._note(path, digest)
        self._ours[path] = digest
        self._done.add(path)
        return Written(path, what)

    def _check_inside(self, target: Path) -> None:
        """A link in the folder must not lead what is written to somewhere else."""
        if target.parent in self._inside:
            return
        if not target.parent.resolve().is_relative_to(self._root.resolve()):
            raise FolderUnusable(f"{target.parent} leads out of {self._root}. Nothing was written there.")
        self._inside.add(target.parent)

    def _note(self, path: str, digest: str) -> None:
        self._journal.write(json.dumps([path, digest, self._state], ensure_ascii=False) + "\n")
        self._journal.flush()

    def finish(self, made: set[str]) -> list[str]:
        """Removes files of ours that are not among `made`, and writes the journal anew; gives what was removed."""
        gone = sorted(set(self._ours) - made)
        for path in gone:
            target = self._root / path
            if target.is_file() and _digest(target.read_bytes()) == self._ours[path]:
                target.unlink()
                _drop_empty(target.parent, self._root)
            del self._ours[path]
        self._journal.close()
        lines = [json.dumps([path, self._ours[path], self._state], ensure_ascii=False) for path in sorted(self._ours)]
        journal, whole = self._root / JOURNAL, ("\n".join(lines) + "\n").encode()
        if journal.read_bytes() != whole:
            write_bytes(journal, whole)
        return gone

    def close(self) -> None:
        self._journal.close()


def _digest(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def _drop_empty(folder: Path, root: Path) -> None:
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
