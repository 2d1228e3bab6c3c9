#!/usr/bin/env bash
# Makes the locks anew: hashes, no addresses.
set -eu
cd "$(dirname "$0")/.."
compile=(.venv/bin/uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11
  --no-header --no-annotate --quiet "$@")
"${compile[@]}" -o requirements.lock
"${compile[@]}" --extra dev -c requirements.lock -o requirements-dev.lock
npm install --package-lock-only --silent
