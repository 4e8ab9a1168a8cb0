#!/bin/sh
# Turn pyproject.toml into the two locks: requirements.txt to run, -dev.txt to develop.
#
# Pins that still fit are kept; `scripts/lock.sh --upgrade` takes the newest of all,
# `--upgrade-package NAME` of one. Needs uv (https://docs.astral.sh/uv) on the PATH, or
# installs it beside the environment.
set -eu
cd "$(dirname "$0")/.."

uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    [ -x .venv/lock/bin/uv ] || {
        .venv/bin/python -m venv .venv/lock
        .venv/lock/bin/python -m pip --quiet --disable-pip-version-check install uv
    }
    uv=.venv/lock/bin/uv
fi

compile() {
    UV_CUSTOM_COMPILE_COMMAND='make lock' "$uv" pip compile --quiet --universal \
        --python-version 3.11 --generate-hashes --no-annotate --group setup "$@"
}

# The second is held to the first's pins, so the one environment serves both.
compile pyproject.toml --extra dev --extra bench --output-file requirements-dev.txt "$@"
compile pyproject.toml --constraint requirements-dev.txt --output-file requirements.txt
