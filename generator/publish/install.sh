#!/bin/sh
# What prints the PDF of the conventions and Python cannot bring: Pango and a font.
set -eu

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

if ! "$1" -c "import weasyprint" >/dev/null 2>&1; then
  echo "Installing Pango from the system's packages."
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core >/dev/null
fi
