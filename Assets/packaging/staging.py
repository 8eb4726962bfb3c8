"""Lays out the files of a package: the program without its symbols, manual pages, completions, examples, units, licences. A file's
bytes, mode and time depend on the program and the commit alone."""

import gzip
import json
import os
import shutil
import subprocess
from pathlib import Path

import spdx

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent / "docs"
MANUALS = {"customers": ("customers.1", "customers-config.5", "customers-journal.5"), "customers-api": ("customers-api.1",)}
ROOM = {"customers": "client", "customers-api": "server"}
EXAMPLES = {"customers": ("config.toml",), "customers-api": ("options",)}
UNITS = ("customers-api.service", "customers-api-backup.service", "customers-api-backup.timer")
COMPLETIONS = {
    "bash": "bash-completion/completions/{}",
    "zsh": "zsh/site-functions/_{}",
    "fish": "fish/vendor_completions.d/{}.fish",
}
UNLICENSED = (
    "Customer Desk {}\n\nIts owner has not chosen a licence yet; nobody else may pass it on. What is linked into it has the\n"
    "licences below, in the order of its parts:\n"
)


def staged(program, programs, folder, release, components):
    """Everything of the archive, in `folder`; what only .deb needs, beside it."""
    tree, extra = folder / program, folder / f"{program}.extra"
    for place in (tree, extra):
        shutil.rmtree(place, ignore_errors=True)
    binary = stripped(programs / program, tree / "bin" / program, folder / release.debug)
    manuals(program, tree)
    completions(program, tree)
    documents(program, tree, release, components, spdx.sha256(binary))
    write(tree / "install.sh", (HERE / "install.sh").read_bytes().replace(b"@PROGRAM@", program.encode()), 0o755)
    if program == "customers-api":
        for unit in UNITS:
            write(tree / "lib/systemd/system" / unit, (HERE / "server" / unit).read_bytes())
        write(tree / "lib/sysusers.d/customers-api.conf", (HERE / "server/sysusers.conf").read_bytes())
    write(extra / "changelog.gz", compressed(changelog(program, release).encode()))
    write(extra / "lintian-overrides", (HERE / ROOM[program] / "lintian-overrides").read_bytes())
    for path in (*tree.rglob("*"), *extra.rglob("*")):
        os.utime(path, (release.epoch, release.epoch))
    return tree, extra


def write(path, data, mode=0o644):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    path.chmod(mode)


def compressed(data):
    return gzip.compress(data, 9, mtime=0)


def stripped(program, target, debug):
    """The program without symbols, and the file with them beside it, which a debugger finds by name and checksum. One that the
    build has left beside the program is taken."""
    target.parent.mkdir(parents=True)
    given = program.with_name(program.name + ".debug")
    if given.exists():
        shutil.copyfile(given, debug)
    else:
        subprocess.run(["objcopy", "--only-keep-debug", "--compress-debug-sections=zlib", program, debug], check=True)
    # The toolchain's own: binutils' drops the RELRO segment that LLD has laid out.
    objcopy = Path(shutil.which("swiftc")).resolve().with_name("llvm-objcopy")
    subprocess.run(
        [objcopy, "--strip-all", "--remove-section=.swift_modhash", "--remove-section=.gnu_debuglink",
         f"--add-gnu-debuglink={debug.name}", program.absolute(), target.absolute()],
        check=True, cwd=debug.parent,
    )
    target.chmod(0o755)
    debug.chmod(0o644)
    return target


def manuals(program, tree):
    for page in MANUALS[program]:
        write(tree / f"share/man/man{page[-1]}" / f"{page}.gz", compressed((DOCS / page).read_bytes()))


def completions(program, tree):
    for shell, path in COMPLETIONS.items():
        script = subprocess.run([tree / "bin" / program, "--generate-completion-script", shell], check=True, capture_output=True)
        # They are read, never run.
        write(tree / "share" / path.format(program), script.stdout.removeprefix(b"#!/bin/bash\n"))


def documents(program, tree, release, components, digest):
    folder = tree / "share/doc" / program
    listed = spdx.document(program, release.version, release.date, digest, components)
    write(folder / "sbom.spdx.json", (json.dumps(listed, indent=1, ensure_ascii=False) + "\n").encode())
    write(folder / "copyright", notices(release, components).encode())
    for example in EXAMPLES[program]:
        write(folder / "examples" / example, (HERE / ROOM[program] / example).read_bytes())


def notices(release, components):
    """Who has to be named, and every licence once: most parts have the same."""
    texts = {}
    for component in components:
        for path in component.texts:
            texts.setdefault(path.read_text(errors="replace").strip(), []).append(component)
    parts = [UNLICENSED.format(release.version)]
    parts += [f"  {one.name} {one.version}: {one.licence}; {one.origin}" for one in components]
    for text, owners in texts.items():
        names = ", ".join(dict.fromkeys(one.name for one in owners))
        parts += ["", "-" * 72, f"Of {names}:", "", text]
    return "\n".join(parts) + "\n"


def changelog(program, release):
    head = f"{program} ({release.version}) unstable; urgency=medium\n\n  * Version {release.version}.\n\n"
    return head + f" -- {release.maintainer}  {release.mail_date}\n"
