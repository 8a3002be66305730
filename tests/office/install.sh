#!/bin/sh
# What the round trip of a spreadsheet needs and Python cannot bring: a real spreadsheet program.
set -eu

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

if ! command -v soffice >/dev/null 2>&1; then
  echo "Installing LibreOffice Calc from the system's packages."
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-calc >/dev/null
fi
