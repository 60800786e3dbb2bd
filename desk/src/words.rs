//! The words of the desk's pages, in four languages: its own, and behind them those of the app (grounds, parts of a pledge), so that
//! both call a thing by one name.

use std::{collections::BTreeMap, sync::OnceLock};

use pledgebook_core::model::Lang;

/// The languages, as they are chosen.
pub const LANGUAGES: [&str; 4] = ["en", "fr", "es", "ar"];

const OWN: [&str; 4] = [
    include_str!("../locales/en.json"),
    include_str!("../locales/fr.json"),
    include_str!("../locales/es.json"),
    include_str!("../locales/ar.json"),
];
const APP: [&str; 4] = [
    include_str!("../../locales/en.json"),
    include_str!("../../locales/fr.json"),
    include_str!("../../locales/es.json"),
    include_str!("../../locales/ar.json"),
];

type Table = BTreeMap<String, String>;

/// The words of a language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Words(usize);

fn tables() -> &'static [Table] {
    static TABLES: OnceLock<Vec<Table>> = OnceLock::new();
    TABLES.get_or_init(|| {
        let read = |text: &str| serde_json::from_str::<Table>(text).unwrap_or_default();
        OWN.iter().zip(APP).map(|(own, app)| read(app).into_iter().chain(read(own)).collect()).collect()
    })
}

impl Words {
    /// English.
    pub const ENGLISH: Self = Self(0);

    /// The words of a language by its tag.
    pub fn of(tag: &str) -> Option<Self> {
        LANGUAGES.iter().position(|known| *known == tag).map(Self)
    }

    /// The words that a browser would like best, by its `Accept-Language`.
    pub fn liked(header: &str) -> Self {
        let mut liked: Vec<(f32, Self)> = Vec::new();
        for one in header.split(',') {
            let mut parts = one.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let weight = parts.find_map(|p| p.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
            liked.extend(Self::of(tag.split('-').next().unwrap_or_default()).map(|words| (weight, words)));
        }
        // Of equal weights the first.
        liked.sort_by(|a, b| b.0.total_cmp(&a.0));
        liked.first().map_or(Self::ENGLISH, |(_, words)| *words)
    }

    /// The language's tag.
    pub fn tag(self) -> &'static str {
        LANGUAGES.get(self.0).copied().unwrap_or("en")
    }

    /// The direction of its script.
    pub fn dir(self) -> &'static str {
        if self.tag() == "ar" { "rtl" } else { "ltr" }
    }

    /// The words of a key, with its slots filled; the key itself where there are none, which a test excludes.
    pub fn say(self, key: &str, slots: &[(&str, &str)]) -> String {
        let text = tables().get(self.0).and_then(|table| table.get(key)).map_or(key, String::as_str);
        slots.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// The words of a key without slots.
    pub fn t(self, key: &str) -> String {
        self.say(key, &[])
    }

    /// The words of a ground, as the app calls it, or more exactly.
    pub fn ground(self, ground: &str) -> String {
        self.t(&format!("ground.{ground}"))
    }

    /// A key's words in all languages.
    pub fn all(key: &str) -> Vec<(Lang, String)> {
        let one = |(n, tag): (usize, &&str)| Some((Lang::new(tag)?, Self(n).t(key)));
        LANGUAGES.iter().enumerate().filter_map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn slots(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn every_language_has_the_same_keys_with_the_same_slots() {
        let read = |text: &str| serde_json::from_str::<Table>(text).expect("a table of words");
        let english = read(OWN[0]);
        for (text, tag) in OWN.iter().zip(LANGUAGES) {
            let table = read(text);
            assert_eq!(table.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{tag}");
            for (key, words) in &table {
                assert!(!words.trim().is_empty(), "{tag} {key}");
                assert_eq!(slots(words), slots(&english[key]), "{tag} {key}");
            }
        }
    }

    #[test]
    fn a_browser_gets_the_language_that_it_likes_best() {
        for (header, tag) in [
            ("", "en"),
            ("de", "en"),
            ("fr-CH, fr;q=0.9, en;q=0.8", "fr"),
            ("en;q=0.4, ar;q=0.9", "ar"),
            ("de, es;q=0.1", "es"),
            ("q=,;;", "en"),
        ] {
            assert_eq!(Words::liked(header).tag(), tag, "{header}");
        }
    }
}
