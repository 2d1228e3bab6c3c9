#!/usr/bin/env bash
# Makes .venv with the machine's Python 3.11 or newer; says plainly what is missing.
set -eu
python=$(command -v python3.11 || command -v python3 || true)
if [ -z "$python" ]; then
  echo "Es fehlt Python 3.11. Bitte installieren: apt-get install python3 python3-venv" >&2
  exit 1
fi
"$python" - <<'PY' || exit 1
import sys
if sys.version_info < (3, 11):
    sys.exit("VorOrt braucht Python 3.11 oder neuer; gefunden: " + sys.version.split()[0])
PY
if ! "$python" -m venv .venv >/dev/null 2>&1; then
  rm -rf .venv
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
    "$python" -m venv .venv
  else
    echo "Es fehlt das Paket python3-venv. Bitte installieren: apt-get install python3-venv" >&2
    exit 1
  fi
fi
