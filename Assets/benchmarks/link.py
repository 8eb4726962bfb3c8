"""A line to a terminal far away: what goes through it arrives after half a round trip, in order and in the same pieces."""

import os
import select
import socket
import threading
import time
from collections import deque


class Link(threading.Thread):
    """Passes bytes between a pseudoterminal and `near_end`, which its user reads and writes in its place."""

    def __init__(self, terminal, round_trip_seconds):
        super().__init__(daemon=True)
        self.near_end, self._far_end = socket.socketpair()
        self._delay = round_trip_seconds / 2
        self._ends = (self._far_end.fileno(), terminal)
        self.start()

    def run(self):
        # For each end what is on its way to it, with the moment of its arrival.
        travelling = {end: deque() for end in self._ends}
        other = dict(zip(self._ends, reversed(self._ends)))
        poll = select.poll()
        for end in self._ends:
            poll.register(end, select.POLLIN)
        try:
            while True:
                arrivals = [queue[0][0] for queue in travelling.values() if queue]
                patience = max(0, min(arrivals) - time.perf_counter()) * 1_000 if arrivals else None
                for end, _ in poll.poll(patience):
                    data = os.read(end, 1 << 16)
                    if not data:
                        return
                    travelling[other[end]].append((time.perf_counter() + self._delay, data))
                for end, queue in travelling.items():
                    while queue and queue[0][0] <= time.perf_counter():
                        os.write(end, queue.popleft()[1])
        except OSError:  # EIO: the program has gone; or the near end is closed.
            return
        finally:
            self._far_end.close()
