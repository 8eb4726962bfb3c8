#!/bin/sh
# After the files are gone (dpkg: remove, purge; rpm: 0). Customers and tokens are never removed by a package.
set -e
case "${1:-}" in remove | purge | 0) ;; *) exit 0 ;; esac

if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    systemctl reset-failed customers-api.service customers-api-backup.service > /dev/null 2>&1 || true
fi
if [ "$1" != purge ] && [ -e /var/lib/customers-api/customers.db ]; then
    echo "customers-api: the database and its backups stay in /var/lib/customers-api, the tokens in /etc/customers-api"
fi
