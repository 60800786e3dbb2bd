//! The outbox as tables: faults F1 to F8 of what can happen between a device and its desk.

use super::*;
use crate::{
    flags::{Draft, Place},
    model::{Contact, FlagId, Ground, Lang, PlainGround, PledgeId, Subject},
};

const ID: &str = "1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b";
const NOW: u64 = 1_795_680_000_000;

fn saved() -> Saved {
    let pledge = PledgeId::new("33IC-0042").expect("an id");
    let subject = Subject { pledge, report: None, part: None, sha256: None, seq: None };
    let draft = Draft {
        danger: Some(false),
        plain: Some(PlainGround::Illegal),
        law: "Art. 1".to_owned(),
        explanation: "It breaks the law.".to_owned(),
        ..Draft::new(FlagId::new(ID).expect("an id"), subject, "Title".to_owned(), String::new())
    };
    let flag = draft.flag(Lang::new("en").expect("a language"), "2026-11-20T08:00:00Z").expect("ready");
    Saved::new(flag, "Title".to_owned(), false)
}

fn receipt() -> Vec<u8> {
    format!(
        r#"{{"id":"{ID}","receipt":"P7K4-93QX","secret":"s","state":"received","received":"2026-11-20T08:00:01Z"}}"#
    )
    .into()
}

#[test]
fn answers_are_read_for_what_they_are() {
    let good = receipt();
    let problems = br#"{"problems":[{"field":"/explanation","message":"must have at least 10 characters"}]}"#;
    let other = br#"{"id":"2b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b","receipt":"P7K4-93QX","secret":"s"}"#;
    let read = |status, after, body: &[u8]| read_answer(status, after, body, ID, NOW);
    for status in [200, 201] {
        let Answer::Accepted(sent) = read(status, None, &good) else { panic!("{status}") };
        assert_eq!((&*sent.receipt, &*sent.secret, sent.told, sent.asked), ("P7K4-93QX", "s", Told::Received, NOW));
        // A page of a hotel's network, an empty answer, another flag's receipt: no receipt.
        for body in [&b"<html>Welcome</html>"[..], b"", b"{}", other] {
            assert_eq!(read(status, None, body), Answer::Later(Why::Busy(status), None));
        }
    }
    let fault = ("/explanation".to_owned(), "must have at least 10 characters".to_owned());
    for (status, body, trouble) in [
        (422, &problems[..], Trouble::Faults(vec![fault.clone()])),
        (400, problems, Trouble::Faults(vec![fault])),
        (422, b"nonsense", Trouble::Faults(Vec::new())),
        (409, b"", Trouble::Taken),
        (413, b"", Trouble::TooLarge),
        (403, b"", Trouble::Refused(403)),
        (404, b"", Trouble::Refused(404)),
        (415, b"", Trouble::Refused(415)),
    ] {
        assert_eq!(read(status, Some("5"), body), Answer::Refused(trouble), "{status}");
    }
    for (status, after, wait) in [
        (429, Some("30"), Some(30_000)),
        (503, Some(" 2 "), Some(2_000)),
        (503, Some("Wed, 21 Oct 2026 07:28:00 GMT"), None),
        (503, Some("99999999999999999999"), None),
        (503, Some("99999999"), Some(LONGEST_WAIT)),
        (500, None, None),
        (504, None, None),
        (408, None, None),
        (302, None, None),
    ] {
        assert_eq!(read(status, after, b""), Answer::Later(Why::Busy(status), wait), "{status} {after:?}");
    }
}

