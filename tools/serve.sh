#!/usr/bin/env bash
# Publishes the sample records and serves them with the built site. PORT chooses the port, RECORDS other records.
source "$(dirname "$0")/env.sh"

PORT="${PORT:-8080}"
desk="$TARGET/release/desk"

# The sample is never changed by what is decided here: a copy of it has the removals.
copy_of_sample() {
  mkdir -p .run/records
  for file in desk/sample/*; do
    [ "${file##*/}" = removals.ndjson ] && [ -e .run/records/removals.ndjson ] || cp "$file" .run/records/
  done
}
[ -n "${RECORDS:-}" ] || copy_of_sample
RECORDS="${RECORDS:-.run/records}"

stage "Publishing the feed" "$desk" publish --records "$RECORDS" --feed .run/feed

heading "Pledgebook is at http://127.0.0.1:$PORT/  (Ctrl-C ends it)"
note "Moderators: $desk moderator add NAME --data .run/data --url http://127.0.0.1:$PORT"
exec "$desk" serve --site "${SITE:-dist}" --feed .run/feed --data .run/data --records "$RECORDS" --port "$PORT"
