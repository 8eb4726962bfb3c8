"""Load by wrk(1): connections that are kept, each of which asks again as soon as it is answered."""

import json
import random
import statistics
import subprocess
import tempfile
from dataclasses import astuple, dataclass
from pathlib import Path

CONNECTIONS = 16
SCRIPT = Path(__file__).parent / "requests.lua"


@dataclass
class Figures:
    """What a request of a round came to; the milliseconds are the caller's, but for the processor's."""

    per_second: float
    processor: float
    switches: float
    p50: float
    p99: float


def measured(server, requests, headers, seconds, limit=None):
    """One round: what came of these (method, path, body), over and over, and what it cost the server."""
    processor, switches = server.processor_milliseconds(), server.context_switches()
    figures = load(server, requests, headers, seconds, limit)
    processor, switches = server.processor_milliseconds() - processor, server.context_switches() - switches
    # Those under way at the end are not among the answers, but cost the server as much.
    count = figures["sent"]
    return Figures(
        figures["answers"] / figures["seconds"], processor / count, switches.total() / count, figures["p50"],
        figures["p99"])


def load(server, requests, headers, seconds, limit=None):
    """With a limit it sends some more than that, at most one for each connection."""
    with tempfile.NamedTemporaryFile("w", prefix="customers-bench-") as file:
        file.writelines(f"{method} {path} {body or ''}".rstrip() + "\n" for method, path, body in requests)
        file.flush()
        command = ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s",
                   "--timeout", "10s", "--script", str(SCRIPT)]
        for name, value in headers.items():
            command += ["--header", f"{name}: {value}"]
        command += [server.url, "--", file.name, str(random.getrandbits(31)), *([str(limit)] if limit else [])]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures = json.loads(next(line for line in said.splitlines() if line.startswith("figures ")).removeprefix("figures "))
    if not figures["answers"] or figures["refused"] or figures["broken"]:
        raise RuntimeError(f"{requests[0][:2]} and its like: {figures}")
    return figures


def median(rounds):
    """Each figure's own."""
    return Figures(*map(statistics.median, zip(*map(astuple, rounds))))
