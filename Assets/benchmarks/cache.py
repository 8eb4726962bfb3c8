"""The cache topic: a whole directory kept on this machine, filled from a real server and searched as somebody types."""

import json
import re
import subprocess
import time
from dataclasses import dataclass, field

import programs
from api_server import APIServer
from figures import Table, number, quantile, spread
from pseudoterminal import COLUMNS, ROWS, Program
from screen import Screen

SMALL = 10_000
# Typed letter by letter: names and parts of them, what nearly everybody has, the end of a phone number, nobody.
TERMS = ["anna smith", "e", "garcia", "ma example.com", "o'b", "0142", "s", "nguyen van", "xyzzy"]
ROWS_OF_PEOPLE, COLUMNS_OF_PEOPLE = slice(3, ROWS - 2), 60
CLEAR_LINE = b"\x15"
# Later than the server is asked about a term, and long after a peer has found everybody.
PATIENCE_SECONDS = 0.4


@dataclass
class Typing:
    """For each letter the milliseconds until the last change of the rows, and of how many are said to be found."""

    screens: list[float] = field(default_factory=list)
    counts: list[float] = field(default_factory=list)


@dataclass
class Kept:
    """A home directory with everybody in its cache."""

    home: object
    url: str
    people: int
    first_name: bytes
    seconds: float
    megabytes: float

    @property
    def environment(self):
        return programs.environment(self.home)

    @property
    def file(self):
        return next((self.home / "cache").rglob("cache-*.db"))


def fill(context, server, people):
    """Has a client follow the change feed until everybody is there."""
    context.say(f"cache: filling it with {people:,} people")
    home = context.directory(f"cache-{people}")
    settings = home / "config" / "customers"
    settings.mkdir(parents=True)
    (settings / "config.toml").write_text(
        f'[profiles.default]\napi = "{server.url}"\ncache = "disk"\nreplicate = true\n')
    first_name = next(server.everybody())["name"].encode()
    most, shown = 0, b""
    with Program([str(context.program("customers"))], programs.environment(home), home) as program:
        while f"{people:,} customers".encode() not in shown:
            shown = (shown + program.settle(quiet=1, timeout=1))[-100_000:]
            most = max(most, program.resident_megabytes())
            if time.perf_counter() - program.started > 3_600:
                raise RuntimeError("the cache was not full within an hour")
        seconds = time.perf_counter() - program.started
        program.settle(quiet=1)
    return Kept(home, server.url, people, first_name, seconds, most)


def first_people(context, server, kept, starts):
    """Milliseconds to the first people on the screen; nothing comes from the server meanwhile."""
    times = []
    with server.silent():
        for _ in range(starts):
            with Program([str(context.program("customers"))], kept.environment, kept.home) as program:
                times.append(program.wait_for(kept.first_name, quiet=0.05)[0] * 1_000)
    return times


def type_terms(program, shown, count_pattern):
    screen, typing = Screen(ROWS, COLUMNS), Typing()
    screen.feed(shown)
    for term in TERMS:
        for letter in term:
            take_down(screen, time.perf_counter(), press(program, letter.encode()), count_pattern, typing)
        for _, piece in press(program, CLEAR_LINE):
            screen.feed(piece)
    return typing


def press(program, key):
    program.type(key)
    return program.watch(PATIENCE_SECONDS)


def take_down(screen, start, pieces, count_pattern, typing):
    """Looks at the screen as it was after each piece: when it changed last in what is measured."""
    rows, count = rows_shown(screen), count_shown(screen, count_pattern)
    rows_changed = count_changed = None
    for moment, piece in pieces:
        screen.feed(piece)
        if (now := rows_shown(screen)) != rows:
            rows, rows_changed = now, moment
        if (now := count_shown(screen, count_pattern)) != count:
            count, count_changed = now, moment
    for changed, times in ((rows_changed, typing.screens), (count_changed, typing.counts)):
        if changed is not None:
            times.append((changed - start) * 1_000)


def rows_shown(screen):
    """The people in the list, without the detail beside it or what is said of an empty one."""
    rows = (row[:COLUMNS_OF_PEOPLE] for row in screen.text().split("\n")[ROWS_OF_PEOPLE])
    return [row for row in rows if "@" in row]


def count_shown(screen, pattern):
    found = re.search(pattern, screen.text())
    return found and found[1]


def ours(context, kept):
    """Resident after the start and after all searches, and how long the letters took."""
    context.say("cache: searching as one types")
    with Program([str(context.program("customers"))], kept.environment, kept.home) as program:
        shown = program.wait_for(kept.first_name)[1] + program.settle(quiet=1)
        at_start = program.resident_megabytes()
        program.type(b"/")
        shown += program.settle()
        typing = type_terms(program, shown, r"([\d,]+) found")
        return at_start, program.resident_megabytes(), typing


