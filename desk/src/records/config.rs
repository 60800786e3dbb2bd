//! `feed.json` beside the records: what the manifest says of itself. It is written by the publisher's own people, so
//! nothing in it is passed over: a key that is misspelt or a value that readers would drop stops the publication.

use std::{collections::BTreeMap, fmt, fs, io, path::Path};

use pledgebook_core::{
    feed::{FlagService, Manifest, Publisher, Source, parse_manifest},
    model::{Date, EditionId, Names},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The file's name.
pub const FILE: &str = "feed.json";
/// More than this is no configuration.
const LIMIT: u64 = 1024 * 1024;

/// What the manifest says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Config {
    /// Who publishes.
    pub publisher: Publisher,
    /// Where the records come from.
    pub source: Source,
    /// Shown with every pledge, by language.
    pub disclaimer: Names,
    /// The date of the source that the records show.
    pub as_of: Option<Date>,
    /// Editions whose reports are known to be there in full.
    pub complete: Vec<EditionId>,
    /// Where flags are sent.
    pub flags: Option<FlagService>,
    /// Whether there was no `feed.json`, so that these are the plain defaults.
    pub is_default: bool,
}

/// Why `feed.json` cannot be used.
#[derive(Debug)]
pub enum ConfigError {
    /// It cannot be read.
    Io(io::Error),
    /// It is no JSON, has a key that is none, or a value of the wrong type.
    Shape(String),
    /// A value that readers of the feed would drop.
    Value(&'static str, &'static str),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "{FILE} cannot be read: {error}"),
            Self::Shape(what) => write!(f, "{FILE}: {what}. See docs/publishing.md for what it may say"),
            Self::Value(key, wanted) => write!(f, "{FILE}: {key} has to be {wanted}"),
        }
    }
}

impl std::error::Error for ConfigError {}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Wire {
    publisher: Option<Body>,
    source: Option<Body>,
    disclaimer: Option<BTreeMap<String, String>>,
    as_of: Option<String>,
    reports: Option<BTreeMap<String, String>>,
    flags: Option<Flags>,
}

#[derive(Serialize, Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
struct Body {
    name: String,
    url: Option<String>,
    contact: Option<String>,
    official: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Flags {
    post: String,
    status: String,
    #[serde(default)]
    languages: Vec<String>,
    answer_days: Option<u32>,
}

impl Config {
    /// Reads `feed.json` of a folder; what it does not say, and all of it where there is none, is the plain default.
    pub fn load(dir: &Path) -> Result<Self, ConfigError> {
        let path = dir.join(FILE);
        let size = match fs::metadata(&path) {
            Ok(metadata) => metadata.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Self::default_one(),
            Err(error) => return Err(ConfigError::Io(error)),
        };
        if size > LIMIT {
            return Err(ConfigError::Shape(format!("{size} bytes are too many; it has at most {LIMIT}")));
        }
        Self::parse(&fs::read(&path).map_err(ConfigError::Io)?)
    }

    /// Reads the bytes of a `feed.json`.
    pub fn parse(json: &[u8]) -> Result<Self, ConfigError> {
        let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
        let own: Wire = serde_json::from_slice(json).map_err(|e| ConfigError::Shape(e.to_string()))?;
        let plain: Wire =
            serde_json::from_str(include_str!("defaults.json")).map_err(|e| ConfigError::Shape(e.to_string()))?;
        Wire {
            publisher: own.publisher.or(plain.publisher),
            source: own.source.or(plain.source),
            disclaimer: own.disclaimer.or(plain.disclaimer),
            ..own
        }
        .check()
    }

