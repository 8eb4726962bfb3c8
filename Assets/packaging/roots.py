"""Real systems to install packages into: Debian's oldest and newest release, made once with debootstrap and kept in .build/roots.
Each use gets a layer of its own, and leaves the root as it was."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import components

KEPT = components.ROOT / ".build/roots"
# What package tools write down for themselves.
BOOKS = re.compile(
    r"/(var/(lib/(dpkg|rpm)|log|cache)|etc/(\.pwd\.lock|(passwd|group|shadow|gshadow|subuid|subgid)-))(/|$)|/(dev|proc|tmp)/"
)


def check(holds, what, detail=""):
    if not holds:
        sys.exit(f"packaging: FAILED: {what}{detail and ': '}{detail}")
    print(f"packaging: {what}", flush=True)


def mirror():
    """Where this machine has Debian's packages from."""
    query = ("--format", "$(REPO_URI)", "Origin: Debian", "Label: Debian", "Identifier: Packages")
    places = components.run("apt-get", "indextargets", *query).split()
    if not places:
        sys.exit("packaging: apt knows no mirror of Debian; run apt-get update first")
    return places[0].rstrip("/")


def codename(suite):
    """Asked anew each time, so that the newest is; without a network what is here already."""
    note = KEPT / f"{suite}.name"
    try:
        with urlopen(f"{mirror()}/dists/{suite}/Release", timeout=60) as answer:
            name = re.search(r"^Codename: (\w+)$", answer.read().decode(), flags=re.M)[1]
    except OSError:
        if not note.exists():
            raise
        return note.read_text()
    KEPT.mkdir(parents=True, exist_ok=True)
    note.write_text(name)
    return name


def kept(suite, *packages):
    """The folder of a release's smallest system, and of one with these packages."""
    name = codename(suite)
    folder = KEPT / "-".join([name, *packages[:1]])
    if not (folder / "complete").exists():
        subprocess.run(["rm", "-rf", folder], check=True)
        print(f"packaging: making a root of Debian's {name}; some minutes, once", flush=True)
        including = [f"--include={','.join(packages)}"] if packages else []
        command = ["debootstrap", "--variant=minbase", *including, name, folder, mirror()]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"packaging: debootstrap failed:\n{done.stdout[-2000:]}{done.stderr}")
        (folder / "complete").touch()
    return folder


class Root:
    def __init__(self, folder, name):
        self.folder, self.name = folder, name

    def run(self, *command, user=None, check=True, **environment):
        """In the root; as nobody in particular where `user` is given. Returns what it printed, messages too."""
        enclosed = ["chroot", *(["--userspec", user] if user else []), str(self.folder), *command]
        environment = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LC_ALL": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            **environment,
        }
        done = subprocess.run(
            enclosed, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )
        if check and done.returncode != 0:
            raise SystemExit(
                f"packaging: FAILED: in {self.name}, {' '.join(command)} ends with {done.returncode}:\n{done.stdout}"
            )
        return done.stdout if check else (done.returncode, done.stdout)

    def rpm(self, *words):
        """rpm's own program from outside; its scripts run in the root."""
        done = subprocess.run(
            ["rpm", "--root", self.folder, "--define", "_dbpath /var/lib/rpm", *words],
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        if done.returncode != 0 or "warning: %p" in done.stdout:
            raise SystemExit(
                f"packaging: FAILED: rpm {' '.join(map(str, words))} ends with {done.returncode}:\n{done.stdout}"
            )
        return done.stdout

    def path(self, name):
        return self.folder / name.lstrip("/")

    def write(self, name, text, mode=0o644):
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_text(text)
        self.path(name).chmod(mode)

    def files(self):
        """Every path but those in which package tools keep their books."""
        paths = (
            "/" + str(Path(top, name).relative_to(self.folder))
            for top, folders, names in os.walk(self.folder)
            for name in folders + names
        )
        return {path for path in paths if not BOOKS.match(path)}


@contextmanager
def layer(folder, name, mounts_devices=True):
    """A root whose changes are forgotten. To be used in a name space of mounts of one's own."""
    place = KEPT / "layer"
    run = lambda *command: subprocess.run(command, check=True)  # noqa: E731
    place.mkdir(parents=True, exist_ok=True)
    run("mount", "-t", "tmpfs", "customers", place)
    for part in ("root", "changes", "work"):
        (place / part).mkdir()
    root = place / "root"
    run("mount", "-t", "overlay", "overlay", "-o", f"lowerdir={folder},upperdir={place}/changes,workdir={place}/work", root)
    devices = [root / "proc", root / "dev"] if mounts_devices else []
    for one in devices:
        run("mount", "--rbind", f"/{one.name}", one)
    try:
        yield Root(root, name)
    finally:
        for mounted in (*devices, root, place):
            run("umount", "--lazy", "--recursive", mounted)
