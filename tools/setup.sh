#!/usr/bin/env bash
# Installs what the build needs and this machine lacks, into folders that git ignores. The second run finds it all there.
#   tools/setup.sh          what builds the site
#   tools/setup.sh test     and a browser to test it in
source "$(dirname "$0")/env.sh"

need() { have "$1" || die "$1 is missing: $2"; }

rust() {
  need cargo "install Rust with rustup (Debian: apt-get install rustup), then run this again"
  rustc --version >/dev/null 2>&1 || rustup toolchain install || die "the Rust toolchain that rust-toolchain.toml names is not to be had"
  [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ] && return
  need rustup "the Rust target wasm32-unknown-unknown is missing and only rustup can add it"
  note "adding the Rust target wasm32-unknown-unknown"
  rustup target add wasm32-unknown-unknown
}

node_packages() {
  need node "install Node 20 or later (Debian: apt-get install nodejs npm), then run this again"
  need npm "install npm (Debian: apt-get install npm), then run this again"
  local major stamp=node_modules/.pledgebook-stamp
  major=$(node --print 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || die "Node 20 or later is needed; this is $(node --version)"
  cmp -s package-lock.json "$stamp" && return
  note "npm ci: bundler, wasm-opt, service worker, browser tests"
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-progress
  cp package-lock.json "$stamp"
}

# Cargo tools are built once for a machine and run for seconds: quick to build matters more here than quick to run.
cargo_tool() {
  local crate=$1 version=$2 bin=$3
  shift 3
  "$bin" --version 2>/dev/null | grep -qwF "$version" && return
  grep -qF "\"$crate $version " "$TOOLS/.crates.toml" 2>/dev/null && have "$bin" && return # not every tool says its version
  note "cargo install $crate $version: takes some minutes, once"
  CARGO_TARGET_DIR="$TARGET/tools" CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 cargo install "$crate" --version "$version" --root "$TOOLS" --force "$@"
  rm -rf "$TARGET/tools"
}

# One browser test opens the single file in Firefox, too. Where it is not to be had, that test says so and is left out.
second_browser() {
  have firefox-esr || have firefox && return
  if [ "$(id -u)" = 0 ] && have apt-get; then
    note "installing Firefox for one browser test"
    DEBIAN_FRONTEND=noninteractive timeout 300 sh -c 'apt-get update -qq && apt-get install -y -qq firefox-esr' >&2 ||
      note "Firefox is not to be had; its test will be left out"
  fi
}

heading "Tools"
rust
node_packages
# Without its TLS features Trunk cannot download a tool behind our back; all of them are installed here.
cargo_tool trunk "$TRUNK_VERSION" trunk --locked --no-default-features
# The glue and the wasm agree only when both come from the same version. Its own lock file is left aside: it does not build.
cargo_tool wasm-bindgen-cli "$(locked wasm-bindgen)" wasm-bindgen
cargo_tool wasm_split_cli_support "$SPLIT_VERSION" wasm-split-cli --locked --features build-binary
if [ "${1:-}" = test ]; then
  tools/chromium.sh >/dev/null
  second_browser
fi
note "all there"
