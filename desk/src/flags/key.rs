//! The desk's key: 32 random bytes that only its own user may read. A flag's secret is worked out from it and the flag, so
//! that a repeat gets the same one and none is stored.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::{FlagError, KEY};

/// The key of a desk.
#[derive(Clone)]
pub struct Key(Vec<u8>);

impl Key {
    /// The key in a data folder. If there is none it is made, but only where `is_new`, that is where no flag was given a
    /// secret yet: another key would make all of them wrong.
    pub fn of(data: &Path, is_new: bool) -> Result<Self, FlagError> {
        let path = data.join(KEY);
        let failed = |error| FlagError::File(path.clone(), error);
        match fs::read(&path) {
            Ok(bytes) if bytes.len() >= 32 => return Ok(Self(bytes)),
            Ok(_) => {
                return Err(FlagError::Wrong(format!(
                    "{} is no key of 32 bytes: restore it from a backup",
                    path.display()
                )));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && is_new => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(FlagError::Wrong(format!(
                    "{} is missing, and there are flags whose secrets come from it: restore it from a backup (`desk restore`)",
                    path.display()
                )));
            }
            Err(error) => return Err(failed(error)),
        }
        // Two UUIDs of version 4 have 244 bits of chance.
        let bytes = [*uuid::Uuid::new_v4().as_bytes(), *uuid::Uuid::new_v4().as_bytes()].concat();
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        file.and_then(|mut file| file.write_all(&bytes).and_then(|()| file.sync_all())).map_err(failed)?;
        fs::File::open(data).and_then(|folder| folder.sync_all()).map_err(failed)?;
        Ok(Self(bytes))
    }

    fn mac(&self, id: &str, content: &str) -> Hmac<Sha256> {
        let mut mac =
            <Hmac<Sha256> as Mac>::new_from_slice(&self.0).unwrap_or_else(|_| unreachable!("any length is a key"));
        for text in [id, "\n", content] {
            mac.update(text.as_bytes());
        }
        mac
    }

    /// The secret of a flag: 64 hex digits.
    pub fn secret(&self, id: &str, content: &str) -> String {
        self.mac(id, content).finalize().into_bytes().iter().map(|b| format!("{b:02x}")).collect()
    }

    /// Whether a secret is that of a flag; it takes as long whether it is or not.
    pub fn is_secret(&self, id: &str, content: &str, secret: &str) -> bool {
        let pair = |n: usize| secret.get(n..n + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        let bytes: Option<Vec<u8>> = (0..secret.len()).step_by(2).map(pair).collect();
        self.mac(id, content).verify_slice(&bytes.unwrap_or_default()).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_key_is_made_once_for_its_user_alone_and_tells_its_secrets_from_others() {
        let dir = tempfile::tempdir().expect("a folder");
        let (key, again) = (Key::of(dir.path(), true).expect("made"), Key::of(dir.path(), false).expect("read"));
        let mode = fs::metadata(dir.path().join(KEY)).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let secret = key.secret("id", "content");
        assert_eq!((again.secret("id", "content"), secret.len()), (secret.clone(), 64));
        assert!(key.is_secret("id", "content", &secret));
        for (id, content, secret) in [
            ("id", "other", &*secret),
            ("di", "content", &secret),
            ("id", "content", ""),
            ("id", "content", "zz"),
            ("id", "content", "é"),
        ] {
            assert!(!key.is_secret(id, content, secret), "{id} {content} {secret}");
        }
        fs::write(dir.path().join(KEY), "short").expect("written");
        assert!(Key::of(dir.path(), true).is_err());
        fs::remove_file(dir.path().join(KEY)).expect("removed");
        assert!(Key::of(dir.path(), false).is_err_and(|e| e.to_string().contains("restore it from a backup")));
        assert!(!dir.path().join(KEY).exists(), "a desk that has flags never makes another");
    }
}
