#!/bin/bash
# What an operator does with the server's package on a machine with systemd, each step with what has to come of it. Runs inside the
# machine that Assets/packaging/check-unit starts, with the packages in /packages; writes what holds, and what does not, to /result.
exec > /result 2> /messages
holds() { # what, command...
    local what=$1
    shift
    if "$@"; then echo "holds $what"; else echo "FAILED $what: $*"; fi
}
answers() { [ "$(curl --silent --output /dev/null --write-out '%{http_code}' "${@:2}")" = "$1" ]; }
state() { [ "$(systemctl show --property "$1" --value customers-api)" = "$2" ]; }
of_process() { grep -q "^$1:[[:space:]]*$2\$" "/proc/$(systemctl show --property MainPID --value customers-api)/status"; }
api=http://127.0.0.1:8080/api
anna='{"name":"Anna Smith","email":"anna@example.com"}'
token='Authorization: Bearer 0123456789abcdef0123456789abcdef'

dpkg --install /packages/customers-api_*.deb >&2
holds "installing it enables nothing" [ "$(systemctl is-enabled customers-api customers-api-backup.timer | sort -u)" = disabled ]
holds "without tokens it does not start" sh -c '! systemctl start customers-api'
(umask 077; echo "kim:${token##* }" > /etc/customers-api/tokens)
holds "with tokens it starts, and says when it is ready" timeout 60 systemctl enable --now customers-api
holds "it answers" answers 200 "$api/health"
holds "it is ready to work" answers 200 "${api%/api}/readyz"
holds "it asks for a token" answers 401 "$api/customers"
holds "it writes" answers 201 --header "$token" --json "$anna" "$api/customers"
(umask 077; customers-api token add lee --role reader --token-file /etc/customers-api/tokens > /root/lee)
holds "it is told of another token" systemctl reload customers-api
sleep 3
holds "it knows that one" answers 200 --header "Authorization: Bearer $(cat /root/lee)" "$api/customers"
holds "a reader writes nothing" answers 403 --header "Authorization: Bearer $(cat /root/lee)" --json "$anna" "$api/customers"
holds "its user is its own" state User customers-api
holds "it has no rights of root" of_process CapEff 0000000000000000
holds "it can gain none" of_process NoNewPrivs 1
holds "its system calls are filtered" of_process Seccomp 2
cd /var/lib/customers-api || exit
holds "the database is its alone" [ "$(stat -c '%U %a %n' . customers.db | tr '\n' ' ')" = "customers-api 700 . customers-api 600 customers.db " ]
holds "it says nothing but what it should" sh -c '! journalctl --unit customers-api --grep "priority|denied|not permitted"'
holds "it is backed up while it runs, and the backup can be restored" systemctl start customers-api-backup
holds "the backup is the server's alone" [ "$(stat -c '%U %a' /var/lib/customers-api/backups/customers.db)" = "customers-api 600" ]
holds "the backup's timer starts" systemctl enable --now customers-api-backup.timer
before=$(systemctl show --property MainPID --value customers-api)
dpkg --install /packages/customers-api_*.deb >&2
holds "an upgrade starts it anew" sh -c "! systemctl show --property MainPID --value customers-api | grep -qx '$before'"
holds "what was written is there" answers 409 --header "$token" --json "$anna" "$api/customers"
systemctl stop customers-api
holds "it ends cleanly" state Result success
systemctl start customers-api
dpkg --remove customers-api >&2
holds "removing it ends it" sh -c '! systemctl is-active customers-api customers-api-backup.timer'
holds "nothing waits for it any more" sh -c '! ls /etc/systemd/system/*.wants | grep customers'
holds "no unit has failed" [ -z "$(systemctl --failed --plain --no-legend | grep customers)" ]
holds "customers stay" [ -s /var/lib/customers-api/customers.db ]
echo finished
poweroff
