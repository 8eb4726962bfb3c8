"""The client in a terminal, as a person has it who sits in a root: tmux outside, the program inside."""

import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager

from roots import check

SECONDS = 30


class Screen:
    def __init__(self, socket):
        self.socket = socket

    def tmux(self, *words):
        return subprocess.run(["tmux", "-S", self.socket, "-f", "/dev/null", *words], check=True, capture_output=True, text=True)

    def text(self):
        return self.tmux("capture-pane", "-p").stdout

    def wait(self, what, holds):
        end = time.monotonic() + SECONDS
        while not holds():
            if time.monotonic() > end:
                check(False, what, f"not on this screen:\n{self.text()}")
            time.sleep(0.02)
        check(True, what)

    def shows(self, what, *texts):
        """Waits until all of them are on the screen."""
        self.wait(what, lambda: all(text in self.text() for text in texts))

    def press(self, *keys):
        self.tmux("send-keys", *keys)


@contextmanager
def terminal(root, command, **environment):
    """The command in a terminal of 100 by 30, with nothing of the environment but this."""
    folder = tempfile.TemporaryDirectory(prefix="customers-screen-")
    screen = Screen(f"{folder.name}/tmux")
    inside = ["env", "-i", *(f"{name}={value}" for name, value in environment.items()), shutil.which("chroot"), str(root.folder), *command]
    # What is written last stands on the screen that the terminal is given back with.
    words = ["sh", "-c", '"$@"; echo "ended with $?"; exec sleep 1000', "sh", *inside]
    try:
        screen.tmux("new-session", "-d", "-x", "100", "-y", "30", *words)
        yield screen
    finally:
        screen.tmux("kill-server")
        folder.cleanup()


def person_is_looked_up(root, program, api, **environment):
    """The list is on the screen, one of the list is opened, and the terminal is given back."""
    variables = {"TERM": "screen-256color", "HOME": "/root", "PATH": "/usr/bin:/bin", **environment}
    with terminal(root, [program, "--api", api], **variables) as screen:
        screen.shows(f"{root.name}: the list is in the terminal", " ▸ Amanda Turnerson", "● online", "│")
        screen.press("j", "Enter")
        screen.shows(f"{root.name}: a person is opened", "▸ Name     Ana Alonso", "Since")
        screen.press("q")
        screen.shows(f"{root.name}: the terminal is given back", "ended with 0")
