//! Addresses: everything that a reader can choose stands in the query of one page. Every link is made here and every
//! address is read here, so that what one part of the app writes every other understands.

use form_urlencoded::{Serializer, byte_serialize, parse};

use crate::{
    browse::{Filter, Key, PartySort, Query, Sort},
    feed::Sha256Hex,
    flags::{Matter, Step},
    model::{EditionId, FlagId, PartyId, PledgeId, TermId},
};

/// What an address shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Route {
    /// The first page: what this is, and the ways in.
    Cover,
    /// The list of pledges.
    List(Query),
    /// One pledge.
    Pledge(PledgeId),
    /// One party, its timeline by Conference or by theme.
    Party(PartyId, Group),
    /// All parties against all Conferences, of the pledges that a query gives.
    Timeline(Query, PartySort),
    /// Some parties side by side; those that were named, at most [`MOST_COMPARED`].
    Compare(Vec<PartyId>),
    /// One page to print.
    Brief(Subject),
    /// The form that flags a pledge, or a text of it, or that objects to a decision; at a step.
    Flag(PledgeId, Option<Matter>, Step),
    /// The reader's own flags: what waits, what was sent.
    Flags,
    /// What became of one of them.
    Receipt(FlagId),
    /// This copy: how old, how whole.
    Copy,
    /// What this is and who makes it.
    About,
    /// Something that cannot be: an id that is none.
    NotFound,
}

/// How the pledges of a timeline are grouped.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Group {
    /// By Conference.
    #[default]
    Edition,
    /// By theme.
    Theme,
}

/// What a brief is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Subject {
    /// A party.
    Party(PartyId),
    /// A theme.
    Theme(TermId),
    /// A Conference.
    Edition(EditionId),
}

/// The most parties that are set side by side.
pub const MOST_COMPARED: usize = 4;

/// A route, and the interface's language where the address sets it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address {
    /// What is shown.
    pub route: Route,
    /// The language that the address asks for.
    pub lang: Option<String>,
}

/// The most letters of a search, and the most filters, that an address is read for.
const LONGEST_QUERY: usize = 300;
const MOST_FILTERS: usize = 60;

impl Route {
    /// Reads a query string, with or without its question mark. Whatever it holds, something is shown.
    pub fn parse(query: &str) -> Address {
        let pairs: Vec<(String, String)> =
            parse(query.strip_prefix('?').unwrap_or(query).as_bytes()).map(|(k, v)| (k.into(), clean(&v))).collect();
        let get = |key: &str| pairs.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
        let route = if let Some(id) = get("pledge") {
            PledgeId::new(id).map_or(Self::NotFound, Self::Pledge)
        } else if let Some(ids) = get("compare") {
            Self::Compare(compared(ids))
        } else if get("timeline").is_some() {
            Self::read_timeline(&pairs)
        } else if get("brief").is_some() {
            subject(&get).map_or(Self::NotFound, Self::Brief)
        } else if let Some(id) = get("flag") {
            let step = Step::from_word(get("step").unwrap_or_default());
            let text = get("text").and_then(Sha256Hex::parse).map(Matter::Text);
            let matter = text.or_else(|| get("about").and_then(FlagId::new).map(Matter::Decision));
            PledgeId::new(id).map_or(Self::NotFound, |id| Self::Flag(id, matter, step))
        } else if let Some(id) = get("receipt") {
            FlagId::new(id).map_or(Self::NotFound, Self::Receipt)
        } else if get("flags").is_some() {
            Self::Flags
        } else if get("copy").is_some() {
            Self::Copy
        } else if get("about").is_some() {
            Self::About
        } else {
            Self::read_list(&pairs)
        };
        Address { route, lang: get("lang").map(str::to_owned) }
    }

