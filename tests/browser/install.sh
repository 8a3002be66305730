#!/bin/sh
# What the browser tests need and Python cannot bring: Chromium, the accessibility rules, and the
# HTML validator with the Java it runs on.
set -eu

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

cd "$(dirname "$0")"

missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium fonts-dejavu-core"
command -v java >/dev/null 2>&1 || missing="$missing default-jre-headless"
if [ -n "$missing" ]; then
  echo "Installing from the system's packages:$missing."
  as_root apt-get update -qq
  # shellcheck disable=SC2086 # one package per word
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

npm ci --silent --no-audit --no-fund --ignore-scripts
