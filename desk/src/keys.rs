//! Keys that sign a feed's manifest, in minisign's format, so that the ordinary tool can sign and verify, too.

use std::{
    fs::{self, OpenOptions},
    io::{Cursor, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use minisign::{KeyPair, PublicKey, SecretKey, SecretKeyBox, SignatureBox};

/// Why a key cannot be made or used, in words.
pub type KeyError = String;

/// A key that signs.
pub struct Signer {
    secret: SecretKey,
    public: PublicKey,
}

/// The file of the public key beside that of the secret one.
pub fn public_file(secret: &Path) -> PathBuf {
    let mut name = secret.as_os_str().to_owned();
    name.push(".pub");
    name.into()
}

/// Makes a key: the secret one in `file`, for its user alone, the public one beside it. Nothing is ever overwritten.
/// Returns the public key as apps are built with it.
pub fn make(file: &Path) -> Result<String, KeyError> {
    let pair = KeyPair::generate_unencrypted_keypair().map_err(|e| format!("no key could be made: {e}"))?;
    let secret = pair.sk.to_box(Some("Pledgebook: secret key, signs the feed")).map_err(|e| e.to_string())?;
    let public = pair.pk.to_box().map_err(|e| e.to_string())?;
    let write = |path: &Path, mode: u32, text: &str| {
        let file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path);
        file.and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
            .map_err(|e| format!("{}: {e}", path.display()))
    };
    write(file, 0o600, &secret.into_string())?;
    write(&public_file(file), 0o644, &public.into_string())?;
    Ok(pair.pk.to_base64())
}

impl Signer {
    /// Reads a secret key that has no password: a desk that follows decisions at once has nobody to type one.
    pub fn open(file: &Path) -> Result<Self, KeyError> {
        let said = |e: String| format!("{}: {e}", file.display());
        let text = fs::read_to_string(file).map_err(|e| said(e.to_string()))?;
        let secret = SecretKeyBox::from_string(&text).and_then(SecretKeyBox::into_unencrypted_secret_key);
        let secret = secret
            .map_err(|e| said(format!("this is no secret key without a password ({e}); `desk key new` makes one")))?;
        let public = PublicKey::from_secret_key(&secret).map_err(|e| said(e.to_string()))?;
        Ok(Self { secret, public })
    }

    /// The public key, as apps are built with it.
    pub fn public(&self) -> String {
        self.public.to_base64()
    }

    /// Signs; `comment` is signed, too.
    pub fn sign(&self, bytes: &[u8], comment: &str) -> Result<String, KeyError> {
        let signed = minisign::sign(
            Some(&self.public),
            &self.secret,
            Cursor::new(bytes),
            Some(comment),
            Some("Pledgebook: the feed's manifest"),
        );
        signed.map(SignatureBox::into_string).map_err(|e| format!("the manifest could not be signed: {e}"))
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use pledgebook_core::feed::is_signed;

    use super::*;

    #[test]
    fn a_key_is_made_for_its_user_alone_signs_and_is_never_overwritten() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("desk.key");
        let public = make(&file).expect("made");
        assert_eq!(fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o600);
        assert!(make(&file).is_err_and(|said| said.contains("exists")));
        let signer = Signer::open(&file).expect("a key");
        assert_eq!(signer.public(), public);
        let box_text = fs::read_to_string(public_file(&file)).expect("there");
        assert_eq!(box_text.lines().nth(1), Some(&*public), "the file of the ordinary tool has the same key");
        assert!(Signer::open(&public_file(&file)).is_err_and(|said| said.contains("desk key new")));
    }

    #[test]
    fn an_app_believes_a_signature_of_these_bytes_by_one_of_its_keys_and_nothing_else() {
        let dir = tempfile::tempdir().expect("a folder");
        let keys = ["one", "other"].map(|name| {
            let file = dir.path().join(name);
            (make(&file).expect("made"), Signer::open(&file).expect("a key"))
        });
        let [(one, signs), (other, also_signs)] = &keys;
        let [by_one, by_other] = [signs, also_signs].map(|s| s.sign(b"a manifest", "seq 7").expect("signed"));
        let both = format!("{one} {other}");
        for (keys, bytes, signature, expected) in [
            (&**one, &b"a manifest"[..], &*by_one, true),
            (other, b"a manifest", &by_other, true),
            (&both, b"a manifest", &by_one, true),
            (&both, b"a manifest", &by_other, true),
            (other, b"a manifest", &by_one, false),
            (one, b"another", &by_one, false),
            (one, b"a manifest", &by_one.replace("seq 7", "seq 8"), false),
            (one, b"a manifest", &by_one[..by_one.len() / 2], false),
            ("", b"a manifest", &by_one, false),
        ] {
            assert_eq!(is_signed(keys, bytes, signature.as_bytes()), expected, "{keys} {signature}");
        }
    }
}
