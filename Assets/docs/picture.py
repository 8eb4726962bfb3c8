"""Types short scenes into the real client in a pseudoterminal and writes what is on the screen: as SVG, and the help as
keys.md.

usage: picture.py PROGRAMS OUTPUT   (run it through Assets/docs/picture)

The sample is the same every time and so is the script, hence so are the pictures.
"""
import contextlib
import fcntl
import os
import pathlib
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from html import escape

import pyte

PATIENCE_SECONDS = 20
ESCAPE, ENTER, TAB, START_OF_LINE, CUT_TO_END, SAVE = "\x1b", "\r", "\t", "\x01", "\x0b", "\x13"

# pyte knows no dim text; nothing here blinks, so that attribute holds it.
pyte.graphics.TEXT[2] = "+blink"


# The scenes.

def find(desk):
    desk.wait_for("200 loaded")
    desk.type("/smi")
    desk.wait_for("51 found")
    desk.type(ENTER)
    desk.wait_for("e edit")
    desk.type("jjjj")
    desk.wait_for("▸ Carol Smith")


def browse(desk, api):
    find(desk)
    desk.type(ENTER)
    desk.wait_for("csmith1014@example.org", "Esc back")


def edit(desk, api):
    find(desk)
    desk.type("e")
    desk.wait_for("Edit Carol Smith", "Ctrl-S save")
    desk.type(TAB + START_OF_LINE + CUT_TO_END + "carol.smith@exa mple.org")
    desk.wait_for("must look like name@example.com, without spaces")


def change_phone(desk, name, phone):
    desk.type("e")
    desk.wait_for(f"Edit {name}", "Ctrl-S save")
    desk.type(TAB + TAB + START_OF_LINE + CUT_TO_END + phone + SAVE)


def offline(desk, api):
    """The API goes; two customers are edited and one is added."""
    find(desk)
    api.stop()
    change_phone(desk, "Carol Smith", "+1 555 0199")
    desk.wait_for("queue 1", "Saved here")
    desk.type("n")
    desk.wait_for("New customer")
    desk.type("Zoe Smith" + TAB + "zoe.smith@example.com" + SAVE)
    desk.wait_for("queue 2", "Not with the server yet")
    desk.type("gjjjj")
    desk.wait_for("▸ Carol Smith", "waits")


def conflict(desk, api):
    """Somebody else changes the same customer before the API can be reached again."""
    offline(desk, api)
    api.start()
    api.change("csmith1014@example.org", phone="+1 555 0123", address="9 High Street")
    api.stop()
    api.start(desk.api)
    desk.wait_for("● online", "conflicts 1")
    desk.type("Q")
    desk.wait_for("Queue", "conflict")
    desk.type(ENTER)
    desk.wait_for("+1 555 0123")


def keys(desk, api):
    desk.wait_for("● online")
    desk.type("?")
    desk.wait_for("Dialogs, help and palette", "Esc close")


# The programs.

