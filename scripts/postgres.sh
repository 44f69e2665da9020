# Sourced by ./test: a throw-away PostgreSQL cluster, alone in its folder, reached by a Unix socket only. POSIX sh.

_cluster=''

# find_postgres: the folder with initdb, newest version first.
find_postgres() {
    for _bin in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -rn) "$(dirname "$(command -v initdb || echo /none/)")"; do
        if [ -x "$_bin/initdb" ] && [ -x "$_bin/pg_ctl" ]; then
            printf '%s\n' "$_bin"
            return
        fi
    done
    return 1
}

# start_postgres BIN: sets POSTGRES_URL. The cluster never syncs to disk: it lives for one run.
start_postgres() {
    _clear_abandoned "$1"
    _cluster=$(mktemp -d /tmp/laurel-postgres.XXXXXX)
    printf '%s\n' "$$" >"$_cluster/owner"
    printf '%s\n' "$1" >"$_cluster/bin"
    _server_user=$(_unprivileged_user)
    if [ "$(id -u)" = 0 ]; then chown -R "$_server_user" "$_cluster"; fi
    _as_server "$1/initdb" --pgdata="$_cluster/cluster" --username=laurel --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
        --no-sync >"$_cluster/log" 2>&1 || { cat "$_cluster/log" >&2; fail "initdb failed"; }
    cat >>"$_cluster/cluster/postgresql.conf" <<END
listen_addresses = ''
unix_socket_directories = '$_cluster'
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 60
END
    _as_server "$1/pg_ctl" --pgdata="$_cluster/cluster" --log="$_cluster/server.log" --wait --timeout=60 start \
        >>"$_cluster/log" 2>&1 || { cat "$_cluster/log" "$_cluster/server.log" >&2; fail "PostgreSQL did not start"; }
    POSTGRES_URL="postgresql://laurel@$(printf '%s' "$_cluster" | sed 's#/#%2F#g')/postgres"
}

stop_postgres() {
    if [ -n "$_cluster" ]; then
        _stop_cluster "$_cluster"
        _cluster=''
    fi
}

_unprivileged_user() {
    if id postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi
}

# PostgreSQL refuses to run as root.
_as_server() {
    if [ "$(id -u)" = 0 ]; then (cd "$_cluster" && exec runuser -u "$_server_user" -- "$@"); else "$@"; fi
}

_stop_cluster() {
    if [ -s "$1/cluster/postmaster.pid" ]; then
        # immediate shutdown: nothing in it is worth keeping
        kill -QUIT "$(head -n 1 "$1/cluster/postmaster.pid")" 2>/dev/null || true
        _tries=0
        while [ -e "$1/cluster/postmaster.pid" ] && [ $_tries -lt 50 ]; do
            _tries=$((_tries + 1))
            sleep 0.1
        done
    fi
    rm -rf "$1"
}

# A run that was killed could not stop its cluster.
_clear_abandoned() {
    for _old in /tmp/laurel-postgres.*; do
        if [ -O "$_old/owner" ] || { [ "$(id -u)" = 0 ] && [ -e "$_old/owner" ]; }; then
            kill -0 "$(cat "$_old/owner")" 2>/dev/null || _stop_cluster "$_old"
        fi
    done
}
