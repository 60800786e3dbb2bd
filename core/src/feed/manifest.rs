//! The manifest: what a feed is, which parts it has, what was removed. A reader trusts nothing in it that it has
//! not checked: an entry that cannot be a part makes the whole manifest unusable.

use std::{collections::BTreeMap, fmt};

use super::{
    Cut, PART_LIMIT, Removals, Sha256Hex,
    canon::by_lang,
    fields::Fields,
    removal::{from_wire, is_stamp, names, to_wire},
    wire,
};
use crate::model::{Date, EditionId, Names, PledgeId, WebUrl};

/// What `format` says of this format.
pub const FORMAT: &str = "pledge-feed/1";

/// What a part holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PartKind {
    /// Pledges of one edition.
    Pledges,
    /// Parties.
    Parties,
    /// Terms.
    Terms,
}

impl PartKind {
    /// The wire's word.
    pub fn wire(self) -> &'static str {
        match self {
            Self::Pledges => "pledges",
            Self::Parties => "parties",
            Self::Terms => "terms",
        }
    }
}

/// A part as the manifest names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PartEntry {
    /// Where it is, relative to the manifest.
    pub path: Box<str>,
    /// What it holds.
    pub kind: PartKind,
    /// The edition of its pledges; None where they have none, and for other kinds.
    pub edition: Option<EditionId>,
    /// The first and the last id in it.
    pub ids: Option<(PledgeId, PledgeId)>,
    /// The hash of its uncompressed bytes.
    pub sha256: Sha256Hex,
    /// The number of its uncompressed bytes.
    pub bytes: u64,
    /// The number of its records.
    pub records: u64,
}

impl PartEntry {
    /// Whether the part can hold a pledge.
    pub fn can_hold(&self, id: &PledgeId) -> bool {
        self.ids.as_ref().is_some_and(|(first, last)| first <= id && id <= last)
    }
}

/// Who publishes the feed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Publisher {
    /// Its name.
    pub name: Box<str>,
    /// Its site.
    pub url: Option<WebUrl>,
    /// Its address for mail.
    pub contact: Option<Box<str>>,
    /// Whether it publishes in the name of the Conference's organisers.
    pub official: bool,
}

/// Where the records come from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Source {
    /// Its name.
    pub name: Box<str>,
    /// Its site.
    pub url: Option<WebUrl>,
    /// Its address for mail.
    pub contact: Option<Box<str>>,
}

/// Where flags of content are sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FlagService {
    /// Takes new flags: an address of its own, or one relative to the manifest.
    pub post: Box<str>,
    /// Tells a flag's state; holds `{id}`; relative as `post` may be.
    pub status: Box<str>,
    /// The languages that its people read.
    pub languages: Vec<Box<str>>,
    /// In how many days it answers.
    pub answer_days: Option<u32>,
}

/// A manifest of format 1.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Manifest {
    /// Tells this feed's copies from another's.
    pub feed: Box<str>,
    /// Grows with every publication; a reader never goes back.
    pub seq: u64,
    /// When it was published (RFC 3339, UTC).
    pub generated: Box<str>,
    /// The date of the source that it shows.
    pub as_of: Option<Date>,
    /// Who publishes it.
    pub publisher: Publisher,
    /// Where it comes from.
    pub source: Source,
    /// Shown with every pledge.
    pub disclaimer: Names,
    /// The editions whose reports the feed holds in full.
    pub complete: Vec<EditionId>,
    /// M, by which parts are cut.
    pub cut: Option<Cut>,
    /// Its parts, the newest edition first.
    pub parts: Vec<PartEntry>,
    /// All that was ever removed.
    pub removed: Removals,
    /// Where flags are sent.
    pub flags: Option<FlagService>,
}

/// Why some bytes are not a manifest that this reader can use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ManifestError {
    /// Not JSON, or not a feed's manifest: a fallback page, a captive portal.
    NotAManifest,
    /// A later format: the app has to be updated.
    TooNew(String),
    /// A manifest with something in it that cannot be.
    Invalid(String),
}

impl fmt::Display for ManifestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAManifest => f.write_str("not the manifest of a pledge feed"),
            Self::TooNew(format) => write!(f, "a later format: {format}"),
            Self::Invalid(what) => write!(f, "a damaged manifest: {what}"),
        }
    }
}