#[test]
fn a_flag_is_sent_until_the_desk_has_it_and_then_rests() {
    // F1: queued for a week, then sent. F2, F7: an attempt without an answer is repeated, with the same bytes.
    let mut flag = saved();
    let bytes = flag.bytes(None);
    assert!(flag.waits() && !flag.is_frozen());
    assert_eq!(flag.next(NOW, &TextNow::Same, false), Next::Send);
    flag.begin(NOW);
    assert!(flag.is_frozen() && flag.waits());
    assert_eq!(flag.next(NOW + 1, &TextNow::Same, false), Next::At(NOW + SENDING));
    assert_eq!(flag.next(NOW + SENDING, &TextNow::Same, false), Next::Send, "the tab that sent it is gone");
    let mut other = flag.clone();
    other.take_over();
    assert_eq!(
        (other.next(NOW + 1, &TextNow::Same, false), other.is_frozen()),
        (Next::Send, true),
        "and it is known at once"
    );
    flag.answered(Answer::Later(Why::Offline, None), NOW, 3_000);
    assert_eq!(flag.next(NOW, &TextNow::Same, false), Next::At(NOW + 3_000));
    assert_eq!(flag.next(NOW + 3_000, &TextNow::Same, false), Next::Send);
    assert_eq!(flag.next(5, &TextNow::Same, false), Next::Send, "a clock that was set back");
    flag.begin(NOW + 3_000);
    assert_eq!(flag.bytes(None), bytes);
    flag.answered(read_answer(200, None, &receipt(), ID, NOW), NOW, 0);
    assert_eq!((flag.next(NOW, &TextNow::Same, false), flag.waits(), flag.attempts), (Next::Rest, false, 2));
    assert_eq!(flag.next(NOW, &TextNow::Gone, false), Next::Rest, "the desk has it, whatever became of the text");
}

#[test]
fn a_desk_that_is_busy_is_waited_for_and_a_dead_line_only_until_there_is_one() {
    // F4.
    for (why, asked, until, hurried, pressed) in [
        (Why::Busy(429), Some(30_000), NOW + 30_000, false, true),
        (Why::Busy(503), None, NOW + 1_000, false, true),
        (Why::Offline, None, NOW + 1_000, true, true),
        (Why::TimedOut, None, NOW + 1_000, true, true),
    ] {
        for (by_reader, now) in [(false, hurried), (true, pressed)] {
            let mut flag = saved();
            flag.begin(NOW);
            flag.answered(Answer::Later(why, asked), NOW, 1_000);
            assert_eq!(flag.next(NOW, &TextNow::Same, false), Next::At(until));
            flag.hurry(by_reader);
            assert_eq!(flag.next(NOW, &TextNow::Same, false) == Next::Send, now, "{why:?} {by_reader}");
        }
    }
}

#[test]
fn what_the_desk_refuses_needs_its_reader_and_is_not_sent_again() {
    // F3, F5.
    for (status, trouble) in [(422, Trouble::Faults(Vec::new())), (409, Trouble::Taken), (413, Trouble::TooLarge)] {
        let mut flag = saved();
        flag.begin(NOW);
        flag.answered(read_answer(status, None, b"", ID, NOW), NOW, 0);
        flag.hurry(true);
        flag.confirm();
        assert_eq!(flag.stage, Stage::Attention(trouble));
        assert_eq!(flag.next(NOW + 1_000_000, &TextNow::Same, true), Next::Rest);
        assert_eq!(&*flag.flag.explanation, "It breaks the law.");
    }
}

#[test]
fn of_a_text_that_changed_or_went_the_reader_is_asked_once() {
    // F6.
    let (one, two) = (Sha256Hex::of(b"one"), Sha256Hex::of(b"two"));
    let mut flag = saved();
    assert_eq!(flag.next(NOW, &TextNow::Changed(one), false), Next::Ask(Trouble::Changed(one)));
    flag.stage = Stage::Attention(Trouble::Changed(one));
    assert_eq!(flag.next(NOW, &TextNow::Changed(one), false), Next::Rest);
    flag.confirm();
    assert_eq!(flag.next(NOW, &TextNow::Changed(one), false), Next::Send);
    assert_eq!(flag.next(NOW, &TextNow::Changed(two), false), Next::Ask(Trouble::Changed(two)), "it changed again");
    flag.stage = Stage::Attention(Trouble::Gone);
    flag.confirm();
    assert_eq!(flag.next(NOW, &TextNow::Gone, false), Next::Send);
}

#[test]
fn name_and_address_are_waited_for_and_never_kept() {
    // F8.
    let mut flag = Saved { wants_contact: true, ..saved() };
    assert_eq!(flag.next(NOW, &TextNow::Same, false), Next::Ask(Trouble::Contact));
    flag.stage = Stage::Attention(Trouble::Contact);
    assert_eq!(flag.next(NOW, &TextNow::Same, false), Next::Rest, "until the reader comes");
    assert_eq!(flag.next(NOW, &TextNow::Same, true), Next::Send);
    let contact = Contact { name: Some("A name".into()), email: Some("a@b".into()) };
    assert!(flag.bytes(Some(&contact)).contains("a@b"));
    assert!(!saved().bytes(Some(&contact)).contains("a@b"), "only where the reader wants to be reached");
    flag.begin(NOW);
    let kept = flag.to_json();
    assert!(!kept.contains("A name") && !kept.contains("a@b"));
}

