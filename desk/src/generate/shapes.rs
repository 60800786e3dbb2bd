//! The shapes of the records that are made up, as they are written. Their own and not the domain's, because they also
//! hold what the domain would not let pass.

use serde::Serialize;

/// Texts by language.
pub type ByLang = std::collections::BTreeMap<&'static str, String>;

/// A pledge.
#[derive(Serialize, Default)]
pub struct Pledge {
    pub id: String,
    pub number: Option<String>,
    pub url: Option<String>,
    pub edition: Option<&'static str>,
    pub kind: Option<&'static str>,
    pub title: Option<String>,
    pub titles: Option<ByLang>,
    pub lang: Option<&'static str>,
    pub parties: Vec<Link>,
    pub themes: Vec<String>,
    pub resolutions: Vec<String>,
    pub countries: Vec<&'static str>,
    pub submitted: Option<String>,
    pub period: Option<Period>,
    pub sections: Vec<Section>,
    pub reports: Vec<Report>,
    pub attachments: Vec<Attachment>,
    pub updated: Option<String>,
}

/// A party's place in a pledge.
#[derive(Serialize, Clone)]
pub struct Link {
    pub id: String,
    pub role: Option<&'static str>,
    pub basis: Option<&'static str>,
    pub since: Option<String>,
}

/// When a pledge is to be carried out.
#[derive(Serialize)]
pub struct Period {
    pub from: Option<String>,
    pub to: Option<String>,
    pub said: Option<String>,
}

/// A section of a pledge.
#[derive(Serialize)]
pub struct Section {
    pub part: &'static str,
    pub lang: Option<&'static str>,
    pub heading: Option<String>,
    pub text: String,
    pub words: Option<&'static str>,
}

/// A progress report.
#[derive(Serialize, Default)]
pub struct Report {
    pub id: String,
    pub url: Option<String>,
    pub title: Option<String>,
    pub date: Option<String>,
    pub parties: Vec<String>,
    pub lang: Option<&'static str>,
    pub actions_taken: String,
    pub words: Option<&'static str>,
    pub completed: Option<bool>,
    pub attachments: Vec<Attachment>,
}

/// A file at the source.
#[derive(Serialize)]
pub struct Attachment {
    pub title: Option<String>,
    pub url: String,
    pub media_type: Option<&'static str>,
    pub bytes: Option<usize>,
}

/// A party.
#[derive(Serialize, Default)]
pub struct Party {
    pub id: String,
    pub kind: Option<&'static str>,
    pub names: ByLang,
    pub also: Vec<String>,
    pub country: Option<String>,
    pub region: Option<&'static str>,
    pub members: Option<Vec<Member>>,
}

/// A member of a group.
#[derive(Serialize)]
pub struct Member {
    pub id: String,
    pub from: Option<&'static str>,
    pub to: Option<&'static str>,
}

/// A line of `removals.ndjson`.
#[derive(Serialize, Clone)]
pub struct Removal {
    pub case: Option<String>,
    pub id: String,
    pub texts: Option<Vec<String>>,
    pub state: &'static str,
    pub by: &'static str,
    pub at: &'static str,
    pub restored: Option<&'static str>,
    pub ground: &'static str,
    pub statement: ByLang,
    pub redress: Option<&'static str>,
}
