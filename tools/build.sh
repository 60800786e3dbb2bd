#!/usr/bin/env bash
# The site in dist/ and the desk at target/release/desk.
#   tools/build.sh [site|desk]     one of the two
#   tools/build.sh signed          for tests: a site in .run/signed that demands signatures, and keys to make them with
source "$(dirname "$0")/env.sh"

site() {
  trunk build --release
  node tools/sizes.mjs dist
}
desk() { cargo build --release -p pledgebook-desk; }

# The whole site once more, as the keys are in its wasm; unless nothing that it is made of has changed. Before the ordinary one,
# which is then what the next build finds.
signed() {
  local folder=.run/signed state
  mkdir -p "$folder"
  for name in old new stranger; do
    [ -e "$folder/$name.key" ] || "$TARGET/release/desk" key new "$folder/$name.key" >/dev/null
  done
  state=$(git ls-files -z -- Cargo.lock Cargo.toml build.rs src core boot sw style locales icons index.html tools | xargs -0 sha256sum | sha256sum)
  [ "$state" = "$(cat "$folder/state" 2>/dev/null)" ] && return
  PLEDGEBOOK_KEYS="$(sed -n 2p "$folder/old.key.pub") $(sed -n 2p "$folder/new.key.pub")" \
    trunk build --release --dist "$folder/site"
  printf '%s' "$state" >"$folder/state"
}

case "${1:-all}" in
  site) stage "Site" site ;;
  desk) stage "Desk" desk ;;
  signed) stage "Site with keys" signed ;;
  all)
    stage "Site" site
    stage "Desk" desk
    ;;
  *) die "tools/build.sh [site|desk|signed]" ;;
esac
