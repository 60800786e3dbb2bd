#!/usr/bin/env bash
# The site in dist/ and the desk at target/release/desk.
#   tools/build.sh [site|desk]     one of the two
source "$(dirname "$0")/env.sh"

site() {
  trunk build --release
  node tools/sizes.mjs dist
}
desk() { cargo build --release -p pledgebook-desk; }

case "${1:-all}" in
  site) stage "Site" site ;;
  desk) stage "Desk" desk ;;
  all)
    stage "Site" site
    stage "Desk" desk
    ;;
  *) die "tools/build.sh [site|desk]" ;;
esac
