"""The programs of the terminal topic: ours and its peers, each on the same people, with the keys it knows."""

import mailbox
import os
import shutil
from dataclasses import dataclass, field

LEFT, PAGE_DOWN, END, HOME, ESCAPE = b"\x1bOD", b"\x1b[6~", b"\x1bOF", b"\x1bOH", b"\x1b"


@dataclass
class Candidate:
    """A program to be measured.

    `marker` is in its first frame, `rows_marker` in the first one that shows somebody. `alone` is the environment in
    which nobody comes, so that the first frame stands by itself. A key that it has not is None; Ctrl-U empties a
    filter.
    """

    name: str
    arguments: list[str]
    marker: bytes
    rows_marker: bytes
    environment: dict = field(default_factory=dict)
    alone: dict = field(default_factory=dict)
    down: bytes | None = b"j"
    up: bytes | None = b"k"
    page_down: bytes = PAGE_DOWN
    top: bytes = b"g"
    bottom: bytes = b"G"
    scroll: bytes | None = b"j"
    filter: list[bytes] = field(default_factory=list)
    filter_start: bytes | None = None
    loads_by_page: bool = False


def environment(home):
    """A person's environment with nothing of this account in it."""
    return {
        "HOME": str(home), "XDG_CONFIG_HOME": f"{home}/config", "XDG_DATA_HOME": f"{home}/data",
        "XDG_CACHE_HOME": f"{home}/cache", "XDG_RUNTIME_DIR": runtime_directory(home), "PATH": os.environ["PATH"], "SHELL": "/bin/sh", "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
    }


def runtime_directory(home):
    """Where a session keeps what is gone at logout, as pam_systemd(8) makes it."""
    path = home / "run"
    path.mkdir(mode=0o700, exist_ok=True)
    return str(path)


def ours(program, url, silent_url=None):
    return Candidate(
        "customers", [str(program)], b"Customers", b"online", {"CUSTOMERS_API_URL": url},
        {"CUSTOMERS_API_URL": silent_url or url}, loads_by_page=True, filter=[b"a", b"n", b"n", b"a"],
        filter_start=b"/")


def peers(people, home):
    """Those that are installed, each with the people in its own kind of file."""
    first = people[0]["name"].split()[0].encode()
    made = [_abook(people, home, first), _neomutt(people, home, first), _visidata(people, home, first),
            _fzf(people, home, first), _less(people, home, first)]
    return [candidate for candidate in made if candidate is not None]


def _abook(people, home, first):
    file = home / "addressbook"
    entries = [f"[{index}]\nname={person['name']}\nemail={person['email']}\nmobile={person['phone'] or ''}\n"
               for index, person in enumerate(people)]
    file.write_text("[format]\nprogram=abook\nversion=0.6.1\n\n" + "\n".join(entries))
    return _installed("abook", ["--datafile", str(file)], first, first, top=HOME, bottom=END)


def _neomutt(people, home, first):
    file, settings = home / "mbox", home / "neomuttrc"
    box = mailbox.mbox(file)
    for person in people:
        message = mailbox.mboxMessage()
        message["From"] = person["email"]
        message["Subject"] = person["name"]
        message["Date"] = "Mon, 1 Jan 2024 00:00:00 +0000"
        message.set_payload("Hello.\n")
        box.add(message)
    box.close()
    settings.write_text(
        f"set folder={home}\nset beep=no\nset mark_old=no\nset sort=mailbox-order\nset quit=yes\nset move=no\n")
    return _installed("neomutt", ["-n", "-R", "-F", str(settings), "-f", str(file)], b"q:Quit", b"   1 ", top=b"=",
                      bottom=b"*")


def _visidata(people, home, first):
    file = home / "people.csv"
    lines = [",".join(f'"{person[key] or ""}"' for key in ("name", "email", "phone")) for person in people]
    file.write_text("name,email,phone\n" + "\n".join(lines) + "\n")
    return _installed("visidata", [str(file)], b"people", first, command="vd", top=b"gk", bottom=b"gj")


def fzf(people, home):
    """On its own, on as many people as one likes; None where it is not installed."""
    people = list(people)
    return _fzf(people, home, people[0]["name"].split()[0].encode())


def _fzf(people, home, first):
    _lines(people, home)
    return _installed(
        "fzf", ["-c", "exec fzf --layout=reverse --bind=home:first,end:last < people.txt"], "──".encode(), first,
        shell=True, down=b"\x1bOB", up=b"\x1bOA", scroll=b"\x1bOB", top=HOME, bottom=END,
        filter=[b"a", b"n", b"n", b"a"])


def _less(people, home, first):
    return _installed("less", [str(_lines(people, home))], first, first, down=None, up=None, page_down=b" ")


def _lines(people, home):
    file = home / "people.txt"
    lines = [f"{person['name']:<24} {person['email']:<40} {person['phone'] or ''}\n" for person in people]
    file.write_text("".join(lines))
    return file


def _installed(name, arguments, marker, rows_marker, command=None, shell=False, **keys):
    program = shutil.which(command or name)
    if program is None:
        return None
    return Candidate(name, ["/bin/sh" if shell else program, *arguments], marker, rows_marker, **keys)
