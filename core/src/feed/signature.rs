//! Signatures in minisign's format: whether a manifest is what the holder of a key published. An app is built with up to
//! two public keys, so that a key can be changed while both sign.

use minisign_verify::{PublicKey, Signature};

/// The most public keys that an app is built with.
pub const KEYS_LIMIT: usize = 2;
/// The most bytes that a signature's file may have.
pub const SIGNATURE_LIMIT: u64 = 4 * 1024;

/// The public keys in a text: as `desk key new` prints them, parted by blanks. The error says what is wrong with which.
pub fn parse_keys(text: &str) -> Result<Vec<PublicKey>, String> {
    let keys = text.split_whitespace().map(|key| PublicKey::from_base64(key).map_err(|e| format!("`{key}`: {e}")));
    let keys: Vec<PublicKey> = keys.collect::<Result<_, _>>()?;
    if keys.len() > KEYS_LIMIT { Err(format!("{} keys; at most {KEYS_LIMIT}", keys.len())) } else { Ok(keys) }
}

/// Whether `signature`, the bytes of a `.minisig` file, is one of `bytes` by a key in `keys` (as [`parse_keys`] reads them).
pub fn is_signed(keys: &str, bytes: &[u8], signature: &[u8]) -> bool {
    let Some(signature) = std::str::from_utf8(signature).ok().and_then(|s| Signature::decode(s).ok()) else {
        return false;
    };
    parse_keys(keys).is_ok_and(|keys| keys.iter().any(|key| key.verify(bytes, &signature, false).is_ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    // That signatures are believed and refused is shown where they are made: desk/src/keys.rs.
    const KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";

    #[test]
    fn what_is_no_key_is_named_and_three_are_too_many() {
        assert!(parse_keys("nonsense").is_err_and(|said| said.contains("nonsense")));
        for (keys, n) in [("", 0), (KEY, 1), (&format!(" {KEY}\n{KEY} "), 2)] {
            assert_eq!(parse_keys(keys).map(|k| k.len()), Ok(n), "{keys}");
        }
        assert!(parse_keys(&format!("{KEY} {KEY} {KEY}")).is_err());
    }

    #[test]
    fn what_is_no_signature_is_none() {
        for bytes in [&b""[..], b"<!doctype html>", b"untrusted comment: x\nRWQ", &[0xff, 0xfe]] {
            assert!(!is_signed(KEY, b"{}", bytes));
        }
    }
}
