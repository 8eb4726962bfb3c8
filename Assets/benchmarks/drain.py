"""The sync topic: edits that were queued in a journal on disk, drained to customers-api on the same machine."""

import json
import re
import subprocess

from api_server import APIServer
from figures import Table, number
from system_calls import Trace


def run(context):
    edits = 2_000 if context.quick else 10_000
    context.say(f"sync: {edits:,} edits of as many customers")
    report, processor, _ = drain(context, "sync", edits)
    few = 1_000
    context.say(f"sync: how often the server waits for its disk, with {few:,} edits")
    _, _, traced = drain(context, "sync-traced", few, traced=True)
    table = Table(f"{edits:,} queued edits drained to customers-api", ["measured"])
    table.add("edits a second", "≥ 1,000", number(report["edits"] / report["drainSeconds"]))
    table.add("edits left", "0", number(report["left"]))
    table.add("requests, probes included", None, number(report["requests"]))
    table.add("the journal's syncs for 1,000 edits", None, number(1_000 * report["journalSyncs"] / edits))
    table.add("the server's syncs for 1,000 edits", None, number(traced and 1_000 * traced / few))
    table.add("the server's processor ms for an edit", None, number(processor / edits))
    table.add("peak resident of the client, MB", None, number(report["memory"]["peakKilobytes"] / 1024))
    table.notes = [
        "Each edit is of another customer and one request; eight are under way at once, and thirty-two when all has gone "
        "well for half a second. Before a request leaves it is marked on the disk, and its answer is written there; the "
        "server answers when the change is on its disk.",
    ]
    return [table]


def drain(context, name, edits, traced=False):
    """The report of sync-bench, the server's processor milliseconds, and its syncs where they could be counted."""
    directory = context.directory(name)
    with APIServer(context.program("customers-api"), directory, edits) as server:
        before = server.processor_milliseconds()
        trace = Trace(server.process.pid, directory / "syncs.txt", "-e", "trace=fsync,fdatasync") if traced else None
        done = subprocess.run(
            [context.program("sync-bench"), "--url", server.url, "--directory", directory / "journal",
             "--count", str(edits)],
            check=True, capture_output=True, text=True)
        return json.loads(done.stdout), server.processor_milliseconds() - before, syncs(trace and trace.end())


def syncs(text):
    """How many of a trace were done; None where there is none."""
    return len(re.findall(r"(?:fsync|fdatasync)\(.*= 0|resumed>.*= 0", text or "")) or None
