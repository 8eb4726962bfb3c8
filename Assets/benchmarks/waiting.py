"""The waiting topic: what clients cost that wait for changes, and how soon they hear of one."""

import asyncio
import json
import ssl
import subprocess
import time
import uuid

from api_server import APIServer
from figures import Table, number, spread

CLIENTS = 500
# Shorter than the longest wait: nobody asks again meanwhile.
QUIET_SECONDS = 10


def run(context):
    rounds = 5 if context.quick else 20
    figures = []
    for encrypted in (False, True):
        context.say(f"waiting: {CLIENTS} clients {'with' if encrypted else 'without'} TLS")
        figures.append(measured(context, encrypted, rounds))
    return [table(figures, rounds)]


def measured(context, encrypted, rounds):
    folder = context.directory("waiting-tls" if encrypted else "waiting")
    arguments = certificate(folder) if encrypted else []
    with APIServer(context.program("customers-api"), folder, 1_000, arguments) as server:
        host, port = server.url.split("//")[1].rsplit(":", 1)
        return asyncio.run(Waiting(server, host, int(port), folder if encrypted else None).figures(rounds))


def certificate(folder):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "key.pem", "-out",
         folder / "cert.pem"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    (folder / "key.pem").chmod(0o600)
    return ["--tls-cert", folder / "cert.pem", "--tls-key", folder / "key.pem"]


class Waiting:
    def __init__(self, server, host, port, trusted):
        self.server, self.host, self.port = server, host, port
        self.tls = ssl.create_default_context(cafile=trusted / "cert.pem") if trusted else None

    async def figures(self, rounds):
        before = self.server.resident_megabytes()
        clients = [await self.connect() for _ in range(CLIENTS)]
        writer = await self.connect()
        # Once around, so that what each connection needs is there.
        await self.round(clients, writer)
        cursor = await self.latest(writer)
        answers = [asyncio.create_task(self.ask(client, self.wait(cursor))) for client in clients]
        await asyncio.sleep(2)
        resident = self.server.resident_megabytes()
        cost, switches = self.server.processor_milliseconds(), self.server.context_switches()
        await asyncio.sleep(QUIET_SECONDS)
        cost = self.server.processor_milliseconds() - cost
        switches = (self.server.context_switches() - switches).total()
        await self.add(writer)
        await asyncio.gather(*answers)
        delays = [await self.round(clients, writer) for _ in range(rounds)]
        return {"before": before, "resident": resident, "cost": cost, "switches": switches,
                "first": [delay[0] for delay in delays], "last": [delay[1] for delay in delays]}

    async def connect(self):
        return await asyncio.open_connection(self.host, self.port, ssl=self.tls)

    @staticmethod
    def wait(cursor):
        return f"GET /api/changes?cursor={cursor}&wait=25 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

    async def ask(self, client, request):
        """The body of the answer, and when it was there."""
        reader, writer = client
        writer.write(request.encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        body = await reader.readexactly(int(head.split("content-length:", 1)[1].split("\r\n", 1)[0]))
        return body, time.perf_counter()

    async def latest(self, client):
        body, _ = await self.ask(client, "GET /api/changes?cursor=latest HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        return json.loads(body)["cursor"]

    async def add(self, client):
        body = json.dumps({"name": "Waiting", "email": f"{uuid.uuid4()}@example.org"})
        await self.ask(client, "POST /api/customers HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                               f"Content-Length: {len(body)}\r\n\r\n{body}")
        return time.perf_counter()

    async def round(self, clients, writer):
        """Milliseconds from the answer to a write until the first and the last of those who wait have heard of it."""
        cursor = await self.latest(writer)
        answers = [asyncio.create_task(self.ask(client, self.wait(cursor))) for client in clients]
        await asyncio.sleep(1)
        saved = await self.add(writer)
        moments = [moment for _, moment in await asyncio.gather(*answers)]
        return (min(moments) - saved) * 1_000, (max(moments) - saved) * 1_000


def table(figures, rounds):
    table = Table(f"{CLIENTS} clients wait for changes", ["plain", "TLS"])

    def add(figure, budget, value):
        table.add(figure, budget, *[value(item) for item in figures])

    add("resident before, MB", None, lambda item: number(item["before"]))
    add("they add, MB", "≤ 60 / 100", lambda item: number(item["resident"] - item["before"]))
    add(f"processor in {QUIET_SECONDS} s without a change, ms", "≤ 10", lambda item: number(item["cost"]))
    add("… context switches", None, lambda item: number(item["switches"]))
    add("from the answer to a write to the first who waits, ms p50 / p99", None, lambda item: spread(item["first"]))
    add("… to the last, ms p50 / p99", "≤ 200", lambda item: spread(item["last"]))
    table.notes = [
        f"{rounds} changes. All clients are in one Python process on the same machine, which takes most of the time to the last.",
        "The server looks at its files once a second, whether anybody waits or not; that is what it does without a change.",
    ]
    return table
