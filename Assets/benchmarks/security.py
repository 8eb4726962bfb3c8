"""The security topic: what tokens, roles, the limit of an hour and the audit log cost a request, beside a server without any."""

import http.client
import json
import random
import statistics
import subprocess
import time
import urllib.parse

from api_server import APIServer
from figures import Table, number, quantile

# Fewer than somebody may read within an hour: their reading is counted, and never refused.
PEOPLE = 4_000
# As many as a team has; the list is gone through for every request.
TOKENS = 50
KINDS = ["GET one", "list, a page of 100", "search, a name", "PATCH"]


def run(context):
    requests, rounds = (200, 3) if context.quick else (2_000, 12)
    program = context.program("customers-api")
    plain_folder, guarded_folder = context.directory("plain"), context.directory("guarded")
    token = tokens(program, guarded_folder / "tokens")
    guards = ("--token-file", str(guarded_folder / "tokens"), "--audit-log", str(guarded_folder / "audit.log"))
    with APIServer(program, plain_folder, PEOPLE) as plain, APIServer(program, guarded_folder, PEOPLE, guards) as guarded:
        sides = [Side(plain, {}), Side(guarded, {"Authorization": f"Bearer {token}"})]
        measured = {}
        for kind in KINDS:
            context.say(f"security: {kind}, {4 * rounds} times {requests} requests")
            measured[kind] = alternating(sides, kind, requests, rounds)
    return [table(measured, requests, rounds)]


def tokens(program, file):
    """The last of many, an agent's."""
    for index in range(TOKENS):
        command = [program, "token", "add", f"agent-{index}", "--role", "agent", "--token-file", file]
        token = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    return token


class Side:
    """One of the servers, with a connection that is kept."""

    def __init__(self, server, headers):
        self.server, self.headers = server, headers
        self.connection = http.client.HTTPConnection(*server.address)
        self.people = json.loads(self.send("GET", "/api/customers?limit=1000"))

    def send(self, method, path, body=None):
        headers = self.headers | ({"Content-Type": "application/merge-patch+json"} if body else {})
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        if response.status != 200:
            raise RuntimeError(f"{method} {path} got {response.status}: {content[:200]}")
        return content

    def round(self, kind, count, seed):
        """Processor milliseconds for a request, and how long each took."""
        # It rested while the other side had its turn, and the server may have ended it; the next request opens another one.
        self.connection.close()
        generator, times = random.Random(seed), []
        before = self.server.processor_milliseconds()
        for _ in range(count):
            person = generator.choice(self.people)
            one = f"/api/customers/{person['customer_id']}"
            started = time.perf_counter()
            match kind:
                case "GET one": self.send("GET", one)
                case "list, a page of 100": self.send("GET", "/api/customers?limit=100")
                case "search, a name": self.send("GET", "/api/customers?" + urllib.parse.urlencode({"limit": 100, "search": person["name"]}))
                case "PATCH": self.send("PATCH", one, json.dumps({"phone": f"555 {generator.randrange(10_000):04}"}))
            times.append((time.perf_counter() - started) * 1_000)
        return (self.server.processor_milliseconds() - before) / count, times


def alternating(sides, kind, count, rounds):
    """For each side its rounds' processor times and all its requests' times. Without, with, with, without: what slows the machine
    down for a while slows down both."""
    processor, times = ([], []), ([], [])
    for side in sides:
        side.round(kind, count // 4, seed=0)
    for index in range(rounds):
        for which in (0, 1, 1, 0):
            cost, taken = sides[which].round(kind, count, seed=index)
            processor[which].append(cost)
            times[which].extend(taken)
    return processor, times


def table(measured, requests, rounds):
    table = Table("What tokens, roles and the audit log cost a request of customers-api", ["without", "with", "more"])
    for kind, ((without, guarded), times) in measured.items():
        # Two of each stand side by side in time.
        pairs = [sum(guarded[at : at + 2]) / sum(without[at : at + 2]) for at in range(0, len(without), 2)]
        more = statistics.median(pairs) - 1
        table.add(f"{kind}, processor ms", "≤ 10 % more", number(statistics.median(without)), number(statistics.median(guarded)), f"{more:+.1%}")
    for kind, (_, times) in measured.items():
        table.add(f"{kind}, ms p99", None, *(number(quantile(side, 0.99)) for side in times), "–")
    table.notes = [
        f"{PEOPLE:,} customers, {TOKENS} tokens, one request at a time by an agent; {2 * rounds} rounds of {requests:,} requests on each side, "
        "in turns. *More* is the median of the pairs of rounds that stand beside each other.",
        "Processor time is the server process's own, so what else the machine does counts hardly; p99 has the client's part in it.",
    ]
    return table
