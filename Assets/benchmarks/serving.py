"""The serving topic: what a request costs customers-api, beside the HTTP library's own hello and FastAPI on the same file."""

import contextlib
import http.client
import subprocess
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import growing
from api_server import APIServer
from figures import Table, number
from mix import Directory
from server import Server
from serving_requests import FIRST_PAGE, HEALTH, HELLO, READ, changes, gets, searches
from system_calls import Trace, calls
from wrk import CONNECTIONS, Figures, load, measured, median

PEER = Path(__file__).parent / "peers/fastapi_server.py"
GUARDS = "token, role, audit log"


@dataclass
class Length:
    rounds: int
    seconds: int
    warm_seconds: int


@dataclass
class Subject:
    """A server, what it is asked in a turn, and what came of it."""

    name: str
    server: Server
    asked: Callable[[int], list]
    headers: dict = field(default_factory=dict)
    rounds: list[Figures] = field(default_factory=list)
    # For a request; None where no process may be traced.
    system_calls: float | None = None

    @property
    def figures(self):
        return median(self.rounds)


def run(context):
    people, length = (10_000, Length(1, 1, 1)) if context.quick else (100_000, Length(3, 10, 2))
    with contextlib.ExitStack() as stack:
        context.say(f"serving: loading {people:,} customers, twice")
        plain = stack.enter_context(APIServer(context.program("customers-api"), context.directory("serving"), people))
        guarded, agent, exporter = guarded_server(context, stack, people)
        everybody = Directory(plain.url, each=1).people
        guarded_people = Directory(guarded.url, each=1, headers=exporter).people

        hello = stack.enter_context(Server([context.program("hello-bench")], context.directory("hello")))
        fastapi = stack.enter_context(
            Server([context.fastapi_python(), PEER, plain.database], context.directory("fastapi")))
        peers = {name: Subject(f"FastAPI: {name}", fastapi, lambda _, requests=requests: requests) for name, requests in [
            ("health", HEALTH), ("get", gets(everybody)), ("list, first page of 25", FIRST_PAGE)]}
        library = Subject("hello, the HTTP library alone", hello, lambda _: HELLO)
        readers = [
            Subject("health", plain, lambda _: HEALTH),
            Subject("get", plain, lambda _: gets(everybody)),
            Subject(f"get: {GUARDS}", guarded, lambda _: gets(guarded_people), agent),
            Subject("list, first page of 25", plain, lambda _: FIRST_PAGE),
            Subject("search, a family name, 25", plain, lambda _: searches(everybody)),
        ]
        in_turns(context, [library, *readers, *peers.values()], length)
        yield reading_table(people, length, library, readers, peers)

        writers = [
            Subject("without", plain, lambda turn: changes(everybody, turn)),
            Subject(GUARDS, guarded, lambda turn: changes(guarded_people, turn), exporter),
        ]
        in_turns(context, writers, length)
        yield writing_table(people, length, writers)
    yield growing.table(context)


def guarded_server(context, stack, people):
    """One with tokens and an audit log; the headers of an agent, and of somebody who may read as much as they like."""
    program, folder = context.program("customers-api"), context.directory("serving-guarded")
    headers = []
    for role in ("agent", "exporter"):
        command = [program, "token", "add", f"an-{role}", "--role", role, "--token-file", folder / "tokens"]
        token = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        headers.append({"Authorization": f"Bearer {token}"})
    guards = ("--token-file", folder / "tokens", "--audit-log", folder / "audit.log")
    return stack.enter_context(APIServer(program, folder, people, guards)), *headers


def in_turns(context, subjects, length):
    """One after the other, over and over: what slows the machine down for a while slows down each of them."""
    for turn in range(length.rounds):
        for subject in subjects:
            context.say(f"serving: round {turn + 1} of {length.rounds}, {subject.name}")
            load(subject.server, subject.asked(2 * turn), subject.headers, length.warm_seconds)
            subject.rounds.append(
                measured(subject.server, subject.asked(2 * turn + 1), subject.headers, length.seconds))
    context.say("serving: system calls")
    for subject in subjects:
        subject.system_calls = system_calls(context, subject, turn=2 * length.rounds)


