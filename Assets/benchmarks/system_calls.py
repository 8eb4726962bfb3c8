"""strace(1) on a process that runs."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path


class Trace:
    """From the moment it is made; a machine may forbid it."""

    def __init__(self, pid, path, *options):
        self.path, self.process = path, None
        if shutil.which("strace") is None:
            return
        self.process = subprocess.Popen(
            ["strace", "-f", "-q", *options, "-o", path, "-p", str(pid)],
            stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=os.setpgrp)
        while self.process.poll() is None and not all(map(is_traced, Path(f"/proc/{pid}/task").iterdir())):
            time.sleep(0.01)

    def end(self):
        """What it has written, or None."""
        if self.process is None:
            return None
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=10)
        return self.path.read_text() or None if self.path.exists() else None


def is_traced(task):
    try:
        return "TracerPid:\t0\n" not in (task / "status").read_text()
    except FileNotFoundError:  # The thread has ended.
        return True


def calls(summary):
    """All calls of a trace with -c."""
    # % time, seconds, usecs/call, calls, errors where there are some, and what of.
    return int(next(line.split()[3] for line in summary.splitlines() if line.endswith(" total")))
