#!/usr/bin/env bash
# The desk on port 8081 (PORT) with a site that is built again whenever a file is saved; reload the page to see it. The
# quick build is not small, is not compressed, and has no service worker; it stands in .run/dev, so dist/ stays as it was.
source "$(dirname "$0")/env.sh"

mkdir -p .run/dev
tools/build.sh desk
(
  until [ -f .run/dev/index.html ]; do sleep 1; done
  SITE=.run/dev PORT="${PORT:-8081}" exec tools/serve.sh
) &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT

watched=()
for path in src core style locales boot sw icons tools index.html build.rs Cargo.toml; do
  [ -e "$path" ] && watched+=(--watch "$path") # Trunk stops at a path that is not there
done
trunk watch --dist .run/dev "${watched[@]}"