#[test]
fn every_stage_survives_being_kept() {
    let decision =
        Decision { outcome: Outcome::Removed, at: Some("t".into()), statement: Some("s".into()), redress: None };
    let sent = Sent {
        receipt: "P7K4-93QX".into(),
        secret: "s".into(),
        received: "r".into(),
        told: Told::Decided,
        decision: Some(decision),
        asked: NOW,
    };
    for stage in [
        Stage::Queued,
        Stage::Sending(NOW),
        Stage::Waiting(NOW, Why::Offline),
        Stage::Waiting(NOW, Why::TimedOut),
        Stage::Waiting(NOW, Why::Busy(503)),
        Stage::Sent(sent.clone()),
        Stage::Sent(Sent { told: Told::UnderReview, decision: None, ..sent }),
        Stage::Attention(Trouble::Faults(vec![("/a".to_owned(), "b".to_owned())])),
        Stage::Attention(Trouble::Taken),
        Stage::Attention(Trouble::TooLarge),
        Stage::Attention(Trouble::Refused(404)),
        Stage::Attention(Trouble::Changed(Sha256Hex::of(b"x"))),
        Stage::Attention(Trouble::Gone),
        Stage::Attention(Trouble::Contact),
        Stage::Attention(Trouble::NoDesk),
        Stage::Attention(Trouble::Replaced),
    ] {
        let hash = Some(Sha256Hex::of(b"y"));
        let flag = Saved { stage, attempts: 3, confirmed: hash, confirmed_gone: true, wants_contact: true, ..saved() };
        assert_eq!(Saved::from_json(&flag.to_json()), Some(flag));
    }
    for broken in ["", "{}", "null", r#"{"flag":"{}"}"#] {
        assert_eq!(Saved::from_json(broken), None);
    }
}

#[test]
fn a_finished_flag_never_takes_the_place_of_one_that_may_have_left() {
    let (new, mut here) = (saved(), saved());
    let edited = |f: &Saved| Saved {
        flag: crate::model::Flag { explanation: "Other words now.".into(), ..f.flag.clone() },
        ..f.clone()
    };
    assert_eq!(
        (new.place(None), new.place(Some(&here)), edited(&new).place(Some(&here))),
        (Place::Here, Place::Here, Place::Here)
    );
    here.begin(NOW);
    // From another tab, a moment later, in another language of the interface.
    let mut late = new.clone();
    late.flag.made = "2026-11-20T08:00:07Z".into();
    late.flag.lang = Lang::new("fr").expect("a language");
    assert_eq!((late.place(Some(&here)), edited(&late).place(Some(&here))), (Place::Already, Place::Another));
    here.answered(read_answer(200, None, &receipt(), ID, NOW), NOW, 0);
    assert_eq!((late.place(Some(&here)), edited(&late).place(Some(&here))), (Place::Already, Place::Another));
    let id = FlagId::new("2b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b").expect("an id");
    let another = edited(&late).as_another(id.clone());
    assert_eq!((&another.flag.id, another.flag.replaces.as_ref(), another.attempts), (&id, Some(&here.flag.id), 0));
}

#[test]
fn a_flag_gives_way_to_the_one_that_stands_for_it() {
    let is_kept = |change: &dyn Fn(&mut Saved)| {
        let mut flag = saved();
        change(&mut flag);
        let kept = flag.give_way();
        assert!(!kept || !flag.waits(), "it is not sent, and not counted");
        assert_eq!(flag.next(NOW + 1_000_000, &TextNow::Same, true), Next::Rest);
        kept
    };
    assert!(!is_kept(&|_| {}), "it never left");
    assert!(is_kept(&|f| f.begin(NOW)), "it may have arrived");
    assert!(is_kept(&|f| {
        f.begin(NOW);
        f.answered(Answer::Later(Why::Offline, None), NOW, 0);
    }));
    for status in [400, 403, 409, 413, 422] {
        assert!(!is_kept(&|f| {
            f.begin(NOW);
            f.answered(read_answer(status, None, b"", ID, NOW), NOW, 0);
        }));
    }
    // An answer that comes after all counts only if it is a receipt.
    let mut flag = saved();
    flag.begin(NOW);
    flag.give_way();
    flag.answered(Answer::Later(Why::Busy(503), None), NOW, 0);
    assert_eq!(flag.stage, Stage::Attention(Trouble::Replaced));
    flag.answered(read_answer(201, None, &receipt(), ID, NOW), NOW, 0);
    assert!(flag.sent().is_some());
    flag.answered(Answer::Later(Why::Offline, None), NOW, 0);
    assert!(flag.sent().is_some(), "what has a receipt keeps it");
}