    fn default_one() -> Result<Self, ConfigError> {
        Ok(Self { is_default: true, ..Self::parse(b"{}")? })
    }
}

impl Wire {
    /// Reads itself as a reader of the manifest would, and complains of all that such a reader would drop.
    fn check(self) -> Result<Config, ConfigError> {
        let publisher = self.publisher.unwrap_or_default();
        let source = self.source.unwrap_or_default();
        let manifest = json!({
            "format": "pledge-feed/1", "feed": "00000000-0000-4000-8000-000000000000", "seq": 1,
            "generated": "2000-01-01T00:00:00Z", "as_of": self.as_of, "publisher": publisher, "source": source,
            "disclaimer": self.disclaimer, "reports": self.reports, "flags": self.flags,
        });
        let read = parse_manifest(manifest.to_string().as_bytes()).map_err(|e| ConfigError::Shape(e.to_string()))?;
        check_body("publisher", &publisher, [read.publisher.url.is_some(), read.publisher.contact.is_some()])?;
        check_body("source", &source, [read.source.url.is_some(), read.source.contact.is_some()])?;
        let kept = |wanted: bool, there: bool| !wanted || there;
        let needs: [(bool, &'static str, &'static str); 6] = [
            (source.url.is_some(), "source", "given with a url: the address of the source's site"),
            (!source.official, "source", "without `official`: that is the publisher's to say"),
            (kept(self.as_of.is_some(), read.as_of.is_some()), "as_of", "a date: YYYY, YYYY-MM or YYYY-MM-DD"),
            (
                kept(self.flags.is_some(), read.flags.is_some()),
                "flags",
                "http(s) addresses in post and status, with {id} in status",
            ),
            (
                self.disclaimer.is_none_or(|d| d.len() == read.disclaimer.iter().count()),
                "disclaimer",
                "texts by language tag, such as {\"en\": \"…\"}, none of them empty",
            ),
            (
                self.reports.is_none_or(|r| r.len() == read.complete.len()),
                "reports",
                "editions with the word \"complete\", such as {\"32IC\": \"complete\"}",
            ),
        ];
        match needs.into_iter().find(|(good, ..)| !good) {
            Some((_, key, wanted)) => Err(ConfigError::Value(key, wanted)),
            None => Ok(Config::of(read)),
        }
    }
}

impl Config {
    fn of(read: Manifest) -> Self {
        Self {
            publisher: read.publisher,
            source: read.source,
            disclaimer: read.disclaimer,
            as_of: read.as_of,
            complete: read.complete,
            flags: read.flags,
            is_default: false,
        }
    }
}

fn check_body(key: &'static str, body: &Body, read: [bool; 2]) -> Result<(), ConfigError> {
    let [url, contact] = read;
    if body.name.trim().is_empty() {
        return Err(ConfigError::Value(key, "given with a name"));
    }
    if body.url.is_some() && !url {
        return Err(ConfigError::Value(key, "given with a url that is a plain http(s) address, or null"));
    }
    if body.contact.is_some() && !contact {
        return Err(ConfigError::Value(key, "given with a contact of the form mailto:name@example.org, or null"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_feed_json_there_are_plain_defaults_in_four_languages() {
        let dir = tempfile::tempdir().expect("a folder");
        let config = Config::load(dir.path()).expect("defaults");
        assert!(config.is_default && !config.publisher.official && config.flags.is_none());
        let langs: Vec<_> = config.disclaimer.iter().map(|(l, _)| l.as_str()).collect();
        assert_eq!(langs, ["ar", "en", "es", "fr"]);
        assert_eq!(Config::parse(b"\xef\xbb\xbf{}").expect("with a mark"), Config { is_default: false, ..config });
    }

    #[test]
    fn what_is_given_replaces_the_default_of_the_same_key() {
        let config = Config::parse(
            br#"{"publisher":{"name":"Desk","contact":"mailto:a@b.example"},"as_of":"2026-11","reports":{"32IC":"complete"},
            "flags":{"post":"https://d.example/flags","status":"https://d.example/flags/{id}","languages":["en"]}}"#,
        )
        .expect("good");
        assert_eq!((&*config.publisher.name, config.publisher.contact.as_deref()), ("Desk", Some("a@b.example")));
        assert_eq!((config.complete.len(), config.as_of.map(|d| d.to_string())), (1, Some("2026-11".to_owned())));
        assert!(config.flags.is_some() && config.source.url.is_some());
    }

    #[test]
    fn what_readers_would_drop_stops_the_publication() {
        for (json, says) in [
            ("", "EOF"),
            ("[1]", "invalid type"),
            (r#"{"disclaimr":{}}"#, "disclaimr"),
            (r#"{"publisher":{"nam":"x"}}"#, "nam"),
            (r#"{"publisher":{"name":" "}}"#, "publisher"),
            (r#"{"publisher":{"name":"x","url":"javascript:x"}}"#, "publisher"),
            (r#"{"publisher":{"name":"x","contact":"a@b.example"}}"#, "mailto:"),
            (r#"{"source":{"name":"x","url":"example.org"}}"#, "source"),
            (r#"{"source":{"name":"x","url":"https://x.example","official":true}}"#, "official"),
            (r#"{"source":{"name":"x"}}"#, "url"),
            (r#"{"as_of":"19.11.2026"}"#, "as_of"),
            (r#"{"disclaimer":{"english!":"x"}}"#, "disclaimer"),
            (r#"{"disclaimer":{"en":" "}}"#, "disclaimer"),
            (r#"{"reports":{"32IC":"some"}}"#, "reports"),
            (r#"{"flags":{"post":"https://d.example/flags","status":"https://d.example/flags"}}"#, "flags"),
            (r#"{"flags":{"post":"javascript:alert(1)","status":"https://d.example/{id}"}}"#, "flags"),
        ] {
            let error = Config::parse(json.as_bytes()).expect_err(json).to_string();
            assert!(error.contains(says), "{error:?} should name {says:?}");
        }
    }
}
