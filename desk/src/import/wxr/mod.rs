//! WordPress's XML export (WXR): posts of some types become pledges, of others progress reports; files that hang on a pledge become its
//! attachments. Only what is published, and without a password, is taken.

mod propose;
mod read;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::OnceLock,
};

pub use propose::propose;
use regex::Regex;

use self::read::{Post, posts};
use super::{
    cells::{self, Form},
    error::ImportError,
    mapping::{Is, Mapping, PostType, To},
    raw::{Raw, Target, Value},
    review::Review,
    run::{Emit, Source},
};

/// An export with its mapping.
pub struct Wxr {
    file: PathBuf,
    mapping: Mapping,
    dropped: BTreeMap<String, usize>,
}

impl Wxr {
    /// An export that is not read yet.
    pub fn new(file: PathBuf, mapping: Mapping) -> Self {
        Self { file, mapping, dropped: BTreeMap::new() }
    }

    /// Why a post is not taken, for people.
    fn passed_over(&self, post: &Post) -> Option<String> {
        let (kind, status) = (post.get("post_type"), post.get("status"));
        if kind != "attachment" && !self.mapping.types.contains_key(kind) {
            return Some(format!("posts of the type {kind:?}"));
        }
        let is_public = match &self.mapping.statuses {
            Some(statuses) => statuses.iter().any(|s| s == status),
            // Files have the status of what they hang on.
            None => status == "publish" || kind == "attachment",
        };
        if !is_public {
            return Some(format!("posts of the type {kind:?} that are {status:?} and not published"));
        }
        (!post.get("post_password").is_empty()).then(|| format!("posts of the type {kind:?} with a password"))
    }
}

impl Source for Wxr {
    fn read(&mut self, emit: &mut Emit<'_>, review: &mut Review) -> Result<(), ImportError> {
        let name = self.file.file_name().unwrap_or(self.file.as_os_str()).to_string_lossy().into_owned();
        let emit = std::cell::RefCell::new(emit);
        let mut length = 0;
        let mut at = |done: u64, all: u64| {
            if all != length {
                length = all;
                emit.borrow().expect(all);
            }
            emit.borrow().at(done);
        };
        let file = self.file.clone();
        let mut dropped = BTreeMap::new();
        posts(&file, &mut at, &mut |post| {
            if let Some(why) = self.passed_over(&post) {
                *dropped.entry(why).or_default() += 1;
                return Ok(());
            }
            let place = format!("{name}: post {}", post.get("post_id"));
            let raw = match self.mapping.types.get(post.get("post_type")) {
                Some(kind) => Some(raw_of(&post, kind, place, &mut dropped, review)),
                None => attachment(&post, place),
            };
            raw.map_or(Ok(()), |raw| emit.borrow_mut().raw(&raw))
        })?;
        self.dropped = dropped;
        Ok(())
    }

    fn dropped(&self) -> Vec<String> {
        self.dropped.iter().map(|(what, count)| format!("{count} × {what}")).collect()
    }
}

/// The fields of a post by the names of a mapping: `post:title`, `meta:objectives`, `category:theme` (names), `slug:language` (short names).
fn fields(post: &Post) -> Vec<(String, String)> {
    let own = post.own.iter().filter(|(name, _)| !name.contains(':')).map(|(name, text)| {
        // WordPress's own names are long.
        let name = match name.as_str() {
            "post_id" | "post_date" | "post_parent" | "post_modified" | "post_name" => name.trim_start_matches("post_"),
            other => other,
        };
        (format!("post:{name}"), text.clone())
    });
    let meta = post.meta.iter().map(|(key, text)| (format!("meta:{key}"), unserialised(text)));
    let categories = post.categories.iter().flat_map(|(domain, slug, name)| {
        [(format!("category:{domain}"), name.clone()), (format!("slug:{domain}"), slug.clone())]
    });
    own.chain(meta).chain(categories).filter(|(_, text)| !text.trim().is_empty()).collect()
}

/// The words of a list as PHP writes it, `a:2:{i:0;s:2:"17";i:1;s:2:"18";}`, a line each; anything else as it is.
fn unserialised(text: &str) -> String {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let is_list = text.starts_with("a:") && text.ends_with('}');
    match PATTERN.get_or_init(|| Regex::new(r#"s:\d+:"((?s).*?)";"#).ok()).as_ref().filter(|_| is_list) {
        Some(pattern) => pattern.captures_iter(text).map(|c| c[1].to_owned()).collect::<Vec<_>>().join("\n"),
        None => text.to_owned(),
    }
}

/// A post as a record. Values stand in the feed's order, whatever the order of the export's fields.
fn raw_of(
    post: &Post,
    kind: &PostType,
    place: String,
    dropped: &mut BTreeMap<String, usize>,
    review: &mut Review,
) -> Raw {
    let mut values: Vec<Value> = Vec::new();
    for (name, text) in fields(post) {
        match kind.fields.get(&name) {
            Some(Some(to)) => values.extend(cells::values(to, &text, Form::Post, &place, review)),
            Some(None) => {}
            None if is_own(&name) => {}
            None => {
                *dropped
                    .entry(format!("field {name:?} of the type {:?}, not in the mapping", post.get("post_type")))
                    .or_default() += 1
            }
        }
    }
    values.sort_by_key(|v| v.target);
    let of = values.iter().find(|v| v.target == Target::ReportOf).map(|v| v.text.clone());
    let of = of.or_else(|| Some(post.get("post_parent")).filter(|p| !matches!(*p, "" | "0")).map(str::to_owned));
    Raw {
        place,
        source_id: post.get("post_id").to_owned(),
        groups: values.iter().filter(|v| v.target == Target::Translation).map(|v| v.text.clone()).collect(),
        // A report that names no pledge is noted as one of nothing.
        of: (kind.is == Is::Report).then(|| of.unwrap_or_default()),
        values,
        ..Raw::default()
    }
}

/// What every post has and no pledge needs: not worth a word.
fn is_own(name: &str) -> bool {
    name.starts_with("post:") || name.starts_with("meta:_edit_") || name.starts_with("slug:")
}

/// A file that hangs on a post.
fn attachment(post: &Post, place: String) -> Option<Raw> {
    let (parent, url) = (post.get("post_parent"), post.get("attachment_url"));
    if matches!(parent, "" | "0") || url.is_empty() {
        return None;
    }
    Some(Raw {
        place,
        source_id: parent.to_owned(),
        adds: true,
        values: vec![Value::new(Target::Attachment, url)],
        ..Raw::default()
    })
}

/// What an export has: its types with their fields, for a first mapping.
pub fn survey(file: &Path) -> Result<BTreeMap<String, BTreeMap<String, usize>>, ImportError> {
    let mut types: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    posts(file, &mut |_, _| {}, &mut |post| {
        let seen = types.entry(post.get("post_type").to_owned()).or_default();
        for (name, _) in fields(&post) {
            // An export that makes up a name for each post must not fill the memory.
            if seen.len() < 2_000 {
                *seen.entry(name).or_default() += 1;
            }
        }
        Ok(())
    })?;
    Ok(types)
}

/// What a mapping may say of a field, as [`To`]; only for the proposal.
fn to(target: Target) -> Option<To> {
    Some(To { target, lang: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_php_are_read_and_other_texts_are_left() {
        assert_eq!(unserialised(r#"a:2:{i:0;s:2:"17";i:1;s:4:"a;"b";}"#), "17\na;\"b");
        assert_eq!(unserialised("a: b"), "a: b");
    }
}
