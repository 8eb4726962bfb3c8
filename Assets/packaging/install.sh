#!/bin/sh
# Installs @PROGRAM@ from this folder into PREFIX, or removes what it has installed there. Needs no root for ~/.local, and nothing
# but what every system has. usage: ./install.sh [--uninstall] PREFIX
set -eu
umask 022

usage() { echo "usage: $0 [--uninstall] PREFIX     PREFIX is, for instance, ~/.local or /usr/local" >&2; exit 64; }
fail() { echo "install.sh: $1" >&2; exit "${2:-73}"; }

uninstall=
[ "${1:-}" != --uninstall ] || { uninstall=yes; shift; }
[ $# -eq 1 ] && [ -n "$1" ] || usage
case $1 in -*) usage ;; esac
here=$(cd "$(dirname "$0")" && pwd)
[ -z "$uninstall" ] || [ -d "$1" ] || fail "there is no $1" 66
mkdir -p "$1" 2> /dev/null || fail "cannot make $1: name a folder of yours, such as ~/.local"
[ -w "$1" ] || fail "cannot write to $1: name a folder of yours, such as ~/.local, or be root" 77
prefix=$(cd "$1" && pwd)
# What was made: files, and folders that were not there before, the deepest last.
list=$prefix/share/doc/@PROGRAM@/installed

remove() {
    [ -f "$list" ] || fail "@PROGRAM@ was not installed into $prefix by this script: there is no $list" 66
    sed -n 's/^file //p' "$list" | while IFS= read -r name; do rm -f "$prefix/$name"; done
    folders=$(sed -n 's/^folder //p' "$list" | sort -r)
    rm -f "$list"
    printf '%s\n' "$folders" | while IFS= read -r name; do
        [ -n "$name" ] && ! rmdir "$prefix/$name" 2> /dev/null || continue
        # Something else is in it: it stays, or goes with the other program.
        for other in "$prefix"/share/doc/customers*/installed; do [ ! -f "$other" ] || echo "folder $name" >> "$other"; done
    done
}

if [ -n "$uninstall" ]; then
    remove
    echo "Removed @PROGRAM@ from $prefix. Configuration and what you have edited stay."
    exit 0
fi

case $(uname -m) in @MACHINE@) ;; *) fail "this is for @MACHINE@, and this machine is $(uname -m)" 78 ;; esac
# An upgrade: folders that were made then are ours still.
made=
[ ! -f "$list" ] || made=$(sed -n 's/^folder //p' "$list")
cd "$here"
for folder in $(find bin share lib -type d 2> /dev/null | sort); do
    [ -d "$prefix/$folder" ] || made="$made
$folder"
    mkdir -p "$prefix/$folder"
done
[ ! -f "$list" ] || sed -n 's/^file //p' "$list" | while IFS= read -r name; do [ -f "$name" ] || rm -f "$prefix/$name"; done
{
    printf '%s\n' "$made" | sed -n '/./s/^/folder /p' | sort -u
    find bin share lib -type f 2> /dev/null | sort | sed 's/^/file /'
} > "$list.new"
mv "$list.new" "$list"
find bin share lib -type f 2> /dev/null | sort | while IFS= read -r name; do
    # Never over a program that runs: a new file takes the old one's place.
    case $name in
        lib/systemd/*) sed "s|/usr/bin/@PROGRAM@|$prefix/bin/@PROGRAM@|" "$name" > "$prefix/$name.new" ;;
        *) cp "$name" "$prefix/$name.new" ;;
    esac
    case $name in bin/*) chmod 755 "$prefix/$name.new" ;; *) chmod 644 "$prefix/$name.new" ;; esac
    mv -f "$prefix/$name.new" "$prefix/$name"
done

echo "Installed @PROGRAM@ into $prefix."
case :$PATH: in *":$prefix/bin:"*) ;; *) echo "Put $prefix/bin into your PATH." ;; esac
if [ -d lib/systemd ]; then
    echo "For systemd: see share/doc/@PROGRAM@ and the page operating.md; the units are in $prefix/lib/systemd/system."
fi
