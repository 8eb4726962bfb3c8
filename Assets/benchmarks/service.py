"""The http topic: customers-api with a large directory, at a fixed rate, beside /api/health at the same rate."""

import asyncio
from collections import Counter, defaultdict

from api_server import APIServer
from figures import Table, number, quantile, spread
from load import send_at_fixed_rate
from mix import Directory, requests

RATE = 200


def run(context):
    people, seconds = (50_000, 5) if context.quick else (1_000_000, 20)
    context.say(f"http: loading {people:,} customers")
    with APIServer(context.program("customers-api"), context.directory("http"), people) as server:
        resident_loaded = server.resident_megabytes()
        context.say("http: learning who is there")
        directory = Directory(server.url)
        context.say(f"http: {RATE} requests a second, twice {seconds} s")
        count = RATE * seconds
        health = asyncio.run(send_at_fixed_rate(server.address, [("health", "/api/health")] * count, RATE))
        before = server.processor_milliseconds()
        answers = asyncio.run(send_at_fixed_rate(server.address, requests(directory, count), RATE))
        processor = (server.processor_milliseconds() - before) / count
        resident = server.resident_megabytes()
        return [table(people, seconds, server.load_seconds, (resident_loaded, resident), processor, health, answers)]


def table(people, seconds, load_seconds, resident, processor, health, answers):
    table = Table(f"customers-api with {people:,} customers, {RATE} requests a second", ["measured", "/api/health"])
    mix, baseline = milliseconds(answers), milliseconds(health)
    table.add("from start to listening (loading with --sample), s", "≤ 60", number(load_seconds), "–")
    table.add("the mix, ms p50 / p99", None, spread(mix), spread(baseline))
    table.add("the mix, ms at most", None, number(max(mix)), number(max(baseline)))
    table.add("answers other than 2xx", "0", failures(answers), failures(health))
    table.add("processor ms for a request", None, number(processor), "–")
    table.add("resident after loading, MB", "≤ 150", number(resident[0]), "–")
    table.add("resident after the mix, MB", "≤ 150", number(resident[1]), "–")
    kinds = defaultdict(list)
    for kind, time, _ in answers:
        kinds[kind].append(time)
    for kind, times in sorted(kinds.items()):
        table.add(f"{kind}, ms p50 / p99", None, spread(times), "–")
    table.notes = [
        f"{seconds} s each, over loopback; the time runs from the moment a request is due, whether or not earlier "
        "ones were answered. The client shares the machine with the server.",
    ]
    return table


def milliseconds(answers):
    return [time for _, time, _ in answers]


def failures(answers):
    statuses = Counter(status for _, _, status in answers if not 200 <= status < 300)
    return ", ".join(f"{count} × {status or 'broken'}" for status, count in sorted(statuses.items())) or "0"
