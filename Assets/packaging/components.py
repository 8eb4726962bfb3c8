"""What is linked into a program besides our own code: Swift packages, the Swift runtime, and Debian's static libraries. Each with
its version, its licence and the texts that have to go with it."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
LISTED = ROOT / "Assets/dependencies.txt"
# Of each archive: the programs that it is linked into, its name for people, its licence (SPDX).
BOTH = ("customers", "customers-api")
ARCHIVES = {
    "libncursesw.a": (("customers",), "ncurses", "X11-distribute-modifications-variant"),
    "libsqlite3.a": (BOTH, "SQLite", "blessing"),
    "libz.a": (BOTH, "zlib", "Zlib"),
    "libc.a": (BOTH, "GNU C Library", "LGPL-2.1-or-later"),
    "libstdc++.a": (BOTH, "GNU C++ Library", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    "libgcc_eh.a": (BOTH, "GCC runtime", "GPL-3.0-or-later WITH GCC-exception-3.1"),
}
SWIFT_LICENCE = "Apache-2.0 WITH Swift-exception"


class Component(NamedTuple):
    name: str
    version: str
    licence: str
    # Where it comes from: an address, or Debian's package.
    origin: str
    # How package tools name it: https://github.com/package-url/purl-spec
    locator: str
    texts: tuple[Path, ...]


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def above(folder, name):
    """The nearest folder above, or itself, that holds `name`."""
    for place in (folder, *folder.parents):
        if (place / name).exists():
            return place
    raise SystemExit(f"package: there is no {name} in {folder} or above it: build with Assets/build, or name where it was built")


def pins(programs):
    """Every Swift package that was resolved: identity, version, address."""
    resolved = above(programs.resolve(), "Package.resolved") / "Package.resolved"
    for pin in json.loads(resolved.read_text())["pins"]:
        yield pin["identity"], pin["state"]["version"], pin["location"].removesuffix(".git")


def licences():
    """Assets/dependencies.txt, which a person has read: identity → version, licence."""
    rows = (line.split(maxsplit=2) for line in LISTED.read_text().splitlines() if line and line[0] != "#")
    return {identity: (version, licence) for identity, version, licence in rows}


def linked_modules(programs, program):
    """The modules of which the linker was given something; None where it left no list."""
    listing = programs / f"{program}.product/Objects.LinkFileList"
    if not listing.exists():
        return None
    return set(re.findall(r"/([\w-]+)\.build/", listing.read_text()))


def swift_packages(programs, program):
    checkouts = above(programs.resolve(), "checkouts") / "checkouts"
    modules, known = linked_modules(programs, program), licences()
    for identity, version, address in sorted(pins(programs)):
        folder = next(place for place in checkouts.iterdir() if place.name.lower() == address.split("/")[-1].lower())
        own = {place.name for pattern in ("*", "Sources/*") for place in folder.glob(pattern) if place.is_dir()}
        if modules is not None and not modules & own:
            continue
        if known.get(identity, ("",))[0] != version:
            raise SystemExit(f"package: Assets/dependencies.txt does not list {identity} {version}: read its licence and add it")
        # Its own, and those of what it carries along.
        beside = (*folder.iterdir(), *folder.glob("Sources/*/*"))
        texts = sorted(place for place in beside if re.match(r"(LICEN[CS]E|NOTICE|COPYING)", place.name, flags=re.I))
        if not texts:
            raise SystemExit(f"package: {identity} has no licence in {folder}")
        locator = f"pkg:swift/{address.removeprefix('https://')}@{version}"
        yield Component(identity, version, known[identity][1], address, locator, tuple(texts))


def swift_runtime():
    version = re.search(r"Swift version ([\d.]+)", run("swift", "--version"))[1]
    licence = Path(shutil.which("swift")).resolve().parents[1] / "share/swift/LICENSE.txt"
    address = "https://github.com/swiftlang/swift"
    return Component("swift-runtime", version, SWIFT_LICENCE, address, f"pkg:generic/swift@{version}", (licence,))


def debian_libraries(program):
    for archive, (programs, name, licence) in ARCHIVES.items():
        if program not in programs:
            continue
        path = Path(run("gcc", f"-print-file-name={archive}")).resolve()
        package = owner(path)
        fields = run("dpkg-query", "-W", "-f=${Version} ${Architecture} ${source:Package} ${source:Version}", package).split(" ")
        version, architecture, source, source_version = fields
        yield Component(
            name,
            version,
            licence,
            f"Debian's {package} (source {source} {source_version})",
            f"pkg:deb/debian/{package}@{version}?arch={architecture}",
            (Path(f"/usr/share/doc/{package}/copyright"),),
        )


def owner(path):
    """Debian's package that a file came with; /usr/lib may be written /lib there."""
    for name in (str(path), str(path).removeprefix("/usr")):
        found = subprocess.run(["dpkg-query", "-S", name], capture_output=True, text=True)
        if found.returncode == 0:
            return found.stdout.split(":")[0]
    raise SystemExit(f"package: no Debian package has {path}: install libncurses-dev, libsqlite3-dev and zlib1g-dev")


def linked_into(program, programs):
    """Everything, in an order that does not change."""
    return [*swift_packages(programs, program), swift_runtime(), *debian_libraries(program)]
