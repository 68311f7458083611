#!/bin/sh
# Installs what the tests drive from outside Python: a Chromium. Does nothing where it is there, or cannot be installed.
set -eu
if command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; then
  exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends chromium >/dev/null
else
  echo "No Chromium found: the browser tests will be skipped here (they fail where CI=true)." >&2
fi
