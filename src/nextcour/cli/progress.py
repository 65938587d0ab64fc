"""Progress bars on standard error, only where a person looks at it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


def track(items: Sequence[T], label: str) -> Iterator[T]:
    """`items` one by one, with a bar when standard error is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console  # noqa: PLC0415 - only for people
    from rich.progress import track as rich_track  # noqa: PLC0415

    yield from rich_track(items, description=label, console=Console(stderr=True), transient=True)


@contextmanager
def steps(total: int, label: str) -> Iterator[Callable[[str], None]]:
    """A bar of `total` steps; call the yielded function with the name of each step as it begins."""
    if not sys.stderr.isatty():
        yield lambda _name: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=total)

        def step(name: str) -> None:
            progress.update(task, description=f"{label}: {name}", advance=1)

        yield step
