#!/bin/sh
# After the files are gone (dpkg: remove, purge; rpm: 0). Customers and tokens are never removed by a package.
set -e
case "${1:-}" in remove | purge | 0) ;; *) exit 0 ;; esac

[ ! -d /run/systemd/system ] || systemctl daemon-reload
if [ "$1" != purge ] && [ -e /var/lib/customers-api/customers.db ]; then
    echo "customers-api: the database and its backups stay in /var/lib/customers-api, the tokens in /etc/customers-api"
fi
