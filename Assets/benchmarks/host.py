"""The host topic: what fifty people who work on one machine at once take of it."""

import contextlib
import time
from pathlib import Path

import programs
from api_server import APIServer
from figures import Table, number
from pseudoterminal import Program

PEOPLE, PAGES = 10_000, 20


def run(context):
    count, idle_seconds = (5, 5) if context.quick else (50, 60)
    work = context.directory("host")
    context.say(f"host: {count} clients")
    with APIServer(context.program("customers-api"), work, PEOPLE) as server, contextlib.ExitStack() as stack:
        clients = [stack.enter_context(started(context, server, work / f"person-{number}")) for number in range(count)]
        memory = [memory_megabytes(client.process_id) for client in clients]
        before = sum(client.processor_milliseconds() for client in clients)
        quiet(clients, idle_seconds)
        idle = (sum(client.processor_milliseconds() for client in clients) - before) / 1_000 / idle_seconds
    return [table(count, memory, idle, idle_seconds)]


@contextlib.contextmanager
def started(context, server, home):
    """Somebody's client after twenty pages, at rest."""
    home.mkdir()
    candidate = programs.ours(context.program("customers"), server.url)
    with Program(candidate.arguments, programs.environment(home) | candidate.environment, home) as client:
        client.wait_for(candidate.rows_marker)
        for _ in range(PAGES):
            client.type(candidate.page_down)
            client.settle(quiet=0.1)
        yield client


def quiet(clients, seconds):
    """Takes what the clients print meanwhile, so that none waits for its terminal."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for client in clients:
            client.settle(quiet=0, timeout=0.1)
        time.sleep(0.2)


def memory_megabytes(process_id):
    """What a process has alone, and its share of what several have (proc_pid_smaps(5))."""
    kilobytes = {}
    for line in Path(f"/proc/{process_id}/smaps_rollup").read_text().splitlines()[1:]:
        name, value, *_ = line.split()
        kilobytes[name.rstrip(":")] = int(value)
    return (kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]) / 1024, kilobytes["Pss"] / 1024


def table(count, memory, idle, idle_seconds):
    table = Table(f"{count} clients on one host, {PAGES} pages each", ["measured"])
    table.add("memory in all, MB", "≤ 322 (250 wanted)", number(sum(share for _, share in memory)))
    table.add("of it private, MB each", "≤ 5.9 (4.5 wanted)", number(sum(own for own, _ in memory) / count))
    table.add("processor at rest, % of a core", "≤ 4.1 (0.5 wanted)", number(100 * idle))
    table.notes = [
        "Memory in all is the sum of the clients' proportional shares (PSS): what they have in common counts once.",
        f"At rest is for {idle_seconds} s, the server's own processor not counted.",
    ]
    return table
