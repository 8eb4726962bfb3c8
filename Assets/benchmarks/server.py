"""A server on a free loopback port, as long as it is measured."""

import subprocess
import time
from collections import Counter
from pathlib import Path

from pseudoterminal import processor_milliseconds, resident_megabytes


class Server:
    def __init__(self, command, directory):
        """Returns when the server listens, and says so; `load_seconds` is how long that took."""
        self.log = open(directory / "server.log", "wb")
        started = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log, cwd=directory)
        ready = self.process.stdout.readline().decode().strip()
        self.load_seconds = time.perf_counter() - started
        if not ready.startswith("listening on "):
            self.end()
            raise RuntimeError((directory / "server.log").read_text()[-2_000:] or "the server ended without a word")
        self.url = ready.removeprefix("listening on ")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()

    @property
    def address(self):
        host, port = self.url.removeprefix("http://").split(":")
        return host, int(port)

    def resident_megabytes(self):
        return resident_megabytes(self.process.pid)

    def processor_milliseconds(self):
        return processor_milliseconds(self.process.pid)

    def context_switches(self):
        """How often each thread has given up the processor, or has been taken it from."""
        return Counter({
            status.parent.name:
                sum(int(line.split()[1]) for line in status.read_text().splitlines() if "ctxt_switches" in line)
            for status in Path(f"/proc/{self.process.pid}/task").glob("*/status")})
