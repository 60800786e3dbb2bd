//! Pledges that may be one pledge, kept twice: of the same number and Conference, of the same title, Conference and parties, at the same
//! address, or with the same long text. Whether they are one, a person says.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use pledgebook_core::{model::Pledge, search::fold};

/// Shorter texts stand in many pledges.
const LONG: usize = 200;

/// What was seen so far: a hash for each sign, and the ids, so that many records take little memory.
#[derive(Default)]
pub struct Duplicates {
    ids: Vec<Box<str>>,
    seen: HashMap<u64, u32>,
}

impl Duplicates {
    /// Looks at a pledge and remembers it; what it shares with an earlier one, and that one's id, each pair once.
    pub fn look(&mut self, pledge: &Pledge) -> Vec<(&'static str, String)> {
        let own = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        let mut found: Vec<(&'static str, u32)> = Vec::new();
        for (what, sign) in signs(pledge) {
            let before = *self.seen.entry(sign).or_insert(own);
            if before != own && found.iter().all(|(_, id)| *id != before) {
                found.push((what, before));
            }
        }
        self.ids.push(pledge.id.as_str().into());
        found.into_iter().map(|(what, at)| (what, self.ids[at as usize].to_string())).collect()
    }
}

fn signs(pledge: &Pledge) -> Vec<(&'static str, u64)> {
    let edition = pledge.edition.as_ref().map(|e| e.as_str());
    let mut signs = Vec::new();
    if let Some(number) = &pledge.number {
        signs.push(("number", hash(&("number", fold(number), edition))));
    }
    if let Some(url) = &pledge.url {
        let address =
            url.as_str().trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
        signs.push(("address", hash(&("address", address.trim_end_matches('/')))));
    }
    let mut parties: Vec<&str> = pledge.parties.iter().map(|p| p.id.as_str()).collect();
    parties.sort_unstable();
    if let Some(title) = &pledge.title {
        signs.push(("title and parties", hash(&("title", fold(title), edition, parties))));
    }
    for text in pledge.sections.iter().filter_map(|s| s.text.as_ref()).filter(|t| t.published.len() >= LONG) {
        signs.push(("text", hash(&("text", fold(&text.published)))));
    }
    signs
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use pledgebook_core::feed::parse_pledge;

    use super::*;

    #[test]
    fn pledges_that_share_a_sign_are_told_once_for_each_pair() {
        let long = "A text that is long enough. ".repeat(10);
        let mut seen = Duplicates::default();
        let mut look = |json: String| seen.look(&parse_pledge(json.as_bytes()).expect("a pledge").0);
        assert_eq!(
            look(format!(
                r#"{{"id":"a","number":"P1","edition":"33IC","title":"T","url":"https://a.example/x/","sections":[{{"text":"{long}"}}]}}"#
            )),
            []
        );
        assert_eq!(
            look(r#"{"id":"b","number":"p1","edition":"33IC","title":"t"}"#.into()),
            [("number", "a".to_owned())]
        );
        assert_eq!(look(r#"{"id":"c","number":"P1","edition":"32IC"}"#.into()), []);
        assert_eq!(look(r#"{"id":"d","url":"http://www.a.example/x"}"#.into()), [("address", "a".to_owned())]);
        assert_eq!(look(format!(r#"{{"id":"e","sections":[{{"text":"{long}"}}]}}"#)), [("text", "a".to_owned())]);
        assert_eq!(look(r#"{"id":"f","title":"T","edition":"33IC","parties":[{"id":"ns-au"}]}"#.into()), []);
    }
}
