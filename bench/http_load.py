"""A load of HTTP GETs from one process: at a constant rate (open loop), or as fast as answers come (closed loop).

A latency at a constant rate counts from when a request was due, not from when it could be sent: a server that stalls
is charged for everybody who had to wait meanwhile. Only 127.0.0.1 is spoken to.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

HOST = "127.0.0.1"
CONNECTIONS = 64
PATIENCE = 30.0


@dataclass
class Result:
    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    bytes: int = 0

    def add(self, other: Result) -> None:
        self.seconds += other.seconds
        self.latencies += other.latencies
        self.statuses += other.statuses
        self.bytes += other.bytes

    def at(self, share: float) -> float:
        """Milliseconds; nearest rank."""
        ordered = sorted(self.latencies)
        return 1e3 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds


class Connection:
    """One connection that is kept alive, and opened again where the other side closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> tuple[int, int]:
        """Status and bytes of the body as sent."""
        try:
            return await self._get(path)
        except (OSError, asyncio.IncompleteReadError):
            await self.close()
            return await self._get(path)

    async def _get(self, path: str) -> tuple[int, int]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(HOST, self._port, limit=2**20)
        reader, writer = self._streams
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip, br\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        status = int(head[9:12])
        size = 0
        if b"transfer-encoding: chunked" in head:
            while length := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
                await reader.readexactly(length + 2)
                size += length
            await reader.readexactly(2)
        elif b"content-length: " in head:
            size = int(head.split(b"content-length: ")[1].split(b"\r\n")[0])
            await reader.readexactly(size)
        if b"connection: close" in head:
            await self.close()
        return status, size

    async def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def _open_loop(port: int, paths: Sequence[str], rate: float) -> Result:
    result = Result()
    free: asyncio.LifoQueue[Connection] = asyncio.LifoQueue()
    for _ in range(CONNECTIONS):
        free.put_nowait(Connection(port))
    began = time.perf_counter() + 0.05

    async def one(path: str, due: float) -> None:
        connection = await free.get()
        try:
            status, size = await asyncio.wait_for(connection.get(path), PATIENCE)
            result.statuses[status] += 1
            result.bytes += size
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            result.statuses[0] += 1
            await connection.close()
        finally:
            free.put_nowait(connection)
        result.latencies.append(time.perf_counter() - due)

    tasks = []
    for number, path in enumerate(paths):
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(one(path, due)))
    await asyncio.gather(*tasks)
    result.seconds = time.perf_counter() - began
    while not free.empty():
        await free.get_nowait().close()
    return result


async def _closed_loop(port: int, paths: Sequence[str], seconds: float, connections: int) -> Result:
    result = Result()
    began = time.perf_counter()
    left = iter(paths)

    async def client() -> None:
        connection = Connection(port)
        for path in left:
            sent = time.perf_counter()
            if sent - began > seconds:
                break
            status, size = await asyncio.wait_for(connection.get(path), PATIENCE)
            result.latencies.append(time.perf_counter() - sent)
            result.statuses[status] += 1
            result.bytes += size
        await connection.close()

    await asyncio.gather(*(client() for _ in range(connections)))
    result.seconds = time.perf_counter() - began
    return result


def at_rate(port: int, paths: Sequence[str], rate: float) -> Result:
    """All of `paths`, `rate` a second."""
    return asyncio.run(_open_loop(port, paths, rate))


def flat_out(port: int, paths: Sequence[str], seconds: float, connections: int = 8) -> Result:
    """As many of `paths` as are answered in `seconds`, over some connections."""
    return asyncio.run(_closed_loop(port, paths, seconds, connections))