/// Reads a manifest and checks all of it.
pub fn parse_manifest(bytes: &[u8]) -> Result<Manifest, ManifestError> {
    let mut fields = Fields::parse(bytes).map_err(|_| ManifestError::NotAManifest)?;
    let format = fields.text("format").ok_or(ManifestError::NotAManifest)?;
    let major = format.strip_prefix("pledge-feed/").ok_or(ManifestError::NotAManifest)?;
    match major.split('.').next().and_then(|n| n.parse::<u32>().ok()) {
        Some(1) => {
            let wrong = fields.wrong();
            let checked = check(fields);
            wrong.or(()).map_err(String::from).and(checked).map_err(ManifestError::Invalid)
        }
        Some(n) if n > 1 => Err(ManifestError::TooNew(format)),
        _ => Err(ManifestError::NotAManifest),
    }
}

fn check(mut fields: Fields) -> Result<Manifest, String> {
    let feed = fields.text("feed").filter(|f| is_uuid(f)).ok_or("no feed id")?;
    let mut parts = Vec::new();
    for entry in fields.objects("parts") {
        parts.extend(part(entry)?);
    }
    let mut removed = Vec::new();
    for entry in fields.objects("removed") {
        removed.push(from_wire(entry)?);
    }
    let complete = fields.text_map("reports").into_iter().filter(|(_, state)| state == "complete");
    Ok(Manifest {
        feed: feed.into(),
        seq: fields.number("seq").filter(|s| *s > 0).ok_or("no seq")?,
        generated: fields.text("generated").filter(|g| is_stamp(g)).ok_or("no time in `generated`")?.into(),
        as_of: fields.text("as_of").as_deref().and_then(Date::parse),
        publisher: fields.object("publisher").map(publisher).unwrap_or_default(),
        source: fields.object("source").map(source).unwrap_or_default(),
        disclaimer: names(fields.text_map("disclaimer")),
        complete: complete.filter_map(|(edition, _)| EditionId::new(&edition)).collect(),
        cut: fields.number("cut").and_then(|m| Cut::new(u32::try_from(m).ok()?)),
        parts,
        removed: Removals::new(removed),
        flags: fields.object("flags").and_then(flags),
    })
}

fn publisher(mut fields: Fields) -> Publisher {
    Publisher {
        name: fields.text("name").unwrap_or_default().into(),
        url: fields.text("url").as_deref().and_then(WebUrl::new),
        contact: fields.text("contact").as_deref().and_then(mail),
        official: fields.flag("official").unwrap_or(false),
    }
}

fn source(mut fields: Fields) -> Source {
    Source {
        name: fields.text("name").unwrap_or_default().into(),
        url: fields.text("url").as_deref().and_then(WebUrl::new),
        contact: fields.text("contact").as_deref().and_then(mail),
    }
}

