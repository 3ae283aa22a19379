#!/usr/bin/env bash
# Write the locked versions, with hashes and without addresses, for Python 3.11 to 3.13.
set -euo pipefail
cd "$(dirname "$0")/.."
compile=(uv pip compile --universal --python-version 3.11.4 --generate-hashes --no-header
  --no-annotate --quiet "$@")
"${compile[@]}" pyproject.toml requirements/build.in --extra audio --extra studio \
  --output-file requirements/run.txt
"${compile[@]}" pyproject.toml requirements/build.in --extra audio --extra studio --group dev \
  --constraint requirements/run.txt --output-file requirements/test.txt
"${compile[@]}" pyproject.toml requirements/build.in --extra notebook \
  --constraint requirements/run.txt --output-file requirements/notebook.txt
"${compile[@]}" pyproject.toml requirements/build.in --extra peers \
  --constraint requirements/test.txt --output-file requirements/peers.txt
# Where numba has no wheel (Macs with Intel processors) the installation is to fail
# and say so; markers that skip every package there would leave an empty environment.
sed -i.old -e "s/ ; platform_machine != 'x86_64' or sys_platform != 'darwin'//" \
  -e "s/ and (platform_machine != 'x86_64' or sys_platform != 'darwin')//" \
  requirements/{run,test,notebook,peers}.txt
rm -f requirements/*.old
