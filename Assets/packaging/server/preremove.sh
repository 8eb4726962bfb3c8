#!/bin/sh
# Before the files go (dpkg: remove; rpm: 0): ends the server. An upgrade leaves it running.
set -e
case "${1:-}" in remove | 0) ;; *) exit 0 ;; esac

if command -v systemctl > /dev/null; then
    running=
    [ ! -d /run/systemd/system ] || running=--now
    systemctl --no-reload disable $running customers-api.service customers-api-backup.timer > /dev/null 2>&1 || true
fi
