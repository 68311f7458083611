#!/bin/sh
# Installs what the tests drive from outside Python, where apt and root allow: a Chromium, a PostgreSQL server, Node for
# the page's form engine, a Java compiler for the engine of ODK Collect, certutil, which lets a browser trust the laptop,
# and pdftotext, which reads the text of a PDF as another reader than Chromium does.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v node >/dev/null 2>&1 || missing="$missing nodejs"
command -v certutil >/dev/null 2>&1 || missing="$missing libnss3-tools"
command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
command -v javac >/dev/null 2>&1 || missing="$missing default-jdk-headless"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # The same Chromium without windows, where there is one: most tests then take a third less of the machine.
  apt-cache show chromium-headless-shell >/dev/null 2>&1 && missing="$missing chromium-headless-shell"
  # shellcheck disable=SC2086  a list of names
  apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
  echo "Not found:$missing. Their tests are skipped here, and fail where CI=true." >&2
fi