def fzf(context, server, people, starts):
    """The same in fzf, on the same people in a file; None where it is not installed."""
    home = context.directory("cache-fzf")
    candidate = programs.fzf(server.everybody(), home)
    if candidate is None:
        return None
    context.say("cache: fzf")
    environment, all_there = programs.environment(home), f"{people}/{people}".encode()
    times = []
    for _ in range(starts):
        with Program(candidate.arguments, environment, home) as program:
            times.append(program.wait_for(candidate.rows_marker, quiet=0.05)[0] * 1_000)
    with Program(candidate.arguments, environment, home) as program:
        shown = program.wait_for(all_there)[1]
        at_start = program.resident_megabytes()
        typing = type_terms(program, shown, r"(\d+)/\d+")
        return times, at_start, program.resident_megabytes(), typing


def in_process(context, kept, operations):
    context.say("cache: searching in process")
    done = subprocess.run(
        [context.program("cache-bench"), "--path", kept.file, "--origin", kept.url, "--count", str(kept.people),
         "--operations", str(operations)],
        check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def run(context):
    people, starts, operations = (100_000, 3, 600) if context.quick else (1_000_000, 15, 4_000)
    with APIServer(context.program("customers-api"), context.directory("cache-small"), SMALL) as server:
        kept = fill(context, server, SMALL)
        small_starts, small_resident = first_people(context, server, kept, starts), ours(context, kept)[1]
    with APIServer(context.program("customers-api"), context.directory("cache-server"), people) as server:
        kept = fill(context, server, people)
        first = first_people(context, server, kept, starts)
        searched = ours(context, kept)
        peer = fzf(context, server, people, starts)
    report = in_process(context, kept, operations)
    return [as_typed(kept, first, searched, small_starts, small_resident, starts, peer), found_in_process(report)]


def as_typed(kept, first, searched, small_starts, small_resident, starts, peer):
    table = Table(f"The client with {kept.people:,} people kept on its machine",
                  ["customers", "fzf"] if peer else ["customers"])

    def add(figure, budget, ours, theirs=None):
        table.add(figure, budget, ours, *([theirs or "–"] if peer else []))

    at_start, after, typing = searched
    add("filled from the server, s", None, number(kept.seconds))
    add("file, MB", None, number(kept.file.stat().st_size / 2**20))
    add("resident while it fills, MB at most", "≤ 150", number(kept.megabytes))
    add(f"first people on the screen, {SMALL:,} kept, ms", "< 30", number(quantile(small_starts, 0.5)))
    add(f"first people on the screen, {kept.people:,} kept, ms", "< 60", number(quantile(first, 0.5)),
        peer and number(quantile(peer[0], 0.5)))
    add(f"resident after the searches, {SMALL:,} kept, MB", "≤ 40", number(small_resident))
    add(f"resident after the start, {kept.people:,} kept, MB", "≤ 150", number(at_start), peer and number(peer[1]))
    add("resident after the searches, MB", "≤ 150", number(after), peer and number(peer[2]))
    add("a letter of a search: the first screen, ms p50 / p99", "< 16", spread(typing.screens),
        peer and spread(peer[3].screens))
    add("a letter of a search: how many are found, ms p50 / p99", "< 50", spread(typing.counts),
        peer and spread(peer[3].counts))
    table.notes = [
        f"p50 of {starts} starts, in which the server says nothing; {sum(map(len, TERMS))} letters of {len(TERMS)} terms, "
        "each typed when the one before was answered by the server as well.",
        "A letter's time is from outside, to the last change of the rows, or of the number, that it brought about.",
        "fzf reads the people from a file: its first screen has the first of them, its search is not by the beginnings "
        "of words.",
    ]
    return table


def found_in_process(report):
    table = Table(f"The cache with {report['customers']:,} people, in process", ["measured", "found at most"])
    for kind, figures in sorted(report["kinds"].items()):
        budgets = {"first 100": "< 16 at p99", "count": "< 50 at p99", "similar": "≤ 100 at p99",
                   "who may be": "< 10 at p99"}
        budget = next((budget for start, budget in budgets.items() if kind.startswith(start)), None)
        table.add(f"{kind}, ms p50 / p99", budget,
                  f"{number(figures['p50Milliseconds'])} / {number(figures['p99Milliseconds'])}",
                  f"{figures['maximumCount']:,}")
    table.add("resident after the mix, MB", "≤ 150", number(report["memory"]["residentKilobytes"] / 1024), "–")
    table.notes = ["The same file; the operations one after the other. A count is made anew, with nothing kept of the "
                   "search before it."]
    return table