fn is_uuid(s: &str) -> bool {
    s.len() == 36 && s.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

/// A part's entry. One of a kind that this reader does not know is passed over: a later feed may add some.
fn part(mut fields: Fields) -> Result<Option<PartEntry>, String> {
    let kind = match fields.text("kind").as_deref() {
        Some("pledges") => PartKind::Pledges,
        Some("parties") => PartKind::Parties,
        Some("terms") => PartKind::Terms,
        _ => return Ok(None),
    };
    let path = fields.text("path").filter(|p| is_path(p)).ok_or("a part without a proper path")?;
    let sha256 = fields.text("sha256").as_deref().and_then(Sha256Hex::parse).ok_or(format!("{path}: no SHA-256"))?;
    let bytes = fields.number("bytes").filter(|b| *b <= PART_LIMIT);
    let bytes = bytes.ok_or(format!("{path}: no size, or over {PART_LIMIT}"))?;
    let first = fields.text("first").as_deref().and_then(PledgeId::new);
    let ids = first.zip(fields.text("last").as_deref().and_then(PledgeId::new));
    let edition = fields.text("edition").filter(|e| e != "none").as_deref().and_then(EditionId::new);
    let records = fields.number("records").unwrap_or(0);
    Ok(Some(PartEntry { path: path.into(), kind, edition, ids, sha256, bytes, records }))
}

/// Whether a path stays below the manifest: `parts/<name>.json`, nothing that climbs or leaves.
fn is_path(path: &str) -> bool {
    path.strip_prefix("parts/").is_some_and(|name| {
        name.ends_with(".json")
            && name.len() <= 200
            && !name.starts_with('.')
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
    })
}

fn mail(contact: &str) -> Option<Box<str>> {
    let address = contact.strip_prefix("mailto:")?;
    let good = address.contains('@')
        && address.len() <= 254
        && address.bytes().all(|b| b.is_ascii_alphanumeric() || b"@.-_+".contains(&b));
    good.then(|| address.into())
}

/// Whether something is an address of a service: a web address, or one relative to the manifest. The desk that serves the
/// feed can so take its flags wherever it is reached.
fn is_service(address: &str) -> bool {
    let relative = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    let is_relative = !address.is_empty() && !address.starts_with("//") && address.bytes().all(relative);
    is_relative || WebUrl::new(address).is_some()
}

/// Where flags go; an address that is none means that this copy takes no flags.
fn flags(mut fields: Fields) -> Option<FlagService> {
    let post = fields.text("post").filter(|s| is_service(s));
    let is_status = |s: &String| s.contains("{id}") && is_service(&s.replace("{id}", "x"));
    let status = fields.text("status").filter(is_status);
    let languages = fields.texts("languages").into_iter().map(Into::into).collect();
    let answer_days = fields.number("answer_days").and_then(|n| u32::try_from(n).ok());
    post.zip(status).map(|(post, status)| FlagService {
        post: post.into(),
        status: status.into(),
        languages,
        answer_days,
    })
}

impl Manifest {
    /// The manifest as it is published.
    pub fn to_json(&self) -> String {
        let contact = |c: &Option<Box<str>>| c.as_ref().map(|c| format!("mailto:{c}"));
        let url = |u: &Option<WebUrl>| u.as_ref().map(|u| u.as_str().to_owned());
        super::canon::json(&wire::Manifest {
            format: Some(FORMAT.to_owned()),
            feed: Some(self.feed.to_string()),
            seq: Some(self.seq),
            generated: Some(self.generated.to_string()),
            as_of: self.as_of.map(|d| d.to_string()),
            publisher: Some(wire::Body {
                name: Some(self.publisher.name.to_string()),
                url: url(&self.publisher.url),
                contact: contact(&self.publisher.contact),
                official: Some(self.publisher.official),
            }),
            source: Some(wire::Body {
                name: Some(self.source.name.to_string()),
                url: url(&self.source.url),
                contact: contact(&self.source.contact),
                official: None,
            }),
            disclaimer: Some(by_lang(&self.disclaimer)),
            reports: Some(self.complete.iter().map(|e| (e.to_string(), "complete".to_owned())).collect())
                .filter(|r: &BTreeMap<_, _>| !r.is_empty()),
            cut: self.cut.map(Cut::get),
            parts: Some(self.parts.iter().map(part_json).collect()),
            removed: Some(self.removed.entries().iter().map(to_wire).collect()),
            flags: self.flags.as_ref().map(|f| wire::Flags {
                post: Some(f.post.to_string()),
                status: Some(f.status.to_string()),
                languages: Some(f.languages.iter().map(ToString::to_string).collect()),
                answer_days: f.answer_days,
            }),
        })
    }

    /// The number of pledges that the manifest announces.
    pub fn pledges(&self) -> u64 {
        self.parts.iter().filter(|p| p.kind == PartKind::Pledges).map(|p| p.records).sum()
    }

    /// The bytes of all its parts.
    pub fn bytes(&self) -> u64 {
        self.parts.iter().map(|p| p.bytes).sum()
    }
}

fn part_json(part: &PartEntry) -> wire::Part {
    let edition = match (&part.edition, part.kind) {
        (Some(edition), _) => Some(edition.to_string()),
        (None, PartKind::Pledges) => Some("none".to_owned()),
        _ => None,
    };
    wire::Part {
        path: Some(part.path.to_string()),
        kind: Some(part.kind.wire().to_owned()),
        edition,
        first: part.ids.as_ref().map(|(first, _)| first.to_string()),
        last: part.ids.as_ref().map(|(_, last)| last.to_string()),
        sha256: Some(part.sha256.to_string()),
        bytes: Some(part.bytes),
        records: Some(part.records),
    }
}

#[cfg(test)]
#[path = "manifest_tests.rs"]
mod tests;
