"""customers-api on a free loopback port, with invented customers in a database of its own."""

import contextlib
import json
import signal
import subprocess
import time
import urllib.request

from pseudoterminal import processor_milliseconds, resident_megabytes


class APIServer:
    def __init__(self, program, directory, sample, arguments=()):
        """Returns when the server listens; `load_seconds` is how long that took."""
        self.log = open(directory / "server.log", "wb")
        started = time.perf_counter()
        self.process = subprocess.Popen(
            [program, "serve", "--port", "0", "--store", f"sqlite:{directory / 'customers.db'}",
             "--sample", str(sample), *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log, cwd=directory)
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

    @contextlib.contextmanager
    def silent(self):
        """For as long as this lasts it takes connections and answers none."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    @property
    def address(self):
        host, port = self.url.removeprefix("http://").split(":")
        return host, int(port)

    def resident_megabytes(self):
        return resident_megabytes(self.process.pid)

    def processor_milliseconds(self):
        return processor_milliseconds(self.process.pid)

    def everybody(self):
        """All customers in the order of names, page by page."""
        path = "/api/customers?limit=1000"
        while path:
            with urllib.request.urlopen(self.url + path) as response:
                yield from json.load(response)
                link = response.headers.get("Link")
            path = link[link.index("<") + 1 : link.index(">")] if link else None
