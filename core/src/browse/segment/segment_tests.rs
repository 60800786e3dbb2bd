//! Segments: what is encoded is decoded, and damage never panics.

use super::*;
use crate::{
    browse::{About, Catalogue, Held, Key, Part},
    feed::parse_pledge,
};

const PLEDGES: &str = r#"[{"id":"33IC-1","number":"P1","edition":"33IC","kind":"open","title":" A\n title ","lang":"en",
    "parties":[{"id":"ns-au","role":"pledging"},{"id":"état","role":"odd"}],"themes":["a","b","a"],"resolutions":["r"],"countries":["AU","FR"],
    "period":{"from":"2019","to":"2023-12","said":"by the end"},"sections":[{"part":"text","lang":"ar","text":"نص"},{"part":"indicators","text":"N/A"}],
    "reports":[{"id":"r1","date":"2021-11","parties":["ns-au"],"completed":true},{"id":"r2","completed":false}]},
    {"id":5},{"id":"33IC-2","sections":[{"part":"text","lang":"fr","text":"Premiers mots"}]}]"#;

fn open(kind: PartKind, json: &str) -> Segment {
    Segment::open(Segment::build(kind, json.as_bytes()).into()).expect("a segment")
}

#[test]
fn what_is_encoded_is_decoded() {
    let Segment::Pledges(segment) = open(PartKind::Pledges, PLEDGES) else { panic!("pledges") };
    assert_eq!((segment.len(), segment.left_out()), (2, 1));
    let mut facts = Facts::default();
    segment.facts(0, &mut facts);
    let texts = |places: &[usize]| places.iter().map(|p| segment.text(*p)).collect::<Vec<_>>().join(" ");
    assert_eq!((segment.text(facts.edition), segment.text(facts.kind)), ("33IC", "open"));
    let parties: Vec<_> = facts.parties.iter().map(|(p, r)| (segment.text(*p), segment.text(*r))).collect();
    assert_eq!(parties, [("ns-au", "pledging"), ("état", "odd")]);
    assert_eq!(
        (texts(&facts.themes), texts(&facts.resolutions), texts(&facts.countries)),
        ("a b".into(), "r".into(), "AU FR".into())
    );
    assert_eq!((texts(&facts.languages), facts.reports, facts.undated), ("en ar".into(), 2, true));
    let (brief, reports) = segment.brief(0).expect("a pledge");
    assert_eq!((brief.title.as_deref(), brief.number.as_deref()), (Some("A title"), Some("P1")));
    assert_eq!(brief.period.and_then(|p| p.said).as_deref(), Some("by the end"));
    assert_eq!(
        reports.iter().map(|(id, r)| (id.as_str(), r.completion)).collect::<Vec<_>>(),
        [("r1", Completion::Yes), ("r2", Completion::No)]
    );
    let (brief, _) = segment.brief(1).expect("a pledge");
    assert_eq!(
        (brief.first_words.as_str(), brief.first_lang.as_ref().map(Lang::as_str)),
        ("Premiers mots", Some("fr"))
    );
    assert!(segment.brief(2).is_none() && segment.record(2).is_empty());
}

#[test]
fn each_record_is_found_again_in_its_part() {
    let Segment::Pledges(segment) = open(PartKind::Pledges, PLEDGES) else { panic!("pledges") };
    for n in 0..segment.len() {
        let record = &PLEDGES.as_bytes()[segment.record(n)];
        assert_eq!(parse_pledge(record).expect("a record").0.id.as_str(), segment.id(n));
    }
}

#[test]
fn names_are_encoded_whole() {
    let parties = r#"[{"id":"group-eu","kind":"group","names":{"en":"EU","fr":"UE"},"also":["E"],"country":"FR","region":"mena",
        "members":[{"id":"state-fr","from":"1958","to":null}]},{"id":"x"},{"no":1}]"#;
    let Records::Parties(parsed) = Records::read(PartKind::Parties, parties.as_bytes()) else { panic!("parties") };
    let Segment::Parties(found, left_out) = open(PartKind::Parties, parties) else { panic!("parties") };
    assert_eq!((found.iter().map(|p| (**p).clone()).collect::<Vec<_>>(), left_out), (parsed.good, 1));
    let terms = r#"[{"list":"editions","id":"33IC","names":{"en":"33rd"},"from":"2019-12-09","to":"2019-12","place":"Geneva"},{"list":"themes","id":"t"}]"#;
    let Records::Terms(parsed) = Records::read(PartKind::Terms, terms.as_bytes()) else { panic!("terms") };
    let Segment::Terms(found, _) = open(PartKind::Terms, terms) else { panic!("terms") };
    assert_eq!(found.iter().map(|t| (**t).clone()).collect::<Vec<_>>(), parsed.good);
}

#[test]
fn a_part_that_is_no_part_has_no_pledges() {
    for json in ["", "{}", "<html>", "[1,2"] {
        let Segment::Pledges(segment) = open(PartKind::Pledges, json) else { panic!("pledges") };
        assert_eq!((segment.len(), segment.left_out()), (0, 1), "{json}");
    }
}

#[test]
fn damage_is_noticed() {
    for (kind, json) in [(PartKind::Pledges, PLEDGES), (PartKind::Parties, r#"[{"id":"a"}]"#)] {
        let bytes = Segment::build(kind, json.as_bytes());
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            assert!(Segment::open(damaged.into()).is_none(), "{at}");
            assert!(Segment::open(bytes[..at].into()).is_none(), "cut at {at}");
        }
    }
}

#[test]
fn damage_under_a_good_seal_never_panics() {
    let bytes = Segment::build(PartKind::Pledges, PLEDGES.as_bytes());
    for at in SEAL..bytes.len() {
        for flip in [1, 0x40, 0x80, 0xff] {
            let mut payload = bytes[SEAL..].to_vec();
            payload[at - SEAL] ^= flip;
            let Some(segment) = Segment::open(Writer(payload).sealed(VERSION).into()) else { continue };
            let part = Part { segment: Arc::new(segment), bytes: Some(PLEDGES.as_bytes().into()) };
            let catalogue = Catalogue::merge(&[part], Arc::default(), &About::default());
            for brief in catalogue.briefs() {
                assert!(!matches!(catalogue.pledge(&brief.id), Held::Nowhere));
            }
            let _ = Key::ALL.map(|key| catalogue.values(key).len());
        }
    }
}

#[test]
fn an_older_version_is_made_anew() {
    let bytes = Segment::build(PartKind::Pledges, PLEDGES.as_bytes());
    assert!(Segment::open(Writer(bytes[SEAL..].to_vec()).sealed(VERSION - 1).into()).is_none());
}
