//! Parties: States, National Societies, the Movement's components, observers, and groups that pledge for many.

use super::{Date, PartyId, text::Lang};

/// What a party is. An unknown word of the source is kept and shown.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Category {
    /// A State party to the Geneva Conventions.
    State,
    /// A National Red Cross or Red Crescent Society.
    NationalSociety,
    /// The ICRC, the IFRC, their bodies.
    Movement,
    /// An observer at the Conference.
    Observer,
    /// Several parties under one name, such as the EU's Member States.
    Group,
    /// Another word of the source.
    Other(Box<str>),
}

impl Category {
    /// Reads the wire's word.
    pub fn from_wire(word: &str) -> Self {
        match word {
            "state" => Self::State,
            "national-society" => Self::NationalSociety,
            "movement" => Self::Movement,
            "observer" => Self::Observer,
            "group" => Self::Group,
            other => Self::Other(other.into()),
        }
    }

    /// The wire's word, which is also the facet's value.
    pub fn wire(&self) -> &str {
        match self {
            Self::State => "state",
            Self::NationalSociety => "national-society",
            Self::Movement => "movement",
            Self::Observer => "observer",
            Self::Group => "group",
            Self::Other(word) => word,
        }
    }
}

/// A region's id, such as `mena`; its names are a term's.
pub type Region = super::TermId;

/// Names by language, in the feed's order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Names(Vec<(Lang, Box<str>)>);

impl Names {
    /// Names by language; a language named twice keeps its first name, empty names are left out.
    pub fn new(names: impl IntoIterator<Item = (Lang, Box<str>)>) -> Self {
        let mut list: Vec<(Lang, Box<str>)> = Vec::new();
        for (lang, name) in names {
            if !name.trim().is_empty() && list.iter().all(|(l, _)| *l != lang) {
                list.push((lang, name));
            }
        }
        Self(list)
    }

    /// The name nearest to a language: that language's own, else a variant's of it, else English, else the first.
    pub fn best(&self, lang: &str) -> Option<(&Lang, &str)> {
        let find = |f: &dyn Fn(&Lang) -> bool| self.0.iter().find(|(l, _)| f(l));
        find(&|l| l.as_str() == lang)
            .or_else(|| find(&|l| l.primary() == lang))
            .or_else(|| find(&|l| l.primary() == "en"))
            .or_else(|| self.0.first())
            .map(|(l, n)| (l, &**n))
    }

    /// All names with their languages.
    pub fn iter(&self) -> impl Iterator<Item = (&Lang, &str)> {
        self.0.iter().map(|(l, n)| (l, &**n))
    }

    /// Whether there is no name at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A member of a group, for the time given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Who.
    pub id: PartyId,
    /// Since when; None where the source does not say.
    pub from: Option<Date>,
    /// Until when; None while it lasts or where the source does not say.
    pub to: Option<Date>,
}

/// A party that pledges, signs or reports.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Party {
    /// Its id, which is its identity: names may look alike.
    pub id: PartyId,
    /// What it is; None where the source does not say.
    pub category: Option<Category>,
    /// Its names by language.
    pub names: Names,
    /// Acronyms and other names.
    pub also: Vec<Box<str>>,
    /// Its country (ISO 3166-1 alpha-2).
    pub country: Option<Box<str>>,
    /// Its region.
    pub region: Option<Region>,
    /// The members of a group.
    pub members: Vec<Member>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found() {
        let names =
            |list: &[(&str, &str)]| Names::new(list.iter().filter_map(|(l, n)| Some((Lang::new(l)?, (*n).into()))));
        type Row<'a> = (&'a [(&'a str, &'a str)], &'a str, Option<&'a str>);
        let cases: [Row<'_>; 5] = [
            (&[("en", "Australia"), ("fr", "Australie")], "fr", Some("Australie")),
            (&[("en", "Brazil"), ("pt-BR", "Brasil")], "pt", Some("Brasil")),
            (&[("fr", "Suède"), ("en", "Sweden")], "ar", Some("Sweden")),
            (&[("fr", "Suède"), ("en", "  ")], "ar", Some("Suède")),
            (&[], "en", None),
        ];
        for (list, lang, expect) in cases {
            assert_eq!(names(list).best(lang).map(|(_, n)| n), expect);
        }
    }
}
