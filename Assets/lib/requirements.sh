# Sourced by Assets/lib/packages.sh: says what a script needs that it cannot install, and where that comes from.
swift_version=6.3
lacks() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    exit 69
}

# Ends the script where Swift is missing or too old.
require_swift() {
    local found where="https://www.swift.org/install/linux (an archive to unpack; put its usr/bin into PATH)"
    command -v swift > /dev/null || lacks "this takes Swift $swift_version, and there is no swift in PATH. It comes from $where."
    found=$(swift --version 2> /dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
    [ -n "$found" ] || lacks "$(command -v swift) does not say its version: swift --version. Swift $swift_version comes from $where."
    [ "$(printf '%s\n' "$swift_version" "$found" | sort -V | head -n 1)" = "$swift_version" ] ||
        lacks "this takes Swift $swift_version or later, and $(command -v swift) is $found. A later one comes from $where."
}

# Ends the script where Debian's packages cannot be installed. CUSTOMERS_NO_APT=1 says that what they bring is there.
require_apt() {
    command -v apt-get > /dev/null ||
        lacks "this takes what Debian's packages $* bring (Fedora's: ncurses-devel, sqlite-devel), and there is no apt-get to \
install them. Where all of it is installed, set CUSTOMERS_NO_APT=1."
    [ "$(id -u)" -eq 0 ] || command -v sudo > /dev/null ||
        lacks "the packages $* are missing, and without root or sudo they cannot be installed: apt-get install $*"
}

# Runs a build whose own words go to .build/build.log, which is shown when it fails. On a terminal one line says how far it
# is, and about how long the rest takes.
build_quietly() {
    local log=.build/build.log
    mkdir -p .build
    if ! "$@" 2>&1 | tee "$log" | build_progress; then
        cat "$log" >&2
        echo "The build failed; what it said is above and in $PWD/$log." >&2
        return 1
    fi
}
build_progress() {
    local line step=0 steps=0 began=$SECONDS left
    while IFS= read -r line; do
        [ -t 2 ] || continue
        if [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]]; then
            step=${BASH_REMATCH[1]} steps=${BASH_REMATCH[2]} left=
            # The first steps tell nothing of the others.
            if [ "$step" -gt 0 ] && [ $((SECONDS - began)) -ge 10 ]; then
                left=$(((SECONDS - began) * (steps - step) / step))
                if [ $left -ge 90 ]; then left=", about $(((left + 30) / 60)) minutes left"; else left=", about $left s left"; fi
            fi
            printf '\r%-72s' "Building: step $step of $steps$left" >&2
        elif [ "$steps" -eq 0 ]; then
            case $line in Fetching* | Updating* | Computing* | Creating* | Working*) printf '\r%-72s' "Fetching what is built upon …" >&2 ;; esac
        fi
    done
    [ ! -t 2 ] || printf '\r%-72s\r' '' >&2
}
