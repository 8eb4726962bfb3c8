"""The terminal topic: what a person at 40 rows and 120 columns waits for, and what goes over their link."""

import socket
import time
from dataclasses import dataclass, field

import least
import programs
from api_server import APIServer
from figures import Table, number, quantile, spread
from pseudoterminal import COLUMNS, ROWS, Program
from screen import Screen

PEOPLE = 10_000
# As far as every program can move the selection down without scrolling.
ROWS_MOVED = 20
CLEAR_LINE = b"\x15"


@dataclass
class Keys:
    """One kind of key, pressed many times."""

    milliseconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    changes: list[list] = field(default_factory=list)
    processor: float | None = None

    @property
    def bytes_per_cell(self):
        return self._per_cell(self.sizes)

    @property
    def text_per_cell(self):
        return self._per_cell(least.own_text(change) for change in self.changes)

    @property
    def least_per_cell(self):
        return self._per_cell(least.frame(change) for change in self.changes)

    def _per_cell(self, sizes):
        counts = (sum(old != new for row in change for old, new in zip(*row)) for change in self.changes)
        return quantile([size / cells for size, cells in zip(sizes, counts) if cells], 0.5)


@dataclass
class Measured:
    first_paint: list[float] = field(default_factory=list)
    first_rows: list[float] = field(default_factory=list)
    resident_at_start: float = 0
    resident_with_all: float = 0
    move: Keys = field(default_factory=Keys)
    scroll: Keys = field(default_factory=Keys)
    page: Keys = field(default_factory=Keys)
    filter: Keys = field(default_factory=Keys)
    unchanged: int = 0


class Session:
    """A program at work, with the screen it shows."""

    def __init__(self, candidate, environment, home):
        self.candidate = candidate
        self.program = Program(candidate.arguments, environment | candidate.environment, home)
        self.screen = Screen(ROWS, COLUMNS)
        self.first_rows, shown = self.program.wait_for(candidate.rows_marker)
        self.screen.feed(shown)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.program.end()

    def rest(self):
        """Waits until nothing comes any more: what the last key set off is on the screen."""
        self.screen.feed(self.program.settle())

    def press(self, keys, into=None):
        """Presses keys one after the other, and takes down what each one cost."""
        into = Keys() if into is None else into
        processor = self.program.processor_milliseconds()
        for key in keys:
            answer = self.program.press(key)
            self.screen.feed(answer.early)
            before = self.screen.snapshot()
            self.screen.feed(answer.frame)
            if answer.was_given:
                into.milliseconds.append(answer.milliseconds)
                into.sizes.append(len(answer.frame))
                into.changes.append(self.screen.changes_since(before))
            self.screen.feed(answer.late)
        into.processor = (self.program.processor_milliseconds() - processor) / max(1, len(keys))
        self.rest()
        return into

    def to_the_end(self):
        """Goes to the last row; where rows come by the page, until all of them are there."""
        deadline = time.perf_counter() + 60
        while True:
            self.press([self.candidate.bottom])
            if not self.candidate.loads_by_page or f"{PEOPLE:,} customers" in self.screen.text():
                return
            if time.perf_counter() > deadline:
                raise RuntimeError("the end of the list did not come within a minute:\n" + self.screen.text())


def measure(candidate, environment, home, starts, keys):
    measured = Measured()
    for _ in range(starts):
        with Program(candidate.arguments, environment | candidate.environment | candidate.alone, home) as program:
            measured.first_paint.append(program.wait_for(candidate.marker, quiet=0.05)[0] * 1_000)
        with Session(candidate, environment, home) as session:
            measured.first_rows.append(session.first_rows * 1_000)
    with Session(candidate, environment, home) as session:
        session.rest()
        measured.resident_at_start = session.program.resident_megabytes()
        session.to_the_end()
        measured.resident_with_all = session.program.resident_megabytes()
        press_all(session, measured, keys)
    return measured


