"""The store topic: SQLiteStore in process, on the published mix of StoreBench/Mix.swift."""

import json
import subprocess

from figures import Table, number


def run(context):
    people, operations = (100_000, 4_000) if context.quick else (1_000_000, 20_000)
    database = context.directory("store") / "customers.db"
    context.say(f"store: {people:,} customers")
    done = subprocess.run(
        [context.program("store-bench"), "--path", database, "--count", str(people), "--operations", str(operations)],
        check=True, capture_output=True, text=True)
    report = json.loads(done.stdout)
    table = Table(f"SQLiteStore with {people:,} customers, in process", ["measured"])
    mix = report["mix"]
    table.add("the mix, ms p50 / p99", "≤ 2 / 30", times(mix))
    table.add("the mix, ms at most", None, number(mix["maximumMilliseconds"]))
    table.add("rows examined for a page, at most", None, number(mix["maximumCount"]))
    table.add("loading, s", "≤ 60", number(report["loadSeconds"]))
    table.add("file, MB", None, number(report["fileBytes"] / 2**20))
    table.add("resident after the mix, MB", "≤ 150", number(report["memory"]["residentKilobytes"] / 1024))
    for kind, figures in sorted(report["kinds"].items()):
        budget = "≤ 300 at p99" if kind.startswith("similar") else None
        table.add(f"{kind}, ms p50 / p99", budget, times(figures))
    table.notes = [f"{operations:,} operations, one after the other."]
    return [table]


def times(figures):
    return f"{number(figures['p50Milliseconds'])} / {number(figures['p99Milliseconds'])}"