class Server:
    """The API on a database of its own, which can go and come back."""

    def __init__(self, programs, home):
        self.programs, self.home = programs, home
        self.process = self.url = None

    def start(self, url="http://127.0.0.1:0"):
        """Listens on the port of `url`; 0 takes a free one."""
        self.process = subprocess.Popen(
            [self.programs / "customers-api", "serve", "--port", url.rsplit(":", 1)[1]]
            + ["--store", f"sqlite:{self.home}/customers.db", "--sample", "2000"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        ready = self.process.stdout.readline().strip()
        if not ready.startswith("listening on "):
            sys.exit("picture: customers-api did not start; run it by hand to see why.")
        self.url = ready.removeprefix("listening on ")

    def change(self, email, **fields):
        """Somebody else changes a customer."""
        options = [option for name, value in fields.items() for option in (f"--{name}", value)]
        environment = {"HOME": f"{self.home}/rival", "CUSTOMERS_API_URL": self.url, "PATH": os.environ["PATH"]}
        subprocess.run(
            [self.programs / "customers", "edit", email] + options, check=True, env=environment,
            stdout=subprocess.DEVNULL)

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


class Desk:
    """The client on a terminal of fixed size."""

    def __init__(self, programs, home, api, columns, rows):
        self.api = api
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        environment = {
            "HOME": home, "TERM": "linux", "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"],
            "CUSTOMERS_API_URL": api,
        }
        size = struct.pack("HHHH", rows, columns, 0, 0)
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            os.execve(programs / "customers", ["customers"], environment)

    def type(self, keys):
        """One key after the other, each answered before the next: a burst would be taken for a paste."""
        for key in keys:
            os.write(self.terminal, key.encode())
            self.read(0.1)

    def wait_for(self, *texts):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not all(text in "\n".join(self.screen.display) for text in texts):
            if time.monotonic() > deadline:
                sys.exit(f"picture: {texts} did not come up on:\n" + "\n".join(self.screen.display))
            self.read(0.1)
        self.read(0.3)

    def read(self, seconds):
        """Takes in what is written until the program pauses."""
        while select.select([self.terminal], [], [], seconds)[0]:
            self.stream.feed(os.read(self.terminal, 65536))

    def close(self):
        os.kill(self.pid, signal.SIGTERM)
        # The client writes its farewell before it goes.
        with contextlib.suppress(OSError):
            while os.read(self.terminal, 65536):
                pass
        os.close(self.terminal)
        os.waitpid(self.pid, 0)


# The picture: every run of cells of one look is a text of its own place and length, whatever the font.

CELL_WIDTH, CELL_HEIGHT, FONT_SIZE, MARGIN = 8.4, 18, 14, 14
PAPER, INK, FRAME = "#fbfbf9", "#24292f", "#8c959f"
COLOURS = {
    "default": INK, "black": INK, "red": "#b3261e", "green": "#1a7f37", "brown": "#8a6100", "blue": "#0550ae",
    "magenta": "#8250df", "cyan": "#0b7285", "white": "#57606a",
}


def look(cell):
    return (cell.fg, cell.bold, cell.blink, cell.underscore, cell.reverse)


def runs(row, columns):
    """`(column, width, text, look)` of the neighbours that look alike; a gap of two spaces ends a run."""
    column = 0
    while column < columns:
        style, start, text = look(row[column]), column, ""
        while column < columns and look(row[column]) == style and not text.endswith("  "):
            text += row[column].data
            column += 1
        if text.strip() or style[3] or style[4]:
            yield start, column - start, text, style


def drawn(row_number, column, width, text, style):
    colour, bold, dim, underscore, reverse = style
    x, y = MARGIN + column * CELL_WIDTH, MARGIN + row_number * CELL_HEIGHT
    ink = COLOURS[colour]
    if reverse:
        yield f'<rect x="{x:.1f}" y="{y}" width="{width * CELL_WIDTH:.1f}" height="{CELL_HEIGHT}" fill="{ink}"/>'
        ink = PAPER
    if underscore:
        line = y + CELL_HEIGHT - 2.5
        yield f'<path d="M{x:.1f} {line}h{width * CELL_WIDTH:.1f}" stroke="{ink}"/>'
    shown = text.rstrip()
    if not shown:
        return
    lead = len(shown) - len(shown.lstrip())
    shown, x = shown[lead:], x + lead * CELL_WIDTH
    if shown == "│":
        middle = x + CELL_WIDTH / 2
        yield f'<path d="M{middle:.1f} {y}v{CELL_HEIGHT}" stroke="{FRAME}"/>'
        return
    length = (len(text.rstrip()) - lead) * CELL_WIDTH
    looks = f' fill="{ink}"' if ink != INK else ""
    looks += ' font-weight="bold"' if bold else ""
    looks += ' opacity=".7"' if dim else ""
    yield (
        f'<text x="{x:.1f}" y="{y + 13.5}" textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs"{looks}>'
        f"{escape(shown)}</text>")


def picture(screen, title):
    width, height = screen.columns * CELL_WIDTH + 2 * MARGIN, screen.lines * CELL_HEIGHT + 2 * MARGIN
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" role="img" '
        f'font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace" '
        f'font-size="{FONT_SIZE}" fill="{INK}" xml:space="preserve">')
    yield f"<title>{escape(title)}</title>"
    yield (
        f'<rect x=".5" y=".5" width="{width - 1:.0f}" height="{height - 1}" rx="8" fill="{PAPER}" '
        f'stroke="{FRAME}"/>')
    for number in range(screen.lines):
        for run in runs(screen.buffer[number], screen.columns):
            yield from drawn(number, *run)
    yield cursor(screen)
    yield "</svg>"


def cursor(screen):
    if screen.cursor.hidden:
        return ""
    x, y = MARGIN + screen.cursor.x * CELL_WIDTH, MARGIN + screen.cursor.y * CELL_HEIGHT
    return f'<rect x="{x:.1f}" y="{y + 1}" width="2" height="{CELL_HEIGHT - 2}" fill="{INK}"/>'


# The help, with a table for each pane.

def table(screen):
    yield "# Keys"
    yield "\nThe program's own help (`?`), written by `Assets/docs/picture`.\n"
    yield "Keys of the panes and dialogs can be changed in `config.toml`; those that edit text are fixed."
    for line in screen.display[2:-1]:
        if row := re.match(r"  (\S.*?)  +(\S.*?) *$", line):
            yield f"| {row[1]} | {row[2]} |"
        elif heading := re.match(r" (\S.*?) *$", line):
            yield f"\n## {heading[1]}\n\n| Key | What it does |\n|---|---|"


# Wide terminals show list and detail side by side, narrow ones one at a time; the help fits a very high one.
PRODUCTS = [
    ("browse.svg", browse, (110, 28), lambda screen: picture(screen, "The list, a search and a customer's details")),
    ("edit.svg", edit, (80, 18), lambda screen: picture(screen, "The form, with what is wrong in it")),
    ("offline.svg", offline, (110, 20), lambda screen: picture(screen, "Edits that wait for the server")),
    ("conflict.svg", conflict, (110, 20), lambda screen: picture(screen, "A conflict, to be decided field by field")),
    ("keys.md", keys, (100, 320), table),
]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    programs, output = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    for name, scene, size, written in PRODUCTS:
        with tempfile.TemporaryDirectory() as home:
            api = Server(programs, home)
            api.start()
            desk = Desk(programs, home, api.url, *size)
            try:
                scene(desk, api)
                (output / name).write_text("\n".join(filter(None, written(desk.screen))) + "\n")
            finally:
                desk.close()
                api.stop()


main()
