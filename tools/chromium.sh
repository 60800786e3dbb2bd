#!/usr/bin/env bash
# Prints the Chromium to test with: $CHROMIUM, else the system's, else Playwright's own. Where there is none, and we are
# root on Debian, it is installed; else we say how.
source "$(dirname "$0")/env.sh"

find_chromium() {
  local path
  for path in "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
    if [ -n "$path" ] && [ -x "$path" ]; then
      printf '%s\n' "$path"
      return
    fi
  done
  path=$(node --input-type=module --eval 'import { chromium } from "@playwright/test"; console.log(chromium.executablePath())' 2>/dev/null || true)
  [ -n "$path" ] && [ -x "$path" ] && printf '%s\n' "$path"
}

find_driver() { [ -n "${CHROMEDRIVER:-}" ] || have chromedriver; }

if ! find_chromium >/dev/null || ! find_driver; then
  if [ "$(id -u)" = 0 ] && have apt-get; then
    note "installing Chromium, its driver and Noto fonts" >&2
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium chromium-driver fonts-noto-core >&2
  else
    die "no Chromium with chromedriver. On Debian: sudo apt-get install chromium chromium-driver fonts-noto-core. Elsewhere: set CHROMIUM and CHROMEDRIVER to the two programs."
  fi
fi
find_chromium || die "Chromium is not to be had"
