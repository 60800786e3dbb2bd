//! From a draft to a flag that is ready, as a table; and that a draft survives being kept, without a word of the reader's own
//! name or address.

use super::*;
use crate::model::PledgeId;

fn draft() -> Draft {
    let id = FlagId::new("1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b").expect("an id");
    let pledge = PledgeId::new("33IC-0042").expect("an id");
    let subject = Subject { pledge, report: None, part: None, sha256: None, seq: Some(7) };
    Draft::new(id, subject, "Title".to_owned(), "a passage".to_owned())
}

fn typed(name: &str, email: &str) -> Typed {
    Typed { name: name.to_owned(), email: email.to_owned() }
}

/// A change to a good draft, what is typed of the reader, and what is then lacking.
type Case<'a> = (fn(&mut Draft), (&'a str, &'a str), &'a [Lack]);

#[test]
fn each_step_says_what_it_lacks() {
    let good = || Draft {
        danger: Some(false),
        plain: Some(PlainGround::Spam),
        explanation: "It sells something.".to_owned(),
        ..draft()
    };
    let illegal = |d: &mut Draft| d.plain = Some(PlainGround::Illegal);
    let cases: &[Case] = &[
        (|_| {}, ("", ""), &[]),
        (|d| d.danger = None, ("", ""), &[Lack::Danger]),
        (|d| d.plain = None, ("", ""), &[Lack::Ground]),
        (|d| (d.danger, d.plain) = (None, None), ("", ""), &[Lack::Danger, Lack::Ground]),
        (|d| d.explanation = "  short  ".to_owned(), ("", ""), &[Lack::Short(5)]),
        (|d| d.explanation = "e\u{301}".repeat(9), ("", ""), &[Lack::Short(9)]),
        (|d| d.explanation = "e\u{301}".repeat(10), ("", ""), &[]),
        (|d| d.explanation = "é".repeat(2_000), ("", ""), &[]),
        (|d| d.explanation = "x".repeat(2_001), ("", ""), &[Lack::Long(2_001)]),
        (|d| d.quote = "x".repeat(2_001), ("", ""), &[Lack::QuoteLong(2_001)]),
        (illegal, ("", ""), &[Lack::Law, Lack::Name, Lack::Email]),
        (illegal, ("A", "a"), &[Lack::Law, Lack::EmailWrong]),
        (|d| (d.plain, d.law) = (Some(PlainGround::Illegal), "Art. 1".to_owned()), ("A", "a@b"), &[]),
        (|d| d.law = "x".repeat(201), ("", ""), &[]),
        (|d| (d.plain, d.law) = (Some(PlainGround::Illegal), "x".repeat(201)), ("A", "a@b"), &[Lack::LawLong(201)]),
        (|d| d.wants_contact = true, ("", ""), &[Lack::Email]),
        (|d| d.wants_contact = true, ("A", ""), &[Lack::Email]),
        (|d| d.wants_contact = true, ("", "a@b"), &[]),
        (|d| d.wants_contact = true, ("", "a b@c"), &[Lack::EmailWrong]),
        (|_| {}, ("", "nonsense, not asked for"), &[]),
    ];
    for (n, (change, (name, email), lacks)) in cases.iter().enumerate() {
        let mut draft = good();
        change(&mut draft);
        let typed = typed(name, email);
        assert_eq!(draft.lacks(Step::Check, &typed), *lacks, "case {n}");
        let lang = Lang::new("en").expect("a language");
        let flag = draft.flag(lang, "2026-11-20T08:00:00Z");
        assert_eq!(flag.is_some(), lacks.iter().all(|l| l.step() > Step::Why), "case {n}");
        for step in Step::ALL {
            let up_to: Vec<Lack> = lacks.iter().copied().filter(|l| l.step() <= step).collect();
            assert_eq!(draft.lacks(step, &typed), up_to, "case {n} at {step:?}");
        }
        // What is ready for its desk is what the desk reads.
        if let Some(flag) = flag.filter(|_| lacks.is_empty()) {
            let contact = typed.contact().filter(|_| draft.wants_contact || draft.needs_contact());
            let sent = flag_json(&Flag { contact, ..flag });
            assert!(parse_flag(sent.as_bytes()).is_ok(), "case {n}: {sent}");
        }
    }
}

#[test]
fn the_finer_ground_is_sent_only_where_it_stands_under_the_plain_one() {
    let under = |plain, finer| Draft { plain, finer, ..draft() }.ground();
    assert_eq!(under(None, Some(Ground::Emblem)), None);
    assert_eq!(under(Some(PlainGround::Person), None), Some(Ground::PersonalData));
    assert_eq!(under(Some(PlainGround::Person), Some(Ground::Emblem)), Some(Ground::Emblem));
    assert_eq!(under(Some(PlainGround::Principles), Some(Ground::Emblem)), Some(Ground::Principles));
}

