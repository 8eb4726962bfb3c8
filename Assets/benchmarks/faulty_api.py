"""Stands between a client and the API: first lets everything through, then fails the way its standard input names.

forward: as if it were not there.  hang: accepts and never answers.  trickle: answers with one byte a second.
drop: closes what is open, and whatever is opened.  Prints its port; ends when its standard input does."""

import asyncio
import sys

UPSTREAM = ("127.0.0.1", int(sys.argv[1]))
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n["

mode = "forward"
open_writers = set()


async def trickle(writer):
    for byte in HEAD + b" " * 100_000:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(1)


async def pump(reader, writer, from_client=None):
    """Passes bytes on while that is allowed; from then on the client's are swallowed."""
    answering = None
    while data := await reader.read(1 << 16):
        if mode == "forward":
            writer.write(data)
            await writer.drain()
        elif mode == "trickle" and from_client and answering is None:
            answering = asyncio.create_task(trickle(from_client))
    if answering:
        answering.cancel()


async def serve(reader, writer):
    if mode == "drop":
        writer.close()
        return
    open_writers.add(writer)
    upstream_reader, upstream_writer = await asyncio.open_connection(*UPSTREAM)
    passing = [asyncio.create_task(pump(reader, upstream_writer, from_client=writer)),
               asyncio.create_task(pump(upstream_reader, writer))]
    await asyncio.wait(passing, return_when=asyncio.FIRST_COMPLETED)
    for task in passing:
        task.cancel()
    await asyncio.gather(*passing, return_exceptions=True)
    open_writers.discard(writer)
    upstream_writer.close()
    writer.close()


async def main():
    global mode
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        mode = line.strip()
        if mode == "drop":
            for writer in list(open_writers):
                writer.transport.abort()
        print(mode, flush=True)


asyncio.run(main())
