# Sourced by the scripts in Assets: installs the Debian packages that the build and the tests need, where they are missing.
. "$(dirname "${BASH_SOURCE[0]}")/requirements.sh"

require_packages() {
    local missing=() package
    [ -z "${CUSTOMERS_NO_APT:-}" ] || return 0
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    require_apt "${missing[@]}"
    local sudo=
    [ "$(id -u)" -eq 0 ] || sudo=sudo
    echo "Installing ${missing[*]} …" >&2
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
}

# What every build links.
build_packages=(libncurses-dev libsqlite3-dev zlib1g-dev)

# Programs for use: with the Swift runtime inside, so that one file is all there is to install. Where they were built stands
# nowhere in them, so that the same sources give the same bytes.
build_release() {
    swift build -c release --static-swift-stdlib -Xswiftc -file-prefix-map -Xswiftc "$PWD=." -Xcc "-ffile-prefix-map=$PWD=." "$@"
}