    fn read_list(pairs: &[(String, String)]) -> Self {
        let mut query = Query::of([]);
        let mut makes_list = false;
        for (key, value) in pairs {
            let (name, without) = key.strip_prefix("not.").map_or((key.as_str(), false), |name| (name, true));
            match (name, without) {
                ("all", false) => {}
                ("filters", false) => query.filters_open = true,
                ("q", false) => query.q = value.chars().take(LONGEST_QUERY).collect(),
                ("sort", false) => query.sort = Sort::from_word(value),
                ("page", false) => query.page = value.parse().unwrap_or(1).max(1),
                _ => match Key::from_word(name) {
                    Some(key) if query.filters().len() < MOST_FILTERS && !value.is_empty() => {
                        query.add(Filter { key, without, value: value.chars().take(100).collect() });
                    }
                    _ => continue,
                },
            }
            makes_list = true;
        }
        let group = if pairs.iter().any(|(k, v)| k == "group" && v == "theme") { Group::Theme } else { Group::Edition };
        // `party` alone is the party's page; with any other key, or `all`, the list.
        let alone = pairs.iter().filter(|(k, _)| k != "lang" && k != "group").count() == 1;
        match query.filters() {
            [Filter { key: Key::Party, without: false, value }] if alone => {
                PartyId::new(value).map_or(Self::NotFound, |id| Self::Party(id, group))
            }
            _ if makes_list => Self::List(query),
            _ => Self::Cover,
        }
    }

    fn read_timeline(pairs: &[(String, String)]) -> Self {
        let sort =
            pairs.iter().find(|(k, _)| k == "sort").map_or_else(PartySort::default, |(_, v)| PartySort::from_word(v));
        match Self::read_list(pairs) {
            Self::List(query) => Self::Timeline(query.choice(), sort),
            Self::Party(id, _) => Self::Timeline(Query::of([Filter::with(Key::Party, id.as_str())]), sort),
            _ => Self::Timeline(Query::of([]), sort),
        }
    }

    /// The link to this route, relative to the page: `?…`, or `?` alone for the cover. Without the language: an
    /// address that is passed on should not force the sender's.
    pub fn href(&self) -> String {
        let mut out = Serializer::new(String::new());
        match self {
            Self::Cover | Self::NotFound => {}
            Self::Copy => return "?copy".to_owned(),
            Self::About => return "?about".to_owned(),
            Self::Flags => return "?flags".to_owned(),
            Self::Flag(id, matter, step) => {
                out.append_pair("flag", id.as_str());
                match matter {
                    Some(Matter::Text(text)) => {
                        out.append_pair("text", &text.to_string());
                    }
                    Some(Matter::Decision(about)) => {
                        out.append_pair("about", about.as_str());
                    }
                    None => {}
                }
                if *step != Step::default() {
                    out.append_pair("step", step.word());
                }
            }
            Self::Receipt(id) => {
                out.append_pair("receipt", id.as_str());
            }
            Self::Pledge(id) => {
                out.append_pair("pledge", id.as_str());
            }
            Self::Party(id, group) => {
                out.append_pair("party", id.as_str());
                if *group == Group::Theme {
                    out.append_pair("group", "theme");
                }
            }
            Self::Timeline(query, sort) => return timeline_href(query, *sort),
            Self::Compare(ids) => {
                let ids = ids.iter().map(|id| byte_serialize(id.as_str().as_bytes()).collect::<String>());
                return format!("?compare={}", ids.collect::<Vec<_>>().join(","));
            }
            Self::Brief(subject) => {
                let (key, id) = match subject {
                    Subject::Party(id) => ("party", id.as_str()),
                    Subject::Theme(id) => ("theme", id.as_str()),
                    Subject::Edition(id) => ("edition", id.as_str()),
                };
                out.append_pair(key, id);
                return format!("?brief&{}", out.finish());
            }
            Self::List(query) => return list_href(query),
        }
        format!("?{}", out.finish())
    }
}

fn list_href(query: &Query) -> String {
    let only_a_party = matches!(query.filters(), [Filter { key: Key::Party, without: false, .. }]);
    let bare = query.q.is_empty() && query.sort.is_none() && query.page <= 1;
    let needs_all = bare && (query.filters().is_empty() || only_a_party);
    let mut out = Serializer::new(if needs_all { "all".to_owned() } else { String::new() });
    write_choice(query, &mut out);
    if let Some(sort) = query.sort {
        out.append_pair("sort", sort.word());
    }
    if query.page > 1 {
        out.append_pair("page", &query.page.to_string());
    }
    format!("?{}{}", out.finish(), if query.filters_open { "&filters" } else { "" })
}

