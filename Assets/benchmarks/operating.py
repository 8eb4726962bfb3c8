"""The operating topic: what a backup, a drill and metrics cost a server that works."""

import asyncio
import subprocess
import time

from api_server import APIServer
from figures import Table, number, quantile, spread
from load import send_at_fixed_rate
from mix import Directory, requests
from service import RATE, failures, milliseconds


def run(context):
    people, seconds = (50_000, 5) if context.quick else (1_000_000, 20)
    program, folder = context.program("customers-api"), context.directory("operating")
    context.say(f"operating: loading {people:,} customers")
    with APIServer(program, folder, people) as server:
        directory = Directory(server.url)
        context.say(f"operating: {RATE} requests a second, alone and beside a backup")
        alone = asyncio.run(send_at_fixed_rate(server.address, requests(directory, RATE * seconds), RATE))
        beside, backup_seconds = beside_backup(program, folder, server, directory)
        context.say("operating: verify")
        verify_seconds = timed([program, "verify", folder / "backup.db"])
        check_seconds = timed([program, "check", "--store", f"sqlite:{folder / 'customers.db'}"])
    context.say("operating: metrics")
    cost = [processor_cost(context, program, arguments) for arguments in ((), ("--metrics", "127.0.0.1:0"))]
    return [table(people, alone, beside, backup_seconds, verify_seconds, check_seconds, cost)]


def beside_backup(program, folder, server, directory):
    """Answers to requests that were sent while a backup was made, and how long that took."""
    started, answers = time.perf_counter(), []
    command = [program, "backup", folder / "backup.db", "--store", f"sqlite:{folder / 'customers.db'}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as backup:
        while backup.poll() is None:
            answers += asyncio.run(send_at_fixed_rate(server.address, requests(directory, RATE), RATE))
        if backup.returncode != 0:
            raise RuntimeError(f"backup ended with {backup.returncode}")
    return answers, time.perf_counter() - started


def timed(command):
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def processor_cost(context, program, arguments):
    """Processor milliseconds for a request that touches nothing, the least of five rounds."""
    count = 1_000 if context.quick else 10_000
    folder = context.directory("metrics" if arguments else "no-metrics")
    with APIServer(program, folder, 1, arguments) as server:
        def round_cost():
            before = server.processor_milliseconds()
            asyncio.run(send_at_fixed_rate(server.address, [("health", "/api/health")] * count, 2_000))
            return (server.processor_milliseconds() - before) / count
        return min(round_cost() for _ in range(5))


def table(people, alone, beside, backup_seconds, verify_seconds, check_seconds, cost):
    table = Table(f"Operating customers-api with {people:,} customers", ["measured"])
    quiet, busy = milliseconds(alone), milliseconds(beside)
    table.add(f"{RATE} requests a second, ms p50 / p99", None, spread(quiet))
    table.add("the same beside a backup, ms p50 / p99", None, spread(busy))
    table.add("p99 beside a backup, times that without", "≤ 2", number(quantile(busy, 0.99) / quantile(quiet, 0.99)))
    table.add("answers other than 2xx beside a backup", "0", failures(beside))
    table.add("backup, checked, s", None, number(backup_seconds))
    table.add("verify, s", "≤ 60", number(verify_seconds))
    table.add("check beside the server, s", None, number(check_seconds))
    table.add("processor ms for /api/health, without and with metrics", "≤ 1 % more", " / ".join(f"{c:.4f}" for c in cost))
    table.notes = [
        "The backup rests as long as it copies, and the requests come from the same machine.",
        "The last row is the least of five rounds each.",
    ]
    return table
