"""A program in a pseudoterminal, driven as a person drives it, with a clock on every byte it sends."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from dataclasses import dataclass
from pathlib import Path

from link import Link

ROWS, COLUMNS = 40, 120

# Bytes further apart than this belong to two frames.
FRAME_GAP_SECONDS = 0.010
# Between the keys of a person who holds one down: 30 a second.
KEY_REPEAT_SECONDS = 0.033
# After this long a key counts as not answered.
PATIENCE_SECONDS = 1.0


class ProgramEnded(Exception):
    """The program went away while it was being measured."""


@dataclass
class Answer:
    """What a program sent for a key: its frame, and the milliseconds until the frame's last byte.

    `early` had been sent before the key, `late` came in a frame of its own."""

    early: bytes = b""
    frame: bytes = b""
    late: bytes = b""
    milliseconds: float | None = None

    @property
    def was_given(self):
        return self.milliseconds is not None


class Program:
    def __init__(self, arguments, environment, directory, link_seconds=0):
        """`link_seconds` is the round trip between the program and the person at the keys."""
        self.started = time.perf_counter()
        self.process_id, self.terminal = pty.fork()
        if self.process_id == 0:
            try:
                fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
                os.chdir(directory)
                os.execve(arguments[0], arguments, environment)
            finally:
                os._exit(127)
        self.link_seconds = link_seconds
        self.link = None
        if link_seconds:
            self.link, self.pseudoterminal = Link(self.terminal, link_seconds), self.terminal
            self.terminal = self.link.near_end.fileno()
        self.poll = select.poll()
        self.poll.register(self.terminal, select.POLLIN)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        """Ends the program, at once if it does not go by itself, and waits for it."""
        if self.process_id is None:
            return
        os.kill(self.process_id, signal.SIGTERM)
        deadline = time.perf_counter() + 2
        while os.waitpid(self.process_id, os.WNOHANG)[0] == 0:
            if time.perf_counter() > deadline:
                os.kill(self.process_id, signal.SIGKILL)
            self._read(0.02)
        if self.link:
            self.link.near_end.close()
            self.link.join()
            os.close(self.pseudoterminal)
        else:
            os.close(self.terminal)
        self.process_id = None

    def _read(self, seconds):
        """What comes next, or nothing within this time."""
        if not self.poll.poll(max(0, seconds) * 1_000):
            return b""
        try:
            return os.read(self.terminal, 1 << 16)
        except OSError:  # EIO: the other side is closed.
            time.sleep(max(0, seconds))
            return b""

    def _alive(self):
        return os.path.exists(f"/proc/{self.process_id}/fd/0")

    def wait_for(self, marker, timeout=30.0, quiet=0.2):
        """Reads until the frame with the marker is complete and nothing follows for a while.

        Returns the seconds from the start of the program to the last byte of that frame, and everything read."""
        text, shown, last = b"", None, None
        deadline = time.perf_counter() + timeout
        while True:
            chunk = self._read(quiet if shown else min(0.2, timeout))
            now = time.perf_counter()
            if chunk:
                if shown is not None and now - last <= FRAME_GAP_SECONDS:
                    shown = now
                text, last = text + chunk, now
                if shown is None and marker in text:
                    shown = now
            elif shown is not None:
                return shown - self.started, text
            elif not self._alive() or now > deadline:
                raise ProgramEnded(f"nothing like {marker!r} was shown; the last of it was {text[-400:]!r}")

    def settle(self, quiet=0.3, timeout=30.0):
        """Reads until nothing comes for a while."""
        text, deadline = b"", time.perf_counter() + timeout
        while (chunk := self._read(quiet)) and time.perf_counter() < deadline:
            text += chunk
        return text

    def type(self, keys):
        os.write(self.terminal, keys)

    def watch(self, quiet):
        """Everything that comes until nothing does for a while: pieces, each with the moment of its arrival."""
        pieces = []
        while piece := self._read(quiet):
            pieces.append((time.perf_counter(), piece))
        return pieces

    def press(self, key, slot=KEY_REPEAT_SECONDS):
        """Presses a key and reads its frame; returns when it is time for the next key."""
        answer, answered = Answer(early=self._read(0)), None
        start = time.perf_counter()
        os.write(self.terminal, key)
        while True:
            if answered is None:
                until = start + PATIENCE_SECONDS
            else:
                until = max(answered + FRAME_GAP_SECONDS, start + slot)
            chunk = self._read(until - time.perf_counter())
            now = time.perf_counter()
            if not chunk:
                break
            if now - start < self.link_seconds:
                answer.early += chunk  # It had left before the key arrived.
            elif answered is None or (now - answered <= FRAME_GAP_SECONDS and not answer.late):
                answer.frame, answered = answer.frame + chunk, now
            else:
                answer.late += chunk
        if answered is not None:
            answer.milliseconds = (answered - start) * 1_000
        return answer

    # What the kernel knows of it (proc(5)).

    def resident_megabytes(self):
        return resident_megabytes(self.process_id)

    def processor_milliseconds(self):
        return processor_milliseconds(self.process_id)


def resident_megabytes(process_id):
    for line in Path(f"/proc/{process_id}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def processor_milliseconds(process_id):
    """User and system time of all its threads, also of those that are gone."""
    # The clock of a process, as clock_getcpuclockid(3) makes it.
    return time.clock_gettime_ns(~process_id << 3 | 2) / 1e6
