"""Requests at a fixed rate whatever the answers do, each timed from the moment it was due."""

import asyncio
import time


class Connections:
    """HTTP/1.1 connections that are kept and used again, as many as are needed at once."""

    def __init__(self, address):
        self.address, self.idle = address, []

    async def get(self, path):
        """The status and the body's bytes."""
        reader, writer = self.idle.pop() if self.idle else await asyncio.open_connection(*self.address)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {self.address[0]}\r\nAccept: application/json\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        if "transfer-encoding: chunked" in head:
            length = 0
            while size := int((await reader.readline()).split(b";")[0], 16):
                length += len(await reader.readexactly(size + 2)) - 2
            await reader.readline()
        else:
            length = int(head.split("content-length:", 1)[1].split("\r\n", 1)[0])
            await reader.readexactly(length)
        self.idle.append((reader, writer))
        return int(head.split(" ", 2)[1]), length

    def close(self):
        for _, writer in self.idle:
            writer.close()


async def send_at_fixed_rate(address, requests, rate):
    """Sends (kind, path) pairs; returns for each its kind, its milliseconds, and its status (0 when it broke)."""
    connections, results = Connections(address), []

    async def send(kind, path, due):
        try:
            status, _ = await connections.get(path)
        except (OSError, EOFError, asyncio.IncompleteReadError):
            status = 0
        results.append((kind, (time.perf_counter() - due) * 1_000, status))

    start = time.perf_counter() + 0.1
    async with asyncio.TaskGroup() as group:
        for index, (kind, path) in enumerate(requests):
            due = start + index / rate
            # The event loop wakes to the millisecond; the rest is waited for awake.
            await asyncio.sleep(max(0, due - time.perf_counter() - 0.0015))
            while time.perf_counter() < due:
                await asyncio.sleep(0)
            group.create_task(send(kind, path, due))
    connections.close()
    return results
