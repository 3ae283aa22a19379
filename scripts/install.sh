#!/usr/bin/env bash
# Make a virtual environment with hash-locked packages, and this package in it.
# Usage: scripts/install.sh VENV REQUIREMENTS
set -euo pipefail
cd "$(dirname "$0")/.."
venv=$1 requirements=$2
unset PYTHONDONTWRITEBYTECODE # imports would be compiled anew at every start

usable='import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
python=""
for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
  if "$candidate" -c "$usable" 2>/dev/null; then python=$candidate && break; fi
done
if [ -z "$python" ]; then
  echo "genrelens needs Python 3.11, 3.12 or 3.13 with its venv module." \
    "Install one, or name it: make PYTHON=/path/to/python3.12 …" >&2
  exit 1
fi

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
echo "Installing the locked packages ($requirements) …"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  --require-hashes --only-binary :all: -r "$requirements"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  --no-deps --no-build-isolation --editable .
