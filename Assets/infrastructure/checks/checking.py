"""What every check of the cloud part uses: saying what holds, running commands, waiting, ports."""

import socket
import subprocess
import sys
import time
from pathlib import Path

HOME = Path(__file__).resolve().parents[3]
TEMPLATE = "Assets/infrastructure/template.yaml"
TOOLS, AWS = HOME / ".build/infrastructure", HOME / ".build/aws/venv/bin/python"
KEYS = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "eu-central-1",
        "AWS_DEFAULT_REGION": "eu-central-1"}
# Of one command, however slow the machine is: the longest builds the package.
SECONDS = 1200


def fail(what):
    sys.exit(f"infrastructure/check: FAILED: {what}")


def check(holds, what):
    if not holds:
        fail(what)
    print(f"infrastructure/check: {what}", flush=True)


def run(*command, environment=None, status=0, **options):
    """Runs a command and returns what it printed."""
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS, **options)
    except subprocess.TimeoutExpired:
        fail(f"{' '.join(map(str, command))} did not end within {SECONDS} s")
    if done.returncode != status:
        fail(f"{' '.join(map(str, command))} ended with {done.returncode}\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return done.stdout


def wait_for(read, holds, seconds=30):
    """What `read` returns, once it holds or the time is over: indexes lag behind the table, screens behind the keys."""
    end = time.monotonic() + seconds
    while not holds(found := read()) and time.monotonic() < end:
        time.sleep(0.1)
    return found


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
