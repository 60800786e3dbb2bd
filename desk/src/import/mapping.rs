//! The mapping file: which column, post type or field of a source is what. It is the publisher's own, so a word in it that is none stops the
//! import. `docs/schema/mapping.schema.json` has its shape.

use std::{collections::BTreeMap, path::Path};

use pledgebook_core::model::Lang;
use serde::{Deserialize, Serialize};

use super::{
    error::{ImportError, io_error},
    raw::Target,
    values::Order,
};

/// More than this is no mapping.
const LIMIT: u64 = 1024 * 1024;

/// A mapping as it stands in its file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// The source's name in `ids.csv`; once chosen it stays.
    pub source: String,
    /// The language of all that says none.
    pub lang: Option<String>,
    /// How dates in numbers are meant.
    pub dates: Option<Order>,
    /// Whose words the texts are: `as-filed`, `summary`, `translation`.
    pub words: Option<String>,
    /// What parts several names in one cell, where it is no semicolon, stroke or line end.
    pub separator: Option<String>,
    /// A workbook's sheet; without it the first that is not empty.
    pub sheet: Option<String>,
    /// The row of the heads of columns, from 1.
    pub header_row: Option<u32>,
    /// The encoding of a CSV file without a byte order mark, such as `windows-1252`.
    pub encoding: Option<String>,
    /// What parts the cells of a CSV file.
    pub delimiter: Option<String>,
    /// Columns of a table, each with what it becomes; null: knowingly dropped.
    pub fields: BTreeMap<String, Option<To>>,
    /// Post types of a WordPress export.
    pub types: BTreeMap<String, PostType>,
    /// Statuses of posts that are taken; without it only published ones.
    pub statuses: Option<Vec<String>>,
    /// What words of the source mean, by what they are values of.
    pub values: BTreeMap<Target, BTreeMap<String, String>>,
}

/// A post type.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostType {
    /// What its posts are.
    #[serde(rename = "is")]
    pub is: Is,
    /// `post:…`, `meta:…` and `category:…` names, each with what it becomes; null: knowingly dropped.
    pub fields: BTreeMap<String, Option<To>>,
}

/// What posts of a type are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Is {
    /// Pledges.
    Pledge,
    /// Progress reports; `report.of` names the pledge.
    Report,
}

/// What a field becomes, and in which language: `objectives`, `objectives@fr`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct To {
    /// What.
    pub target: Target,
    /// In which language, where the field has one of its own.
    pub lang: Option<String>,
}

impl To {
    /// Reads the words of a mapping.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (word, lang) = text.split_once('@').map_or((text, None), |(w, l)| (w, Some(l)));
        let target = Target::ALL.iter().find(|t| t.word() == word).copied().ok_or_else(|| {
            let all: Vec<_> = Target::ALL.iter().map(|t| t.word()).collect();
            format!("{word:?} is nothing that a field can become. It may be {}", all.join(", "))
        })?;
        match lang {
            Some(l) if Lang::new(l).is_none() => Err(format!("{l:?} is no language tag")),
            lang => Ok(Self { target, lang: lang.map(str::to_owned) }),
        }
    }
}

impl Serialize for To {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let lang = self.lang.as_ref().map(|l| format!("@{l}")).unwrap_or_default();
        serializer.serialize_str(&format!("{}{lang}", self.target.word()))
    }
}

impl<'de> Deserialize<'de> for To {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl Mapping {
    /// Reads a mapping file.
    pub fn load(path: &Path) -> Result<Self, ImportError> {
        let size = std::fs::metadata(path).map_err(io_error(path, "read"))?.len();
        let wrong = |what: String| ImportError::Kept(path.into(), None, what);
        if size > LIMIT {
            return Err(wrong(format!("{size} bytes are too many for a mapping")));
        }
        let bytes = std::fs::read(path).map_err(io_error(path, "read"))?;
        let mapping: Self = serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes))
            .map_err(|e| wrong(e.to_string()))?;
        mapping.check().map_err(wrong)?;
        Ok(mapping)
    }

    fn check(&self) -> Result<(), String> {
        if self.source.trim().is_empty() || self.source.chars().any(char::is_control) {
            return Err(
                "`source` has to be a name for this source, such as \"site\": ids.csv keeps it for ever".to_owned()
            );
        }
        if let Some(lang) = self.lang.as_deref().filter(|l| Lang::new(l).is_none()) {
            return Err(format!("lang: {lang:?} is no language tag"));
        }
        if let Some(words) = self.words.as_deref().filter(|w| !["as-filed", "summary", "translation"].contains(w)) {
            return Err(format!("words: {words:?} is none of as-filed, summary, translation"));
        }
        if self.separator.as_deref() == Some("") || self.delimiter.as_deref().is_some_and(|d| d.len() != 1) {
            return Err("separator has to be a text, delimiter one character".to_owned());
        }
        Ok(())
    }
}

/// What holds for all records of an import.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settings {
    /// The source's name.
    pub source: String,
    /// The language of all that says none.
    pub lang: Option<String>,
    /// How dates in numbers are meant.
    pub dates: Option<Order>,
    /// Whose words the texts are.
    pub words: Option<String>,
    /// What parts names in a cell.
    pub separator: Option<String>,
    /// What words of the source mean.
    pub values: BTreeMap<Target, BTreeMap<String, String>>,
}

impl From<&Mapping> for Settings {
    fn from(mapping: &Mapping) -> Self {
        let m = mapping.clone();
        Self {
            source: m.source,
            lang: m.lang,
            dates: m.dates,
            words: m.words,
            separator: m.separator,
            values: m.values,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(json: &str) -> Result<Mapping, String> {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("m.json");
        std::fs::write(&path, json).expect("written");
        Mapping::load(&path).map_err(|e| e.to_string())
    }

    #[test]
    fn a_mapping_is_read_and_written_alike() {
        let json = r#"{"source":"s","fields":{"A":"objectives@fr","B":null},"types":{"pledge":{"is":"pledge","fields":{"post:title":"title"}}},
            "values":{"edition":{"Geneva 2019":"33IC"}},"dates":"dmy"}"#;
        let mapping = load(json).expect("reads");
        assert_eq!(mapping.fields["A"], Some(To { target: Target::Objectives, lang: Some("fr".into()) }));
        assert_eq!(load(&serde_json::to_string(&mapping).expect("writes")), Ok(mapping));
    }

    #[test]
    fn a_word_that_is_none_is_refused_with_what_it_may_be() {
        for (json, says) in [
            ("{}", "`source`"),
            (r#"{"source":"s","fields":{"A":"objektive"}}"#, "It may be id, "),
            (r#"{"source":"s","fields":{"A":"title@not a tag"}}"#, "no language tag"),
            (r#"{"source":"s","felds":{}}"#, "felds"),
            (r#"{"source":"s","words":"mine"}"#, "as-filed"),
            (r#"{"source":"s","delimiter":";;"}"#, "one character"),
        ] {
            let error = load(json).expect_err(json);
            assert!(error.contains(says), "{error}");
        }
    }
}