def press_all(session, measured, keys):
    candidate = session.candidate
    session.press([candidate.top])
    answer = session.program.press(candidate.top)
    measured.unchanged = len(answer.frame)
    session.rest()
    if candidate.down:
        down_and_up = [candidate.down] * ROWS_MOVED + [candidate.up] * ROWS_MOVED
        measured.move = session.press((down_and_up * keys)[:keys])
    session.press([candidate.page_down, candidate.top])
    session.press([candidate.down or candidate.scroll] * ROWS)  # To the last line, where the next one scrolls.
    measured.scroll = session.press([candidate.scroll] * keys)
    session.press([candidate.top])
    measured.page = session.press([candidate.page_down] * (keys // 4))
    if candidate.filter:
        session.press([candidate.top])
        if candidate.filter_start:
            session.press([candidate.filter_start])
        for _ in range(max(1, keys // 20)):
            session.press(candidate.filter, measured.filter)
            session.press([CLEAR_LINE])


def table(results, starts, keys):
    names = list(results)
    all_measured = list(results.values())
    table = Table(f"The terminal: {PEOPLE:,} people, {ROWS} rows, {COLUMNS} columns", names)

    def add(figure, budget, value):
        table.add(figure, budget, *[value(measured) for measured in all_measured])

    def kind(keys, text):
        return text(keys) if keys.milliseconds else "–"

    add("first frame, ms", "< 30", lambda m: number(quantile(m.first_paint, 0.5)))
    add("first people on the screen, ms", None, lambda m: number(quantile(m.first_rows, 0.5)))
    add("resident, just started, MB", None, lambda m: number(m.resident_at_start))
    add("resident, all people loaded, MB", "≤ 40", lambda m: number(m.resident_with_all))
    add("move the selection, ms p50 / p99", "≤ 0.5 / 5", lambda m: kind(m.move, lambda k: spread(k.milliseconds)))
    add("… processor ms", None, lambda m: kind(m.move, lambda k: number(k.processor)))
    add("… bytes p50", "≤ 80", lambda m: kind(m.move, lambda k: number(quantile(k.sizes, 0.5))))
    add("scroll by a line, ms p50 / p99", None, lambda m: kind(m.scroll, lambda k: spread(k.milliseconds)))
    add("… bytes p50", None, lambda m: kind(m.scroll, lambda k: number(quantile(k.sizes, 0.5))))
    add("a page down, ms p50 / p99", None, lambda m: kind(m.page, lambda k: spread(k.milliseconds)))
    add("… bytes p50", None, lambda m: kind(m.page, lambda k: number(quantile(k.sizes, 0.5))))
    add("… bytes for each changed cell", "≤ 1.2", lambda m: kind(m.page, lambda k: number(k.bytes_per_cell)))
    add("… their own text", None, lambda m: kind(m.page, lambda k: number(k.text_per_cell)))
    add("… the least for the same change", None, lambda m: kind(m.page, lambda k: number(k.least_per_cell)))
    add("a letter of a search, ms p50 / p99", "< 16", lambda m: kind(m.filter, lambda k: spread(k.milliseconds)))
    add("a key that changes nothing, bytes", "0", lambda m: number(m.unchanged))
    table.notes = [
        f"p50 of {starts} starts; {keys} keys to move and to scroll, {keys // 4} pages, 30 keys a second; a frame ends "
        "where nothing follows for 10 ms.",
        "Times are from outside, through a pseudoterminal: from the key's write to the last byte of its frame.",
        "The least for a page's change: the changed cells' text and the fewest bytes of cursor moves, erasing and "
        "repeating between them (Assets/benchmarks/least.py); attributes not counted.",
        "customers gets its rows from customers-api over HTTP, the others read a file. less has no selection.",
    ]
    return table


def run(context):
    starts, keys = (3, 40) if context.quick else (15, 200)
    home = context.directory("terminal")
    # Accepts connections and never reads from them.
    silent = socket.create_server(("127.0.0.1", 0))
    silent_url = f"http://127.0.0.1:{silent.getsockname()[1]}"
    with silent, APIServer(context.program("customers-api"), home, PEOPLE) as server:
        people = list(server.everybody())
        environment = programs.environment(home)
        ours = programs.ours(context.program("customers"), server.url, silent_url)
        candidates = [ours, *programs.peers(people, home)]
        results = {}
        for candidate in candidates:
            context.say(f"terminal: {candidate.name}")
            results[candidate.name] = measure(candidate, environment, home, starts, keys)
    return [table(results, starts, keys)]
