"""customers-api on a free loopback port, with invented customers in a database of its own."""

import contextlib
import json
import signal
import urllib.request

from server import Server


class APIServer(Server):
    def __init__(self, program, directory, sample, arguments=()):
        self.database = directory / "customers.db"
        super().__init__(
            [program, "serve", "--port", "0", "--store", f"sqlite:{self.database}", "--sample", str(sample), *arguments],
            directory)

    @contextlib.contextmanager
    def silent(self):
        """For as long as this lasts it takes connections and answers none."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def file_megabytes(self):
        """The database, with what it has not taken in of its log (sqlite.org/wal.html)."""
        return sum(path.stat().st_size for path in self.database.parent.glob(f"{self.database.name}*")) / 2**20

    def everybody(self):
        """All customers in the order of names, page by page."""
        path = "/api/customers?limit=1000"
        while path:
            with urllib.request.urlopen(self.url + path) as response:
                yield from json.load(response)
                link = response.headers.get("Link")
            path = link[link.index("<") + 1 : link.index(">")] if link else None
