//! Finding a party by any of its names or acronyms, in whatever language it has them.

use std::sync::Arc;

use super::Catalogue;
use crate::{
    model::Party,
    order::sorted,
    search::{Haystack, Terms, fold},
};

/// A party that was found.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// The party.
    pub party: Arc<Party>,
    /// How many pledges name it in this copy.
    pub pledges: usize,
}

/// The parties whose names have all the typed words as beginnings of words, at most `most`: those whose name begins
/// with what was typed first, then by the number of their pledges, then by name.
pub fn find_parties(catalogue: &Catalogue, typed: &str, lang: &str, most: usize) -> Vec<Found> {
    let terms = Terms::parse(typed);
    if terms.is_empty() {
        return Vec::new();
    }
    let start = fold(typed);
    let found: Vec<_> = catalogue
        .parties()
        .filter(|p| catalogue.party_haystack(&p.id).is_some_and(|names| terms.match_across(&[names])))
        .map(|p| {
            let begins = names(p).any(|n| fold(n).starts_with(&start));
            let pledges = catalogue.entries().filter(|e| e.pledge.parties.iter().any(|l| l.id == p.id)).count();
            let name = fold(&catalogue.party_name(&p.id, lang).1);
            ((!begins, std::cmp::Reverse(pledges), name, p.id.clone()), Found { party: Arc::clone(p), pledges })
        })
        .collect();
    sorted(found, |a, b| a.0.cmp(&b.0)).into_iter().map(|(_, found)| found).take(most).collect()
}

fn names(party: &Party) -> impl Iterator<Item = &str> {
    party.names.iter().map(|(_, n)| n).chain(party.also.iter().map(|a| &**a))
}

/// A name in pieces, those that were typed marked: the beginning of each word that a typed word begins.
pub fn mark_name(name: &str, typed: &str) -> Vec<(String, bool)> {
    let wanted: Vec<String> = fold(typed).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    let mut pieces: Vec<(String, bool)> = Vec::new();
    let mut add = |text: &str, marked: bool| match pieces.last_mut() {
        Some((last, m)) if *m == marked => last.push_str(text),
        _ if text.is_empty() => {}
        _ => pieces.push((text.to_owned(), marked)),
    };
    for word in name.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let length = wanted.iter().filter_map(|w| prefix_length(word, w)).max().unwrap_or(0);
        let (marked, rest) = word.split_at(length);
        add(marked, true);
        add(rest, false);
    }
    pieces
}

/// The length of the shortest beginning of a word whose folding begins with `wanted`.
fn prefix_length(word: &str, wanted: &str) -> Option<usize> {
    let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut ends = ends.filter(|end| fold(&word[..*end]).starts_with(wanted));
    let end = ends.next()?;
    // Marks that belong to the last letter are marked with it.
    let marks =
        word[end..].chars().take_while(|c| fold(&c.to_string()).is_empty() && !c.is_whitespace() && !c.is_ascii());
    Some(end + marks.map(char::len_utf8).sum::<usize>())
}

/// A haystack of a party's names, for the catalogue.
pub(super) fn haystack(party: &Party) -> Haystack {
    Haystack::new(names(party))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{browse::Content, feed::PartKind};

    fn catalogue() -> Catalogue {
        let parties = r#"[
            {"id":"ns-au","names":{"en":"Australian Red Cross","ar":"الصليب الأحمر الأسترالي"},"also":["ARC"]},
            {"id":"state-au","names":{"en":"Australia","fr":"Australie"}},
            {"id":"state-at","names":{"en":"Austria","fr":"Autriche"}},
            {"id":"state-ci","names":{"en":"Côte d’Ivoire"}}]"#;
        let pledges =
            r#"[{"id":"a","parties":[{"id":"state-at"}]},{"id":"b","parties":[{"id":"state-at"},{"id":"ns-au"}]}]"#;
        let parts = [
            Content::read(PartKind::Parties, parties.as_bytes()),
            Content::read(PartKind::Pledges, pledges.as_bytes()),
        ];
        Catalogue::merge(&parts, Arc::default())
    }

    #[test]
    fn parties_are_found_by_any_name_in_any_language_without_accents() {
        let catalogue = catalogue();
        for (typed, ids) in [
            ("austra", &["ns-au", "state-au"][..]),
            ("aus", &["state-at", "ns-au", "state-au"]),
            ("autriche", &["state-at"]),
            ("arc", &["ns-au"]),
            ("cote d'iv", &["state-ci"]),
            ("الاسترالي", &["ns-au"]),
            ("red australian", &["ns-au"]),
            ("", &[]),
            ("zz", &[]),
        ] {
            let found = find_parties(&catalogue, typed, "en", 10);
            assert_eq!(found.iter().map(|f| f.party.id.as_str()).collect::<Vec<_>>(), ids, "{typed}");
        }
        assert_eq!(find_parties(&catalogue, "aus", "en", 1).len(), 1);
    }

    #[test]
    fn typed_letters_are_marked_in_the_names_own_letters() {
        let sketch = |name, typed| -> String {
            mark_name(name, typed).into_iter().map(|(t, m)| if m { format!("[{t}]") } else { t }).collect()
        };
        for (name, typed, expect) in [
            ("Australian Red Cross", "aus re", "[Aus]tralian [Re]d Cross"),
            ("Côte d’Ivoire", "cot", "[Côt]e d’Ivoire"),
            ("E\u{301}tat", "e", "[E\u{301}]tat"),
            ("Straße", "strass", "[Straß]e"),
            ("الأسترالي", "الا", "[الأ]سترالي"),
            ("Nothing", "", "Nothing"),
        ] {
            assert_eq!(sketch(name, typed), expect);
        }
    }
}
