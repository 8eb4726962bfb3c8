#!/bin/sh
# After the files are there (dpkg: configure; rpm: 1 first, 2 an upgrade): makes the server's user, and starts a server anew
# that runs already. A new one is started by the one who has said who may call.
set -e
case "${1:-}" in configure | 1 | 2) ;; *) exit 0 ;; esac

if ! getent passwd customers-api > /dev/null; then
    if command -v systemd-sysusers > /dev/null; then
        systemd-sysusers /usr/lib/sysusers.d/customers-api.conf
    else
        useradd --system --user-group --no-create-home --home-dir /var/lib/customers-api --shell /usr/sbin/nologin \
            --comment "Customer API" customers-api
    fi
fi
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    # A server that does not start is no reason to call the package broken.
    systemctl try-restart customers-api.service customers-api-backup.timer ||
        echo "customers-api: it did not start again: journalctl -u customers-api" >&2
fi
