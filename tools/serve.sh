#!/usr/bin/env bash
# Publishes the sample records and serves them with the built site. PORT chooses the port, RECORDS other records.
source "$(dirname "$0")/env.sh"

PORT="${PORT:-8080}"
desk="$TARGET/release/desk"

stage "Publishing the feed" "$desk" publish --records "${RECORDS:-desk/sample}" --feed .run/feed

heading "Pledgebook is at http://127.0.0.1:$PORT/  (Ctrl-C ends it)"
exec "$desk" serve --site "${SITE:-dist}" --feed .run/feed --data .run/data --port "$PORT"
