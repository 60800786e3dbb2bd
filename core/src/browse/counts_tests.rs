//! Counts and lists against a naive reading: each pledge looked at as its record says, filter by filter.

use std::sync::Arc;

use proptest::prelude::*;

use crate::{
    browse::{About, Catalogue, Filter, Held, Key, Orders, Part, Query, page, total},
    feed::{PartKind, Removals},
    model::{Category, PartyLink, Pledge},
};

const PARTIES: &str = r#"[{"id":"ns-au","kind":"national-society","region":"asia-pacific"},{"id":"ns-fr","kind":"national-society"},
    {"id":"state-fr","kind":"state","region":"europe-central-asia"},{"id":"group-eu","kind":"group"}]"#;

/// The fields of a pledge without its id.
pub(super) fn record() -> impl Strategy<Value = String> {
    let one = |key: &'static str, of: Vec<&'static str>| {
        prop::option::of(prop::sample::select(of)).prop_map(move |v| v.map(|v| format!(r#""{key}":"{v}""#)))
    };
    let many = |key: &'static str, of: Vec<&'static str>| {
        prop::collection::vec(prop::sample::select(of), 0..3).prop_map(move |v| {
            Some(format!(r#""{key}":[{}]"#, v.iter().map(|v| format!(r#""{v}""#)).collect::<Vec<_>>().join(",")))
        })
    };
    let role = prop::option::of(prop::sample::select(vec!["pledging", "signatory"]));
    let party = (prop::sample::select(vec!["ns-au", "ns-fr", "state-fr", "group-eu", "ns-xx"]), role);
    let parties = prop::collection::vec(party, 0..4).prop_map(|parties| {
        let party = |(id, role): &(&str, Option<&str>)| {
            format!(r#"{{"id":"{id}","role":{}}}"#, role.map_or("null".to_owned(), |r| format!(r#""{r}""#)))
        };
        Some(format!(r#""parties":[{}]"#, parties.iter().map(party).collect::<Vec<_>>().join(",")))
    });
    (
        one("edition", vec!["33IC", "34IC"]),
        one("kind", vec!["open", "specific"]),
        one("lang", vec!["en", "fr"]),
        one("title", vec!["One", "Two"]),
        many("themes", vec!["a", "b", "c"]),
        many("countries", vec!["AU", "FR"]),
        many("resolutions", vec!["r"]),
        parties,
    )
        .prop_map(|(a, b, c, d, e, f, g, h)| {
            [a, b, c, d, e, f, g, h].into_iter().flatten().collect::<Vec<_>>().join(",")
        })
}

/// A choice of the list, values that nothing has among them.
pub(super) fn filter() -> impl Strategy<Value = Filter> {
    let values = [
        (Key::Edition, vec!["33IC", "34IC", "none", "nope"]),
        (Key::Kind, vec!["open", "none"]),
        (Key::Joint, vec!["yes", "no"]),
        (Key::Party, vec!["ns-au", "state-fr", "group-eu", "none"]),
        (Key::Role, vec!["pledging", "signatory", "none"]),
        (Key::Category, vec!["state", "national-society", "none"]),
        (Key::Region, vec!["asia-pacific", "europe-central-asia", "none"]),
        (Key::Country, vec!["AU", "none"]),
        (Key::Theme, vec!["a", "b", "none"]),
        (Key::Resolution, vec!["r", "none"]),
        (Key::Language, vec!["en", "none"]),
        (Key::Lens, vec!["no-title", "no-party", "none"]),
    ];
    (prop::sample::select(values.to_vec()), any::<prop::sample::Index>(), prop::bool::weighted(0.25))
        .prop_map(|((key, values), at, without)| Filter { key, without, value: (*at.get(&values)).to_owned() })
}

/// A catalogue and its pledges as their records say.
fn catalogue(records: &[String]) -> (Catalogue, Vec<Pledge>) {
    let records: Vec<String> = records.iter().enumerate().map(|(n, r)| format!(r#"{{"id":"p{n:02}",{r}}}"#)).collect();
    let records: Vec<String> = records.into_iter().map(|r| r.replace(",}", "}")).collect();
    let parts = [(PartKind::Pledges, format!("[{}]", records.join(","))), (PartKind::Parties, PARTIES.to_owned())];
    let parts = parts.map(|(kind, json)| Part::read(kind, json.as_bytes()).expect("a part"));
    let catalogue = Catalogue::merge(&parts, Arc::new(Removals::default()), &About::default());
    let pledge = |id| match catalogue.pledge(&id) {
        Held::Here(entry) => entry.pledge.clone(),
        other => panic!("{id}: {other:?}"),
    };
    let pledges = catalogue.briefs().map(|b| pledge(b.id)).collect();
    (catalogue, pledges)
}

fn has(catalogue: &Catalogue, pledge: &Pledge, filter: &Filter) -> bool {
    let value = filter.value.as_str();
    let among = |own: Vec<String>| if own.is_empty() { value == "none" } else { own.iter().any(|v| v == value) };
    let is_group = |id: &crate::model::PartyId| catalogue.category(id) == Some(&Category::Group);
    let odd = [(pledge.title.is_none(), "no-title"), (pledge.parties.is_empty(), "no-party")];
    match filter.key {
        Key::Edition => among(pledge.edition.iter().map(ToString::to_string).collect()),
        Key::Kind => among(pledge.kind.iter().map(|k| k.wire().to_owned()).collect()),
        Key::Joint => value == if pledge.is_joint(is_group) { "yes" } else { "no" },
        Key::Country => among(pledge.countries.iter().map(ToString::to_string).collect()),
        Key::Theme => among(pledge.themes.iter().map(ToString::to_string).collect()),
        Key::Resolution => among(pledge.resolutions.iter().map(ToString::to_string).collect()),
        Key::Language => among(pledge.languages().iter().map(|l| l.primary()).collect()),
        Key::Lens => among(odd.iter().filter(|(is, _)| *is).map(|(_, v)| (*v).to_owned()).collect()),
        key => panic!("{key:?}"),
    }
}

fn link_has(catalogue: &Catalogue, link: Option<&PartyLink>, filter: &Filter) -> bool {
    let Some(link) = link else { return filter.value == "none" };
    let party = catalogue.party(&link.id);
    let own = match filter.key {
        Key::Party => Some(link.id.to_string()),
        Key::Role => link.role.as_ref().map(|r| r.wire().to_owned()),
        Key::Category => party.and_then(|p| p.category.as_ref()).map(|c| c.wire().to_owned()),
        _ => party.and_then(|p| p.region.as_ref()).map(ToString::to_string),
    };
    own.as_deref().unwrap_or("none") == filter.value
}

fn passes(catalogue: &Catalogue, pledge: &Pledge, filters: &[Filter]) -> bool {
    let wanted = |key: Key| filters.iter().filter(move |f| f.key == key && !f.without);
    let others = Key::ALL.iter().filter(|k| !k.is_of_party()).all(|key| {
        let any = wanted(*key).next().is_none() || wanted(*key).any(|f| has(catalogue, pledge, f));
        any && !filters.iter().any(|f| f.key == *key && f.without && has(catalogue, pledge, f))
    });
    let links: Vec<Option<&PartyLink>> =
        if pledge.parties.is_empty() { vec![None] } else { pledge.parties.iter().map(Some).collect() };
    let of_party = || Key::ALL.into_iter().filter(|k| k.is_of_party());
    let fits = links.iter().any(|link| {
        of_party().all(|key| wanted(key).next().is_none() || wanted(key).any(|f| link_has(catalogue, *link, f)))
    });
    let unwanted = filters.iter().filter(|f| f.key.is_of_party() && f.without);
    others && fits && !unwanted.into_iter().any(|f| links.iter().any(|link| link_has(catalogue, *link, f)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn lists_and_counts_are_what_looking_at_each_pledge_gives(
        records in prop::collection::vec(record(), 0..16),
        filters in prop::collection::vec(filter(), 0..5),
    ) {
        let (catalogue, pledges) = catalogue(&records);
        let query = Query::of(filters);
        let naive = |filters: &[Filter]| pledges.iter().filter(|p| passes(&catalogue, p, filters)).count();
        let found = page(&catalogue, &query, &Orders::plain("en"));
        prop_assert_eq!((found.total, total(&catalogue, &query)), (naive(query.filters()), found.total));
        let rows: Vec<_> = pledges.iter().filter(|p| passes(&catalogue, p, query.filters())).map(|p| p.id.clone()).collect();
        prop_assert_eq!(found.rows.iter().map(|r| r.brief.id.clone()).collect::<Vec<_>>(), rows);
        // Each facet with all the other facets applied, and this value alone chosen of it.
        for key in Key::ALL.into_iter().filter(|k| !matches!(k, Key::Progress | Key::Missing | Key::Stale)) {
            for (value, _) in catalogue.values(key) {
                let one = query.without_key(key).with(Filter::with(key, value.clone()));
                prop_assert_eq!(found.counts.of(key, &value), naive(one.filters()), "{:?} {} in {:?}", key, value, query);
            }
        }
        prop_assert_eq!(found.counts.of(Key::Theme, "nope"), 0);
    }
}