/// The words and filters of a query.
fn write_choice(query: &Query, out: &mut Serializer<'_, String>) {
    if !query.q.is_empty() {
        out.append_pair("q", &query.q);
    }
    for filter in query.filters() {
        let not = if filter.without { "not." } else { "" };
        out.append_pair(&format!("{not}{}", filter.key.word()), &filter.value);
    }
}

fn timeline_href(query: &Query, sort: PartySort) -> String {
    let mut out = Serializer::new("timeline".to_owned());
    write_choice(query, &mut out);
    if sort != PartySort::default() {
        out.append_pair("sort", sort.word());
    }
    format!("?{}", out.finish())
}

/// The parties that are named in a row, each once.
fn compared(ids: &str) -> Vec<PartyId> {
    let mut parties: Vec<PartyId> = Vec::new();
    for id in ids.split(',').filter_map(|id| PartyId::new(id.trim())) {
        if !parties.contains(&id) && parties.len() < MOST_COMPARED {
            parties.push(id);
        }
    }
    parties
}

fn subject<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Option<Subject> {
    let party = get("party").and_then(PartyId::new).map(Subject::Party);
    let theme = || get("theme").and_then(TermId::new).map(Subject::Theme);
    party.or_else(theme).or_else(|| get("edition").and_then(EditionId::new).map(Subject::Edition))
}

