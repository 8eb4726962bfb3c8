"""The journal topic: saving an edit beside a bare write and sync of the same bytes, and opening a long journal."""

import json
import subprocess

from figures import Table, number


def run(context):
    saves, openings = (500, 20) if context.quick else (4_000, 100)
    entries = 10_000
    context.say(f"journal: {saves:,} saves, {entries:,} entries")
    done = subprocess.run(
        [context.program("journal-bench"), "--path", context.directory("journal"), "--saves", str(saves),
         "--entries", str(entries), "--openings", str(openings)],
        check=True, capture_output=True, text=True)
    report = json.loads(done.stdout)
    table = Table("The journal, in process", ["measured"])
    table.add("save an edit, ms p50 / p99", None, times(report["save"]))
    table.add("write and fdatasync the same bytes, ms p50 / p99", None, times(report["bareWrite"]))
    table.add("a save to a bare write, p50", "≤ 1.3 ×", f"{number(report['saveToBareWrite'])} ×")
    table.add(f"open with {entries:,} entries, ms p50 / p99", "< 150", times(report["open"]))
    table.notes = [f"{saves:,} saves, each followed by the bare write of its bytes to another file; {openings} openings."]
    return [table]


def times(figures):
    return f"{number(figures['p50Milliseconds'])} / {number(figures['p99Milliseconds'])}"