#[test]
fn what_refused_a_flag_may_not_have_been_the_desk_and_a_flag_taken_back_stays_so() {
    let mut flag = saved();
    flag.begin(NOW);
    flag.answered(read_answer(404, None, b"<html>", ID, NOW), NOW, 0);
    flag.retry();
    assert_eq!(flag.next(NOW, &TextNow::Same, false), Next::Send);
    flag.answered(read_answer(201, None, &receipt(), ID, NOW), NOW, 0);
    flag.told(Told::TakenBack, None, NOW + 1);
    flag.told(Told::Received, None, NOW + 2);
    assert_eq!(flag.sent().map(|s| (s.told, s.asked)), Some((Told::TakenBack, NOW + 1)));
}

#[test]
fn a_state_is_read_with_its_decision() {
    let json = |state: &str, decision: &str| {
        format!(r#"{{"id":"{ID}","receipt":"r","state":"{state}","decision":{decision}}}"#)
    };
    let read = |state, decision| read_status(json(state, decision).as_bytes(), ID);
    assert_eq!(read("under-review", "null"), Some((Told::UnderReview, None)));
    assert_eq!(read("taken-back", "null"), Some((Told::TakenBack, None)));
    let (told, decision) = read("decided", r#"{"outcome":"kept","at":"2026","statement":"It stands."}"#).expect("read");
    assert_eq!((told, decision.expect("decided").statement.as_deref()), (Told::Decided, Some("It stands.")));
    assert_eq!(
        (read("odd", "null"), read_status(b"<html>", ID), read_status(json("decided", "1").as_bytes(), "x")),
        (None, None, None)
    );
}

#[test]
fn a_flag_is_like_another_of_the_same_text_and_ground_that_stands() {
    let mut flag = saved();
    assert!(flag.is_like("33IC-0042", None, Ground::Illegal));
    assert!(!flag.is_like("33IC-0042", Some("x"), Ground::Illegal) && !flag.is_like("33IC-0042", None, Ground::Spam));
    flag.answered(read_answer(200, None, &receipt(), ID, NOW), NOW, 0);
    assert!(flag.is_like("33IC-0042", None, Ground::Illegal));
    if let Stage::Sent(sent) = &mut flag.stage {
        sent.told = Told::TakenBack;
    }
    assert!(!flag.is_like("33IC-0042", None, Ground::Illegal));
}

#[test]
fn an_objection_goes_although_its_text_is_gone_and_only_a_flag_is_objected_to() {
    let mut objection = saved();
    for gone in [TextNow::Gone, TextNow::Changed(Sha256Hex::of(b"x"))] {
        assert!(matches!(objection.next(NOW, &gone, false), Next::Ask(_)));
    }
    objection.flag.objects_to = FlagId::new("5b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b");
    assert_eq!(objection.next(NOW, &TextNow::Gone, false), Next::Send);

    let decide = |mut saved: Saved, outcome: &str| {
        saved.begin(NOW);
        saved.answered(read_answer(201, None, &receipt(), ID, NOW), NOW, 0);
        let status = format!(r#"{{"id":"{ID}","state":"decided","decision":{{"outcome":"{outcome}"}}}}"#);
        let (told, decision) = read_status(status.as_bytes(), ID).expect("a status");
        saved.told(told, decision, NOW);
        saved.can_object()
    };
    for (outcome, can) in
        [("kept", true), ("removed", true), ("corrected", false), ("referred", false), ("void", false)]
    {
        assert_eq!(decide(saved(), outcome), can, "{outcome}");
    }
    assert!(!decide(objection, "kept") && !saved().can_object());
}
