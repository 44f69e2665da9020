# Sourced by ./demo, ./test, .ci/run and scripts/lint: find Python, make .venv, install a hash-locked set. POSIX sh.
#
# State is the digest of what was installed, kept in .venv/.installed-<set>: a second start costs one hash, and a changed
# lock, a changed Python or a moved checkout installs again. `test` holds everything `run` holds, so either may come first.

: "${ROOT:?the caller sets ROOT to the checkout}"
VENV="$ROOT/.venv"
VENV_PYTHON="$VENV/bin/python"

if [ -t 2 ] && [ -z "${NO_COLOR:-}" ]; then
    _bold=$(printf '\033[1m') _red=$(printf '\033[31m') _plain=$(printf '\033[0m')
else
    _bold='' _red='' _plain=''
fi

say() {
    printf '%s==>%s %s\n' "$_bold" "$_plain" "$*" >&2
}

fail() {
    printf '%serror:%s %s\n' "$_red" "$_plain" "$*" >&2
    exit 1
}

# prepare run|test: leaves a ready .venv, or ends with a sentence that says what is missing.
prepare() {
    mkdir -p "$ROOT/.cache"
    exec 9>"$ROOT/.cache/setup.lock"
    if command -v flock >/dev/null 2>&1; then flock 9; fi
    _python_ready || _make_venv
    _lock="$ROOT/requirements/$1.lock"
    _digest=$(_digest_of "$_lock")
    if [ "$(cat "$VENV/.installed-$1" 2>/dev/null)" != "$_digest" ]; then
        _install "$1" "$_lock"
        _put_on_path
        printf '%s\n' "$_digest" >"$VENV/.installed-$1"
        if [ "$1" = test ]; then _digest_of "$ROOT/requirements/run.lock" >"$VENV/.installed-run"; fi
    fi
    exec 9>&-
}

# debian_packages NAME...: installs them when this user may, otherwise says how.
debian_packages() {
    command -v apt-get >/dev/null 2>&1 ||
        fail "missing: $*. These are the names of Debian packages; install their equivalents on this system, then start again."
    if [ "$(id -u)" = 0 ]; then
        _as_root=''
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        _as_root='sudo -n'
    else
        fail "missing Debian packages. Install them with
    sudo apt-get update && sudo apt-get install --no-install-recommends $*
and start again."
    fi
    mkdir -p "$ROOT/.cache"
    say "Installing Debian packages: $*"
    $_as_root apt-get -qq update >&2 || say "apt-get update failed; trying with the package lists at hand"
    $_as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends "$@" \
        </dev/null >"$ROOT/.cache/apt.log" 2>&1 || {
        tail -n 15 "$ROOT/.cache/apt.log" >&2
        fail "could not install $*; the whole output is in .cache/apt.log"
    }
}

# lacks_library PATTERN: true where the system keeps a list of its libraries and none fits.
lacks_library() (
    PATH="$PATH:/usr/sbin:/sbin"
    command -v ldconfig >/dev/null 2>&1 && ! ldconfig -p 2>/dev/null | grep -q "$1"
)

_right_version='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))'

_python_ready() {
    [ -x "$VENV_PYTHON" ] && [ "$(cat "$VENV/.root" 2>/dev/null)" = "$ROOT" ] &&
        "$VENV_PYTHON" -c "$_right_version" 2>/dev/null && "$VENV_PYTHON" -m pip --version >/dev/null 2>&1
}

_find_python() {
    for _name in ${PYTHON:-} python3.11 python3.12 python3.13 python3.14 python3 python; do
        if command -v "$_name" >/dev/null 2>&1 && "$_name" -c "$_right_version" 2>/dev/null; then
            command -v "$_name"
            return
        fi
    done
    return 1
}

_make_venv() {
    if ! _found=$(_find_python); then
        if [ ! -e /etc/debian_version ]; then fail "Laurel needs Python 3.11, 3.12, 3.13 or 3.14, and none was found."; fi
        debian_packages python3 python3-venv
        _found=$(_find_python) || fail "Laurel needs Python 3.11 to 3.14; this system's python3 is $(python3 --version 2>&1)."
    fi
    if ! "$_found" -c 'import ensurepip, venv' 2>/dev/null; then
        case $_found in
        /usr/bin/python3 | /usr/bin/python) debian_packages python3-venv ;;
        /usr/bin/*) debian_packages "${_found##*/}-venv" ;;
        *) fail "$_found has no venv module (with ensurepip); install it, or name another Python: PYTHON=/path/to/python" ;;
        esac
    fi
    say "Making .venv with $("$_found" --version) ($_found)"
    rm -rf "$VENV"
    "$_found" -m venv "$VENV" || fail "$_found could not make a virtual environment in $VENV"
    printf '%s\n' "$ROOT" >"$VENV/.root"
}

_digest_of() {
    "$VENV_PYTHON" -c 'import hashlib, sys
paths = sys.argv[1:]
print(hashlib.sha256(b"".join(open(path, "rb").read() for path in paths) + sys.version.encode()).hexdigest())' \
        "$1" "$ROOT/scripts/environment.sh"
}

_install() {
    say "Installing $(grep -c '==' "$2") locked packages (requirements/$1.lock); the first time takes a minute"
    if command -v uv >/dev/null 2>&1; then
        uv pip install --quiet --python "$VENV_PYTHON" --require-hashes --no-deps --only-binary :all: -r "$2" >&2 && return
        say "uv could not; trying pip"
    fi
    "$VENV_PYTHON" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --no-deps \
        --only-binary :all: -r "$2" >&2 ||
        fail "could not install requirements/$1.lock; is the package index reachable from here?"
}

# The packages run from src/; the `laurel` command stands where an installation would put it.
_put_on_path() {
    _site=$("$VENV_PYTHON" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$ROOT/src" >"$_site/laurel.pth"
    cat >"$VENV/bin/laurel" <<END
#!/bin/sh
exec "$VENV_PYTHON" -P -c 'import sys; from laurel.cli import main; sys.argv[0] = "laurel"; sys.exit(main())' "\$@"
END
    chmod +x "$VENV/bin/laurel"
}
