//! The public keys that this app was built with: with one, nothing unsigned enters the copy. Without one no code for it is in
//! the wasm.

use pledgebook_core::{feed::is_signed, sync::Check};

/// As build.rs has checked them: up to two, parted by blanks.
const KEYS: Option<&str> = option_env!("PLEDGEBOOK_KEYS");

/// What tells whether a manifest is signed, if this app demands it.
pub const CHECK: Option<Check> = match KEYS {
    Some(keys) if !keys.is_empty() => Some(check),
    _ => None,
};

fn check(manifest: &[u8], signature: &[u8]) -> bool {
    is_signed(KEYS.unwrap_or_default(), manifest, signature)
}