#[test]
fn a_draft_survives_being_kept_and_says_nothing_of_its_reader() {
    let full = Draft {
        replaces: FlagId::new("2b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b"),
        danger: Some(true),
        plain: Some(PlainGround::Principles),
        finer: Some(Ground::Statutes),
        principles: vec![Principle::Humanity, Principle::Unity],
        law: "\"quoted\"".to_owned(),
        explanation: "half".to_owned(),
        wants_contact: true,
        ..draft()
    };
    for draft in [draft(), full] {
        let kept = draft.to_json();
        assert_eq!(Draft::from_json(&kept), Some(draft));
        assert!(!kept.contains("email"), "{kept}");
    }
    for broken in ["", "{}", "[]", "{\"about\":\"x\"}"] {
        assert_eq!(Draft::from_json(broken), None, "{broken}");
    }
}

#[test]
fn what_a_pasted_text_brings_along_is_no_reason_to_lose_a_flag() {
    let pasted = Draft {
        danger: Some(false),
        plain: Some(PlainGround::Spam),
        explanation: "It\u{b} sells\u{0} something.\r\nTwice.\u{85}".to_owned(),
        quote: "\u{0}\u{b}".to_owned(),
        ..draft()
    };
    let flag = pasted.flag(Lang::new("en").expect("a language"), "2026-11-20T08:00:00Z").expect("ready");
    assert_eq!((&*flag.explanation, &flag.quote), ("It sells something.\nTwice.", &None));
    let saved = Saved::new(flag, "Title".to_owned(), false);
    assert_eq!(Saved::from_json(&saved.to_json()), Some(saved));
}

#[test]
fn what_may_have_left_the_device_is_never_edited_but_replaced() {
    let lang = || Lang::new("fr").expect("a language");
    let ready = Draft {
        danger: Some(true),
        plain: Some(PlainGround::Person),
        finer: Some(Ground::Emblem),
        explanation: "The emblem is on a car.".to_owned(),
        ..draft()
    };
    let flag = ready.flag(lang(), "2026-11-20T08:00:00Z").expect("ready");
    let new = FlagId::new("3b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b").expect("an id");
    let mut saved = Saved::new(flag, "Title".to_owned(), false);
    assert_eq!(Draft::again(&saved, new.clone()), ready);
    saved.begin(5);
    let again = Draft::again(&saved, new.clone());
    assert_eq!((again.id.clone(), again.replaces.clone()), (new, Some(ready.id.clone())));
    assert_eq!(Draft { id: ready.id.clone(), replaces: None, ..again }, ready);
    let typed = Draft { explanation: "And on a tent.".to_owned(), quote: "a tent".to_owned(), ..draft() };
    let added = typed.added_to(&saved, FlagId::new("4b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b").expect("an id"));
    assert_eq!(added.explanation, "The emblem is on a car.\n\nAnd on a tent.", "nothing that was typed is lost");
    assert_eq!((&*added.quote, added.replaces), ("a passage", Some(ready.id)));
}

#[test]
fn an_objection_needs_only_its_reasons_and_survives_being_kept() {
    let about = FlagId::new("5b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b").expect("an id");
    let of = |ground| Draft::objection(draft().id, about.clone(), draft().subject, "Title".to_owned(), ground);
    for (ground, sent) in [
        (Ground::Safety, Ground::Safety),
        (Ground::Statutes, Ground::Statutes),
        (Ground::Other, Ground::Other),
        // The law would need a name and an address.
        (Ground::Illegal, Ground::Other),
    ] {
        let mut objection = of(ground);
        assert_eq!((objection.first_step(), objection.is_empty()), (Step::Why, true));
        assert_eq!(objection.lacks(Step::Contact, &Typed::default()), [Lack::Short(0)]);
        objection.explanation = "That is not what it says.".to_owned();
        assert_eq!(Draft::from_json(&objection.to_json()), Some(objection.clone()));
        let flag = objection.flag(Lang::new("en").expect("a language"), "2026-11-20T08:00:00Z").expect("ready");
        assert_eq!((flag.ground, flag.danger, flag.objects_to.as_ref()), (sent, false, Some(&about)));
        let wire = flag_json(&flag);
        assert!(wire.contains(r#""kind":"objection""#) && parse_flag(wire.as_bytes()) == Ok(flag.clone()), "{wire}");
        let saved = Saved::new(flag, "Title".to_owned(), false);
        assert_eq!(Draft::again(&saved, about.clone()), objection);
        let key = Draft::key(&objection.subject.pledge, objection.matter().as_ref());
        assert_eq!(Draft::matter_of_key(&key), objection.matter());
        assert!(!saved.is_like("33IC-0042", None, sent), "it is no flag that more could be said to");
    }
}
