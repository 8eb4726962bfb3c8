"""The client as somebody uses it: its plain commands, and its interface in a terminal."""

import json
import os
from pathlib import Path

from checking import HOME, check, run, wait_for

CUSTOMERS = HOME / ".build/debug/customers"


def commands(cloud, url, environment=None):
    """The plain commands, and in between the interface; returns a customer as it was changed last."""
    home = {"PATH": os.environ["PATH"], "HOME": cloud.environment["HOME"], "CUSTOMERS_API_URL": url, **(environment or {})}

    def customers(*arguments, text=None):
        return run(CUSTOMERS, *arguments, environment=home, input=text)

    customers("add", "--stdin", text='{"name":"Ana Núñez","email":"ana@example.com"}')
    customers("add", "--stdin", text='{"name":"Jo Smith","email":"jo@example.com"}')
    customers("edit", "ana@example.com", "--stdin", text='{"phone":"+44 20 7946 0070"}')
    ana = json.loads(customers("show", "ana@example.com", "--json"))
    check(ana["phone"] == "+44 20 7946 0070" and ana["version"] == 2, "customers add, edit, show")
    listed = wait_for(lambda: customers("list", "--search", "nun", "--json"), lambda text: "Ana" in text)
    check("ana@example.com" in listed and "jo@example.com" not in listed, "customers list --search")
    interface(home)
    file = Path(home["HOME"]) / "people.csv"
    file.unlink(missing_ok=True)
    customers("export", str(file))
    check(len(file.read_text().splitlines()) == 3, "customers export")
    customers("import", str(file), "--dry-run")
    for email in ("ana@example.com", "jo@example.com"):
        customers("delete", email, "--yes")
    check(json.loads(customers("list", "--json")) == [], "customers import, delete")
    return ana


def interface(home):
    """A search, a customer opened, the end."""
    tmux = ["tmux", "-S", str(Path(home["HOME"]) / "tmux"), "-f", "/dev/null"]

    def screen(*expected, without=()):
        text = wait_for(lambda: run(*tmux, "capture-pane", "-p"),
                        lambda text: all(one in text for one in expected) and not any(one in text for one in without))
        check(all(one in text for one in expected) and not any(one in text for one in without),
              f"its interface shows {', '.join(expected)}" + ("" if expected[0] in text else f", not:\n{text}"))

    run(*tmux, "new-session", "-d", "-x", "100", "-y", "30", f"'{CUSTOMERS}'; echo left: $?; exec sleep 600",
        environment={**home, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "SHELL": "/bin/sh"})
    try:
        screen("Ana Núñez", "Jo Smith")
        run(*tmux, "send-keys", "/", "nun")
        screen("Ana Núñez", without=["Jo Smith"])
        run(*tmux, "send-keys", "Enter", "Enter")
        screen("+44 20 7946 0070", "ana@example.com")
        run(*tmux, "send-keys", "q")
        screen("left: 0")
    finally:
        run(*tmux, "kill-server")
