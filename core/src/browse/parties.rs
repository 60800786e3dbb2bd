//! Finding a party by any of its names or acronyms, in whatever language it has them; and the pledges of the parties that
//! a word names.

use std::sync::Arc;

use super::{Catalogue, Key, columns::Lists, values::Values};
use crate::{
    codec::{Reader, Writer},
    model::Party,
    order::sorted,
    search::{Field, IndexBuilder, Piece, Term, Terms, TextIndex, fold, is_one_letter, party_gains},
};

/// A party that was found.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// The party.
    pub party: Arc<Party>,
    /// How many pledges name it in this copy.
    pub pledges: usize,
}

/// The names of all parties, searched as texts are.
#[derive(Clone, Default, Debug)]
pub(super) struct PartyIndex {
    /// In the order of their ids.
    parties: Vec<Arc<Party>>,
    /// Of each the number of its value, where a pledge names it.
    values: Vec<Option<u32>>,
    index: TextIndex,
}

impl PartyIndex {
    /// The names of parties, which come in the order of their ids.
    pub fn new(parties: &[Arc<Party>], values: &Values) -> Self {
        let parties = parties.to_vec();
        let mut builder = IndexBuilder::default();
        for party in &parties {
            names(party).for_each(|name| builder.text(Field::Title, name));
            builder.next();
        }
        let mut bytes = Writer::default();
        builder.write(&mut bytes);
        let number = |p: &Arc<Party>| values.get(Key::Party, p.id.as_str());
        let values = parties.iter().map(number).collect();
        Self { parties, values, index: TextIndex::merge(&[(Reader::new(&bytes.0, 0), 0)]) }
    }

    /// Raises in `best`, which has a place for each pledge, what the parties that a word names give their pledges.
    pub fn raise(&self, word: &str, whole: bool, pledges: &Lists, best: &mut [u8]) {
        let [begun, named] = party_gains();
        let exact = self.named(word, true);
        let own = if whole { exact.clone() } else { self.named(word, false) };
        for ((value, is_named), exact) in self.values.iter().zip(&own).zip(&exact) {
            let pledges = value.filter(|_| *is_named > 0).map_or(&[][..], |v| pledges.get(v as usize));
            let gain = if *exact > 0 { named } else { begun };
            for pledge in pledges {
                if let Some(place) = best.get_mut(*pledge as usize) {
                    *place = (*place).max(gain);
                }
            }
        }
    }

    /// Of each party whether a word names it: more than 0.
    fn named(&self, word: &str, whole: bool) -> Vec<u8> {
        let mut own = vec![0; self.parties.len()];
        if whole {
            self.index.raise_whole(word, &mut own)
        } else {
            self.index.raise(word, &mut own)
        }
        own
    }

    /// The nearest spellings of a word among the names.
    pub fn nearest(&self, word: &str) -> Option<(usize, Vec<&str>)> {
        self.index.nearest(word, &|_| true)
    }
}

/// The parties whose names have all the typed words as beginnings of words, at most `most`: those whose name begins
/// with what was typed first, then by the number of their pledges, then by name.
pub fn find_parties(catalogue: &Catalogue, typed: &str, lang: &str, most: usize) -> Vec<Found> {
    let terms = Terms::parse(typed);
    let names_index = &catalogue.names;
    if terms.wanted.is_empty() || !terms.unwanted.is_empty() {
        return Vec::new();
    }
    let mut has = vec![true; names_index.parties.len()];
    for term in &terms.wanted {
        let words = match term {
            Term::Word(word, _) => vec![names_index.named(word, false)],
            Term::Phrase(phrase) => phrase.words.iter().map(|w| names_index.named(w, !is_one_letter(w))).collect(),
        };
        words.iter().for_each(|own| has.iter_mut().zip(own).for_each(|(has, own)| *has &= *own > 0));
    }
    let start = fold(typed);
    let total =
        |value: Option<u32>| value.and_then(|v| catalogue.columns.totals.get(v as usize)).map_or(0, |n| *n as usize);
    let found: Vec<_> = has
        .iter()
        .zip(names_index.parties.iter().zip(&names_index.values))
        .filter(|(has, _)| **has)
        .map(|(_, (party, value))| {
            let begins = names(party).any(|n| fold(n).starts_with(&start));
            let pledges = total(*value);
            ((!begins, std::cmp::Reverse(pledges), fold(&catalogue.party_name(&party.id, lang).1)), party, pledges)
        })
        .collect();
    let found = sorted(found, |a, b| a.0.cmp(&b.0));
    found.into_iter().take(most).map(|(_, party, pledges)| Found { party: Arc::clone(party), pledges }).collect()
}

/// All names of a party.
pub(super) fn names(party: &Party) -> impl Iterator<Item = &str> {
    party.names.iter().map(|(_, n)| n).chain(party.also.iter().map(|a| &**a))
}

/// A name in pieces, those that were typed marked: the beginning of each word that a typed word begins.
pub fn mark_name(name: &str, typed: &str) -> Vec<Piece> {
    let wanted: Vec<String> = fold(typed).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut add = |text: &str, found: bool| match pieces.last_mut() {
        Some(last) if last.found == found => last.text.push_str(text),
        _ if text.is_empty() => {}
        _ => pieces.push(Piece { text: text.to_owned(), found }),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        browse::{About, Part},
        feed::PartKind,
    };

    fn catalogue() -> Catalogue {
        let parties = r#"[
            {"id":"ns-au","names":{"en":"Australian Red Cross","ar":"الصليب الأحمر الأسترالي"},"also":["ARC"]},
            {"id":"state-au","names":{"en":"Australia","fr":"Australie"}},
            {"id":"state-at","names":{"en":"Austria","fr":"Autriche"}},
            {"id":"state-ci","names":{"en":"Côte d’Ivoire"}}]"#;
        let pledges =
            r#"[{"id":"a","parties":[{"id":"state-at"}]},{"id":"b","parties":[{"id":"state-at"},{"id":"ns-au"}]}]"#;
        let parts = [(PartKind::Parties, parties), (PartKind::Pledges, pledges)];
        let parts = parts.map(|(kind, json)| Part::read(kind, json.as_bytes()).expect("a part"));
        Catalogue::merge(&parts, Arc::default(), &About::default())
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
            ("\"red cross\"", &["ns-au"]),
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
            let piece = |p: Piece| if p.found { format!("[{}]", p.text) } else { p.text };
            mark_name(name, typed).into_iter().map(piece).collect()
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
