#!/bin/sh
# What round trips need and Python cannot bring: a real spreadsheet program, a real word processor.
set -eu

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

missing=""
command -v localc >/dev/null 2>&1 || missing="$missing libreoffice-calc"
command -v lowriter >/dev/null 2>&1 || missing="$missing libreoffice-writer"
if [ -n "$missing" ]; then
  echo "Installing from the system's packages:$missing."
  as_root apt-get update -qq
  # shellcheck disable=SC2086 # one package per word
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
