"""The hang topic: whatever the API does, every key is answered at once."""

import itertools
import subprocess
import sys
from pathlib import Path

import programs
from api_server import APIServer
from figures import Table, number, quantile
from programs import ESCAPE, LEFT, PAGE_DOWN
from pseudoterminal import Program

PEOPLE = 2_000
FAULTS = {
    "hang": "never answers",
    "trickle": "one byte a second",
    "drop": "drops connections",
}
# Between the program and the person, there and back.
LINK_SECONDS = 0.3
ENTER, TAB, BACKSPACE = b"\r", b"\t", b"\x7f"

# A round of local keys, most of which also ask the API for something.
ROUNDS = [
    [b"j", b"j", PAGE_DOWN, PAGE_DOWN, b"k", b"G", b"g", b"j"],
    [b"/", b"a", b"n", b"n", BACKSPACE, ENTER, b"j", b"k"],
    [ENTER, b"j", b"k", LEFT, b"j", ENTER, LEFT],
    [b"?", PAGE_DOWN, b"q", b"j", b"m", b"m"],
    [b"e", b"A", b"b", BACKSPACE, TAB, b"x"],
    [b":", b"s", b"o", b"r"],
]
# What leaves the overlay, search or form that a round has opened. It is not counted: a lone ESC waits for the rest of
# a sequence by design (ESCDELAY), and refreshing what is being loaded changes nothing on the screen.
LEAVE = {b"/": [ESCAPE], b"e": [ESCAPE, b"y"], b":": [ESCAPE], b"?": [b"r"]}


class FaultyAPI:
    def __init__(self, server):
        script = Path(__file__).with_name("faulty_api.py")
        self.process = subprocess.Popen(
            [sys.executable, str(script), str(server.address[1])], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True)
        self.url = f"http://127.0.0.1:{int(self.process.stdout.readline())}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate()

    def turn(self, mode):
        self.process.stdin.write(mode + "\n")
        self.process.stdin.flush()
        self.process.stdout.readline()


def press_rounds(program, count):
    """The milliseconds of each key's answer, None for a key that had none."""
    answers = []
    for keys in itertools.cycle(ROUNDS):
        for key in keys:
            answers.append((key, program.press(key).milliseconds))
            if len(answers) == count:
                return answers
        for key in LEAVE.get(keys[0], []):
            program.press(key, slot=0.2)
        program.settle(quiet=0.05 + program.link_seconds, timeout=0.5 + program.link_seconds)


def measure(context, server, fault, keys, home, link_seconds=0):
    environment = programs.environment(home)
    with FaultyAPI(server) as api:
        candidate = programs.ours(context.program("customers"), api.url)
        environment |= candidate.environment
        with Program(candidate.arguments, environment, home, link_seconds) as program:
            program.wait_for(candidate.rows_marker)
            program.settle(quiet=0.3 + link_seconds)
            api.turn(fault)
            return press_rounds(program, keys)


def first_frame(context, server, fault, home, link_seconds=0):
    """Milliseconds to the first frame of a client that is started on an API which is like that already."""
    with FaultyAPI(server) as api:
        api.turn(fault)
        candidate = programs.ours(context.program("customers"), api.url)
        environment = programs.environment(home) | candidate.environment
        with Program(candidate.arguments, environment, home, link_seconds) as program:
            return program.wait_for(candidate.marker, quiet=0.05)[0] * 1_000


def add_row(table, context, server, name, budget, fault, keys, home, link_seconds=0):
    context.say(f"hang: {name}")
    answers = measure(context, server, fault, keys, home, link_seconds)
    times = [milliseconds for _, milliseconds in answers if milliseconds is not None]
    unanswered = [key for key, milliseconds in answers if milliseconds is None]
    slowest = max((milliseconds, key) for key, milliseconds in answers if milliseconds is not None)
    table.add(
        name, budget, number(quantile(times, 0.5)), number(quantile(times, 0.99)),
        f"{number(slowest[0])} ({slowest[1]!r})",
        f"{len(unanswered)} of {keys}" + (f" ({sorted(set(unanswered))})" if unanswered else ""),
        number(first_frame(context, server, fault, home, link_seconds)))


def run(context):
    keys = 40 if context.quick else 100
    home = context.directory("hang")
    table = Table("Every key is answered, whatever the API does",
                  ["p50, ms", "p99, ms", "max, ms", "keys without an answer", "first frame, ms"])
    with APIServer(context.program("customers-api"), home, PEOPLE) as server:
        for fault in ["forward", *FAULTS]:
            add_row(table, context, server, f"the API {FAULTS.get(fault, 'answers')}", "max < 16", fault, keys, home)
        round_trip = round(LINK_SECONDS * 1_000)
        add_row(table, context, server, f"the API answers, the terminal is {round_trip} ms away",
                f"max < {round_trip + 16}", "forward", keys, home, LINK_SECONDS)
    table.notes = [
        f"{keys} keys, 30 a second: moving, searching, opening, refreshing, editing; the API turns bad once the first "
        "page is there.",
        f"Through the link every byte takes {round_trip // 2} ms in either direction, and nothing answers what a program "
        "may ask of its terminal: a key that needed more than one round trip would take twice as long.",
    ]
    return [table]
