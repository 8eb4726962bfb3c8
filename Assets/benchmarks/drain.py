"""The sync topic: edits that were queued in a journal on disk, drained to customers-api on the same machine."""

import json
import os
import re
import shutil
import signal
import subprocess

from api_server import APIServer
from figures import Table, number


def run(context):
    edits = 2_000 if context.quick else 10_000
    context.say(f"sync: {edits:,} edits of as many customers")
    report, processor, _ = drain(context, "sync", edits)
    few = 1_000
    context.say(f"sync: how often the server waits for its disk, with {few:,} edits")
    _, _, syncs = drain(context, "sync-traced", few, traced=True)
    table = Table(f"{edits:,} queued edits drained to customers-api", ["measured"])
    table.add("edits a second", "≥ 1,000", number(report["edits"] / report["drainSeconds"]))
    table.add("edits left", "0", number(report["left"]))
    table.add("requests, probes included", None, number(report["requests"]))
    table.add("the journal's syncs for 1,000 edits", None, number(1_000 * report["journalSyncs"] / edits))
    table.add("the server's syncs for 1,000 edits", None, number(syncs and 1_000 * syncs / few))
    table.add("the server's processor ms for an edit", None, number(processor / edits))
    table.add("peak resident of the client, MB", None, number(report["memory"]["peakKilobytes"] / 1024))
    table.notes = [
        "Each edit is of another customer and one request; eight are under way at once. Before a request leaves it is "
        "marked on the disk, and its answer is written there; the server answers when the change is on its disk.",
    ]
    return [table]


def drain(context, name, edits, traced=False):
    """The report of sync-bench, the server's processor milliseconds, and its syncs where they could be counted."""
    directory = context.directory(name)
    with APIServer(context.program("customers-api"), directory, edits) as server:
        before = server.processor_milliseconds()
        trace = Trace(server.process.pid, directory / "syncs.txt") if traced else None
        done = subprocess.run(
            [context.program("sync-bench"), "--url", server.url, "--directory", directory / "journal",
             "--count", str(edits)],
            check=True, capture_output=True, text=True)
        syncs = trace.end() if trace else None
        return json.loads(done.stdout), server.processor_milliseconds() - before, syncs


class Trace:
    """strace(1) on a process, stopping it at its syncs only; a machine may forbid that."""

    def __init__(self, pid, path):
        self.path = path
        self.process = None
        if shutil.which("strace") is None:
            return
        self.process = subprocess.Popen(
            ["strace", "-f", "-q", "-e", "trace=fsync,fdatasync", "-o", path, "-p", str(pid)],
            stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=os.setpgrp)

    def end(self):
        if self.process is None:
            return None
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=10)
        if not self.path.exists():
            return None
        return len(re.findall(r"(?:fsync|fdatasync)\(.*= 0|resumed>.*= 0", self.path.read_text())) or None