/// A value without control characters and direction marks: it is shown on the page.
fn clean(value: &str) -> String {
    crate::model::shown(value).chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(address: &str, href: &str) {
        let route = Route::parse(address).route;
        assert_eq!(route.href(), href, "{address}");
        assert_eq!(Route::parse(href).route, route, "{href}");
    }

    #[test]
    fn addresses_are_read_and_written() {
        let sha = Sha256Hex::of(b"x");
        for (address, href) in [
            ("", "?"),
            ("?", "?"),
            ("?lang=fr", "?"),
            ("?unknown=1", "?"),
            ("?pledge=32IC-regional-protection", "?pledge=32IC-regional-protection"),
            ("?pledge=a&q=x&copy", "?pledge=a"),
            ("?party=ns-au", "?party=ns-au"),
            ("?party=ns-au&lang=ar", "?party=ns-au"),
            ("?party=ns-au&all", "?all&party=ns-au"),
            ("?party=ns-au&edition=33IC", "?edition=33IC&party=ns-au"),
            ("?party=ns-au&party=ns-fr", "?party=ns-au&party=ns-fr"),
            ("?not.party=ns-au", "?not.party=ns-au"),
            ("?all", "?all"),
            ("?q=", "?all"),
            ("?q=two+words%26", "?q=two+words%26"),
            ("?edition=33IC&edition=33IC&edition=32IC", "?edition=32IC&edition=33IC"),
            ("?not.edition=33IC", "?not.edition=33IC"),
            ("?theme=none&sort=title&page=2", "?theme=none&sort=title&page=2"),
            ("?sort=nonsense", "?all"),
            ("?page=1", "?all"),
            ("?filters&q=x", "?q=x&filters"),
            ("?filters", "?all&filters"),
            ("?filters&party=ns-au", "?all&party=ns-au&filters"),
            (
                "?missing=resources&stale=since-33IC&not.lens=template",
                "?missing=resources&stale=since-33IC&not.lens=template",
            ),
            ("?party=ns-au&group=theme", "?party=ns-au&group=theme"),
            ("?party=ns-au&group=edition", "?party=ns-au"),
            ("?timeline", "?timeline"),
            ("?timeline&sort=number&page=3&filters", "?timeline"),
            ("?timeline&sort=reported&theme=migration&q=x", "?timeline&q=x&theme=migration&sort=reported"),
            ("?timeline&party=ns-au", "?timeline&party=ns-au"),
            ("?timeline&not.category=group&sort=name", "?timeline&not.category=group&sort=name"),
            ("?compare=ns-au,ns-fr", "?compare=ns-au,ns-fr"),
            ("?compare=ns-au%2C+ns-fr,,ns-au,a b", "?compare=ns-au,ns-fr"),
            ("?compare=a,b,c,d,e", "?compare=a,b,c,d"),
            ("?compare", "?compare="),
            ("?brief&party=ns-au", "?brief&party=ns-au"),
            ("?brief&theme=migration", "?brief&theme=migration"),
            ("?edition=33IC&brief", "?brief&edition=33IC"),
            ("?flag=a", "?flag=a"),
            ("?flag=a&step=nonsense&text=short", "?flag=a"),
            (&format!("?step=why&text={sha}&flag=a"), &format!("?flag=a&text={sha}&step=why")),
            (
                "?about=1B4E28BA-2fa1-4d3b-a3f5-ef19b5a7633b&flag=a&step=check",
                "?flag=a&about=1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b&step=check",
            ),
            ("?flag=a&about=nonsense", "?flag=a"),
            ("?flags", "?flags"),
            ("?receipt=1B4E28BA-2fa1-4d3b-a3f5-ef19b5a7633b", "?receipt=1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b"),
            ("?copy", "?copy"),
            ("?about", "?about"),
        ] {
            check(address, href);
        }
    }

    #[test]
    fn hostile_addresses_show_something() {
        for (address, route) in [
            ("?pledge=../../x", Route::NotFound),
            ("?pledge=", Route::NotFound),
            ("?pledge=%00", Route::NotFound),
            ("?party=", Route::Cover),
            ("?party=a%20b", Route::NotFound),
            ("?brief", Route::NotFound),
            ("?flag=", Route::NotFound),
            ("?receipt=P7K4-93QX", Route::NotFound),
            ("?brief&party=a%20b", Route::NotFound),
        ] {
            assert_eq!(Route::parse(address).route, route, "{address}");
        }
        let list = |address: &str| match Route::parse(address).route {
            Route::List(query) => query,
            other => panic!("{address}: {other:?}"),
        };
        assert_eq!(list("?q=100%25").q, "100%");
        assert_eq!(list("?q=%2541").q, "%41");
        assert_eq!(list("?q=a%00b%E2%80%AEc").q, "abc");
        assert_eq!(list("?q=%ff%zz").q, "\u{fffd}%zz");
        assert_eq!(list(&format!("?q={}", "x".repeat(10_000))).q.len(), LONGEST_QUERY);
        assert_eq!(list("?page=999999999999999999999999").page, 1);
        assert_eq!(list("?page=-3&all").page, 1);
        assert_eq!(list("?edition=nope").filters().len(), 1);
        let many: String = (0..500).map(|n| format!("&theme=t{n}")).collect();
        assert_eq!(list(&format!("?all{many}")).filters().len(), MOST_FILTERS);
    }

    #[test]
    fn the_language_stands_beside_the_route() {
        assert_eq!(Route::parse("?all&lang=fr").lang.as_deref(), Some("fr"));
        assert_eq!(Route::parse("?all").lang, None);
    }

    proptest! {
        #[test]
        fn every_list_survives_its_address(
            q in "\\PC{0,40}",
            filters in prop::collection::vec((0usize..15, any::<bool>(), "\\PC{1,20}"), 0..8),
            sort in prop::option::of(0usize..5),
            page in 1usize..50,
            open in any::<bool>(),
        ) {
            let mut query = Query::of(filters.into_iter().map(|(key, without, value)| Filter {
                key: Key::ALL[key], without, value: clean(&value),
            }).filter(|f| !f.value.is_empty()));
            (query.q, query.sort, query.page) = (clean(&q), sort.map(|n| Sort::ALL[n]), page);
            query.filters_open = open;
            let timeline = Route::Timeline(query.choice(), PartySort::Name);
            prop_assert_eq!(Route::parse(&timeline.href()).route, timeline);
            let route = Route::List(query);
            prop_assert_eq!(Route::parse(&route.href()).route, route);
        }

        #[test]
        fn no_query_string_breaks_the_reader(query in ".{0,200}") {
            let route = Route::parse(&query).route;
            let _ = Route::parse(&route.href());
        }
    }
}