# MARK: System calls


def system_calls(context, subject, turn):
    """For each of a thousand requests, one after the other on one connection; what a trace costs by itself is taken off."""
    few, many = (traced_calls(context, subject, turn + more, count) for more, count in enumerate((100, 1_100)))
    return None if few is None or many is None else (many - few) / 1_000


def traced_calls(context, subject, turn, count):
    requests = subject.asked(turn)
    connection = http.client.HTTPConnection(*subject.server.address)
    send(connection, requests[-1], subject.headers)
    trace = Trace(subject.server.process.pid, context.work / "calls.txt", "-c")
    for index in range(count):
        send(connection, requests[index % len(requests)], subject.headers)
    summary = trace.end()
    connection.close()
    return calls(summary) if summary else None


def send(connection, request, headers):
    method, path, body = request
    if body:
        headers = headers | {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    content = response.read()
    if response.status != 200:
        raise RuntimeError(f"{method} {path} got {response.status}: {content[:200]}")


# MARK: Tables


def reading_table(people, length, library, readers, peers):
    table = Table(f"Reading from customers-api with {people:,} customers", [
        "× hello", "× FastAPI", "requests/s", "processor ms", "context switches", "system calls", "ms p50 / p99"])
    budgets = {"health": "≤ 1.3 × hello", f"get: {GUARDS}": "≤ 1.5 × hello, ≥ 2 × FastAPI",
               "list, first page of 25": "≤ 2 × hello", "search, a family name, 25": "≤ 4 × hello"}
    for subject in [library, *readers, *peers.values()]:
        figures, peer = subject.figures, peers.get(subject.name.split(":")[0])
        table.add(
            subject.name, budgets.get(subject.name), number(figures.processor / library.figures.processor),
            number(peer and figures.per_second / peer.figures.per_second), number(figures.per_second),
            f"{figures.processor:.4f}", number(figures.switches), number(subject.system_calls),
            f"{number(figures.p50)} / {number(figures.p99)}")
    table.notes = [
        f"wrk on the same machine, {CONNECTIONS} connections that are kept, each of which asks again as soon as it is answered. Medians "
        f"of {length.rounds} rounds of {length.seconds} s, in turns, each after {length.warm_seconds} s that do not count.",
        "*× hello* is of the server's own processor time, which hardly depends on what else the machine does; of requests a second it "
        "would be less, for wrk has its part in those. *× FastAPI* is of requests a second.",
        "Processor time, context switches and system calls are for a request, of all the server's threads; the calls are of 1,000 "
        "requests one after the other.",
        "Hello is one route of Hummingbird, with the headers that it sets by itself. FastAPI runs on one worker of uvicorn with uvloop "
        "and httptools, reads the same file, and logs nothing; customers-api writes a line for each request.",
        f"With the token an agent reads {READ:,} different people, whom the server counts; without it as many are read.",
    ]
    return table


def writing_table(people, length, writers):
    table = Table(f"Writing to customers-api with {people:,} customers", [subject.name for subject in writers])
    figures = [subject.figures for subject in writers]
    table.add("writes a second", "≥ 6,000", *(number(each.per_second) for each in figures))
    table.add("a write, ms p50 / p99", "≤ 12 at p99", *(f"{number(each.p50)} / {number(each.p99)}" for each in figures))
    table.add("processor ms for a write", None, *(f"{each.processor:.4f}" for each in figures))
    table.add("context switches for a write", None, *(number(each.switches) for each in figures))
    table.add("system calls for a write, one after the other", None, *(number(each.system_calls) for each in writers))
    table.notes = [
        f"{CONNECTIONS} connections, each of which changes one customer after the other, each time with a key and without a condition; "
        f"medians of {length.rounds} rounds of {length.seconds} s, in turns. An answer comes when the change is on the disk.",
        "wrk counts in what a connection that was held up would have asked meanwhile, so that its p99 is rather too high.",
    ]
    return table
