//! The office, at times that the test chooses: claims, seconds, holds, hearings, objections, what follows in the feed, messages.

use std::{
    fs,
    io::{Read, Write},
    net::TcpListener,
    thread,
};

use pledgebook_core::{
    feed::{Sha256Hex, parse_flag},
    model::{Ground, Lang},
};
use pledgebook_desk::{
    flags::{Kept, Put, Store, keep_texts},
    office::{
        self, Channels, Filter, Moderator, Office, OfficeError, Outcome, Proposal, Refusal, Role, Rules, Scope, Stage,
        Whose,
    },
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{DAY, Desk, NOW, pledge, removal};

const BAD: &str = "A text that exposes somebody.";
const HOUR: u64 = 3_600;

/// An office with two moderators, over a feed of two pledges: `a` of a party, `b` of nobody.
struct Bench {
    desk: Desk,
    data: TempDir,
    office: Office,
    first: Moderator,
    second: Moderator,
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(work)
}

async fn moderator(office: &Office, name: &str) -> Moderator {
    let token = office.invite(name, Role::Moderator, NOW).await.expect("invited");
    office.choose_password(&token, "a long enough sentence", NOW).await.expect("chosen");
    office.known(name, "a long enough sentence").await.expect("asked").expect("known")
}

impl Bench {
    async fn new(rules: Rules) -> Self {
        let mut of_party = pledge("a", BAD);
        of_party["parties"] = json!([{"id": "ns-au", "role": "pledging"}]);
        let desk = Desk::with(&[of_party, pledge("b", "Another text.")]);
        desk.publish();
        let data = tempfile::tempdir().expect("a folder");
        let store = Store::open(data.path()).await.expect("opened");
        keep_texts(&store, &desk.feed(), &mut Vec::new(), "2026-11-20T08:00:00Z").await.expect("kept");
        let office = Office { store, rules };
        let (first, second) = (moderator(&office, "Amina").await, moderator(&office, "Bruno").await);
        Self { desk, data, office, first, second }
    }

    async fn flag(&self, n: u32, changes: Value) -> Kept {
        let mut flag = json!({"id": format!("00000000-0000-4000-8000-{n:012}"), "format": "pledge-flag/1",
            "subject": {"pledge": "a", "part": "text", "sha256": Sha256Hex::of(BAD.as_bytes()).to_string(), "seq": 1},
            "ground": "personal-data", "explanation": "It names somebody.", "good_faith": true, "lang": "en",
            "made": "2026-11-20T08:00:00Z"});
        for (key, value) in changes.as_object().expect("an object") {
            flag[key] = value.clone();
        }
        let flag = parse_flag(flag.to_string().as_bytes()).expect("a flag");
        let removed = self.desk.manifest().removed.entries().to_vec();
        match self.office.store.put(&flag, &removed, &rfc(NOW + u64::from(n))).await.expect("kept") {
            Put::New(kept) => kept,
            other => panic!("{other:?}"),
        }
    }

    async fn version(&self, case: &str) -> i64 {
        self.office.dossier(case, NOW).await.expect("a case").listed.version
    }

    async fn stage(&self, case: &str, now: u64) -> Stage {
        self.office.dossier(case, now).await.expect("a case").listed.stage
    }

    async fn decide(&self, case: &str, proposal: Proposal, who: &Moderator, now: u64) -> Result<bool, OfficeError> {
        self.office.decide(case, self.version(case).await, proposal, who, now).await
    }

    async fn follow(&self, now: u64) -> office::Followed {
        let options = self.desk.options();
        office::follow(&self.office.store, &options, self.data.path(), &Channels::default(), &mut None, now)
            .await
            .expect("followed")
    }

    fn lines(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.desk.records_dir().join("removals.ndjson")).unwrap_or_default();
        text.lines().filter(|line| !line.is_empty()).map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }
}

fn rfc(seconds: u64) -> String {
    pledgebook_desk::clock::rfc3339(seconds)
}

fn says(outcome: Outcome, ground: Ground) -> Proposal {
    Proposal {
        outcome,
        scope: Scope::Text,
        ground,
        rule: "Statutes, article 11.4".to_owned(),
        reasoning: "Facts.".to_owned(),
        statement: vec![(Lang::new("en").expect("a language"), "Why.".to_owned())],
        automated: false,
        by_party: false,
    }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(done: Result<T, OfficeError>) -> Refusal {
    match done {
        Err(OfficeError::Refused(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn of_two_moderators_who_act_at_once_one_does() {
    run(async {
        let bench = Bench::new(Rules { second: false, ..Rules::default() }).await;
        let case = bench.flag(1, json!({})).await.case.id;
        let (one, other) =
            tokio::join!(bench.office.claim(&case, &bench.first, NOW), bench.office.claim(&case, &bench.second, NOW));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        bench.office.release(&case, &bench.first).await.expect("released");
        bench.office.release(&case, &bench.second).await.expect("released");
        let version = bench.version(&case).await;
        let (one, other) = tokio::join!(
            bench.office.decide(&case, version, says(Outcome::Kept, Ground::Other), &bench.first, NOW),
            bench.office.decide(&case, version, says(Outcome::Removed, Ground::PersonalData), &bench.second, NOW)
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        let decisions = bench.office.dossier(&case, NOW).await.expect("a case").decisions;
        assert_eq!(decisions.len(), 1);
        assert_eq!(
            refused(bench.decide(&case, says(Outcome::Kept, Ground::Other), &bench.first, NOW).await),
            Refusal::Decided
        );
    });
}

#[test]
fn a_claim_is_seen_by_all_and_expires() {
    run(async {
        let bench = Bench::new(Rules::default()).await;
        let case = bench.flag(1, json!({})).await.case.id;
        bench.office.claim(&case, &bench.first, NOW).await.expect("claimed");
        let mine = Filter { whose: Whose::Mine, ..Filter::default() };
        assert_eq!(bench.office.queue(&mine, &bench.first, NOW).await.expect("a queue").len(), 1);
        assert_eq!(bench.office.queue(&mine, &bench.second, NOW).await.expect("a queue").len(), 0);
        assert_eq!(
            refused(bench.office.claim(&case, &bench.second, NOW + 29 * 60).await),
            Refusal::Claimed("Amina".into())
        );
        assert_eq!(bench.office.next(&bench.second, NOW).await.expect("asked"), None);
        let after = NOW + 31 * 60;
        assert_eq!(bench.office.next(&bench.second, after).await.expect("asked").as_deref(), Some(&*case));
        bench.office.claim(&case, &bench.second, after).await.expect("the claim is over");
        assert_eq!(refused(bench.office.claim(&case, &bench.first, after).await), Refusal::Claimed("Bruno".into()));
    });
}

#[test]
fn the_queue_has_danger_first_then_the_oldest_and_its_filters() {
    run(async {
        let bench = Bench::new(Rules::default()).await;
        let old = bench.flag(1, json!({"subject": {"pledge": "b", "seq": 1}, "ground": "spam"})).await.case.id;
        let danger = bench.flag(2, json!({"danger": true})).await.case.id;
        let other = bench.flag(3, json!({"subject": {"pledge": "c", "seq": 1}, "ground": "other"})).await.case.id;
        let ids = |filter: Filter| {
            let bench = &bench;
            async move {
                let queue = bench.office.queue(&filter, &bench.first, NOW).await.expect("a queue");
                queue.into_iter().map(|one| one.case.id).collect::<Vec<_>>()
            }
        };
        assert_eq!(ids(Filter::default()).await, [danger.clone(), old.clone(), other.clone()]);
        assert_eq!(ids(Filter { ground: Some("spam".into()), ..Filter::default() }).await, [old]);
        assert_eq!(ids(Filter { edition: Some("none".into()), ..Filter::default() }).await, [other]);
        bench.office.claim(&danger, &bench.first, NOW).await.expect("claimed");
        assert_eq!(ids(Filter { stage: Some(Stage::UnderReview), ..Filter::default() }).await, [danger]);
        assert_eq!(ids(Filter { whose: Whose::Nobodys, ..Filter::default() }).await.len(), 2);
    });
}

#[test]
fn a_removal_is_confirmed_by_somebody_else_who_saw_all_of_it() {
    run(async {
        let bench = Bench::new(Rules::default()).await;
        let case = bench.flag(1, json!({})).await.case.id;
        let remove = || says(Outcome::Removed, Ground::PersonalData);
        assert!(!bench.decide(&case, remove(), &bench.first, NOW).await.expect("proposed"));
        assert_eq!(bench.stage(&case, NOW).await, Stage::Proposed);
        assert!(bench.follow(NOW + 1).await.published.is_none(), "nothing goes before it is confirmed");
        let version = bench.version(&case).await;
        assert_eq!(refused(bench.office.confirm(&case, version, &bench.first, NOW).await), Refusal::SameAsFirst);
        bench.flag(2, json!({"explanation": "Something new about it."})).await;
        assert_eq!(refused(bench.office.confirm(&case, version, &bench.second, NOW).await), Refusal::Changed);
        bench.office.send_back(&case, "Look at the new one.", &bench.second, NOW).await.expect("sent back");
        assert_eq!(bench.stage(&case, NOW).await, Stage::UnderReview);
        assert!(!bench.decide(&case, remove(), &bench.first, NOW).await.expect("proposed again"));
        bench.office.confirm(&case, bench.version(&case).await, &bench.second, NOW + 9).await.expect("confirmed");
        assert!(bench.follow(NOW + 10).await.published.is_some());
        assert_eq!(bench.desk.files_with(BAD), [""; 0]);
    });
}

#[test]
fn what_was_removed_is_in_no_file_in_no_encoding_and_comes_back_with_no_publication() {
    run(async {
        let bench = Bench::new(Rules { second: false, ..Rules::default() }).await;
        let mut held_it = bench.desk.files_with(BAD);
        held_it.sort();
        assert_eq!(held_it.len(), 3, "plain, gzip, brotli: {held_it:?}");
        let case = bench.flag(1, json!({})).await.case.id;
        assert!(
            bench
                .decide(&case, says(Outcome::Removed, Ground::PersonalData), &bench.first, NOW)
                .await
                .expect("decided")
        );
        let outcome = bench.follow(NOW + 10).await.published.expect("published");
        let mut purge: Vec<String> = outcome.swept.purge.iter().map(|p| p.replace("parts/", "")).collect();
        purge.sort();
        assert_eq!(purge, held_it, "each is listed for caches");
        let noted = fs::read_to_string(bench.data.path().join(office::PURGE)).expect("a list");
        assert!(held_it.iter().all(|name| noted.contains(name.as_str())), "{noted}");
        assert_eq!(bench.desk.files_with(BAD), [""; 0]);
        // The source still has it, and publishes again.
        bench.desk.publish_at(NOW + DAY);
        assert_eq!(bench.desk.files_with(BAD), [""; 0]);
        assert!(bench.follow(NOW + DAY).await.published.is_none(), "there is nothing left to do");
        // Somebody loses the line: then nothing is published at all.
        fs::write(bench.desk.records_dir().join("removals.ndjson"), "").expect("written");
        assert!(bench.desk.refused().contains("lacks 1 removals"));
    });
}

#[test]
fn a_removal_that_was_cut_off_anywhere_is_done_by_the_next_look_and_once() {
    run(async {
        let bench = Bench::new(Rules { second: false, ..Rules::default() }).await;
        let case = bench.flag(1, json!({})).await.case.id;
        bench.decide(&case, says(Outcome::Removed, Ground::PersonalData), &bench.first, NOW).await.expect("decided");
        // Ended after the line was written, and before anything was published.
        assert_eq!(office::append_pending(&bench.office.store, &bench.desk.records_dir()).await.expect("written"), 1);
        let done = bench.follow(NOW + 5).await;
        assert!(done.written == 0 && done.published.is_some());
        assert_eq!(bench.lines().len(), 1);
        assert!(bench.follow(NOW + 6).await.published.is_none());
        // A line that somebody added by hand follows, too.
        bench.desk.remove(&removal(7, "b"));
        assert!(bench.follow(NOW + 7).await.published.is_some());
        assert!(bench.follow(NOW + 8).await.published.is_none());
    });
}

#[test]
fn a_hold_takes_the_text_away_at_once_and_ends_by_itself_unless_a_second_confirms() {
    run(async {
        let bench = Bench::new(Rules::default()).await;
        let case = bench.flag(1, json!({"danger": true, "ground": "other"})).await.case.id;
        bench.office.hold(&case, Scope::Text, Ground::Safety, "", &bench.first, NOW).await.expect("held");
        assert_eq!(bench.stage(&case, NOW).await, Stage::Held);
        bench.follow(NOW + 1).await;
        assert_eq!((bench.desk.files_with(BAD).len(), bench.lines()[0]["state"].as_str()), (0, Some("held")));
        assert_eq!(refused(bench.office.confirm_hold(&case, &bench.first, NOW).await), Refusal::SameAsFirst);
        assert_eq!(bench.office.end_holds(NOW + 72 * HOUR - 1).await.expect("looked"), 0);
        assert_eq!(bench.office.end_holds(NOW + 72 * HOUR).await.expect("looked"), 1);
        bench.follow(NOW + 72 * HOUR).await;
        assert_eq!(bench.desk.files_with(BAD).len(), 3, "it is back");
        let log = office::log_of(&bench.office.store, Some(&case)).await.expect("a log");
        assert!(log.iter().any(|entry| entry.who == "automatic" && entry.what == "hold ended"), "{log:?}");

        let again = NOW + 80 * HOUR;
        let renew = bench.office.hold(&case, Scope::Text, Ground::Safety, "", &bench.first, again);
        assert_eq!(refused(renew.await), Refusal::SameAsFirst, "nobody holds for ever by themselves");
        bench.office.hold(&case, Scope::Text, Ground::Safety, "", &bench.second, again).await.expect("held again");
        bench.office.confirm_hold(&case, &bench.first, again).await.expect("confirmed");
        assert_eq!(bench.office.end_holds(again + 200 * HOUR).await.expect("looked"), 0, "it lasts");
        bench.follow(again).await;
        assert_eq!(bench.desk.files_with(BAD).len(), 0);
        for outcome in [Outcome::Void, Outcome::Referred, Outcome::Corrected] {
            let shown = bench.decide(&case, says(outcome, Ground::Safety), &bench.second, again + HOUR).await;
            assert_eq!(refused(shown), Refusal::StillAway, "only who says so shows it again");
        }
        // It is decided that it stays: then it is restored.
        let later = again + HOUR;
        bench.decide(&case, says(Outcome::Kept, Ground::Safety), &bench.second, later).await.expect("decided");
        bench.follow(later).await;
        assert_eq!(bench.desk.files_with(BAD).len(), 3);
    });
}

#[test]
fn a_held_text_goes_for_good_as_it_was_held() {
    run(async {
        let bench = Bench::new(Rules::default()).await;
        let case = bench.flag(1, json!({})).await.case.id;
        bench.office.hold(&case, Scope::Pledge, Ground::Safety, "", &bench.first, NOW).await.expect("held");
        let remove = Proposal { scope: Scope::Standing, ..says(Outcome::Removed, Ground::Safety) };
        assert!(!bench.decide(&case, remove, &bench.second, NOW + HOUR).await.expect("proposed"));
        bench.office.confirm(&case, bench.version(&case).await, &bench.first, NOW + HOUR).await.expect("confirmed");
        bench.follow(NOW + HOUR).await;
        let lines = bench.lines();
        let last = lines.last().expect("a line");
        assert_eq!((&last["id"], &last["texts"], &last["state"]), (&json!("a"), &Value::Null, &json!("removed")));
        assert_eq!(last["at"], lines[0]["at"], "it is gone since it was held");
    });
}

#[test]
fn somebody_elses_claim_or_proposal_does_not_stand_in_the_way_of_a_hold() {
    run(async {
        let bench = Bench::new(Rules::default()).await;
        let case = bench.flag(1, json!({})).await.case.id;
        assert!(
            !bench
                .decide(&case, says(Outcome::Removed, Ground::PersonalData), &bench.first, NOW)
                .await
                .expect("proposed")
        );
        bench.office.claim(&case, &bench.first, NOW).await.expect("claimed");
        let before = bench.version(&case).await;
        bench.office.hold(&case, Scope::Text, Ground::PersonalData, "", &bench.second, NOW + 1).await.expect("held");
        bench.follow(NOW + 2).await;
        assert_eq!(bench.desk.files_with(BAD).len(), 0);
        assert_eq!(refused(bench.office.confirm(&case, before, &bench.second, NOW + 3).await), Refusal::Changed);
        bench.office.confirm(&case, bench.version(&case).await, &bench.second, NOW + 3).await.expect("confirmed");
        // Of a decided case that is objected to the text may be held again.
        bench.office.reopen(&case, "A doubt.", &bench.second, NOW + 4).await.expect("reopened");
        bench.decide(&case, says(Outcome::Kept, Ground::Other), &bench.second, NOW + 5).await.expect("restored");
        bench.flag(2, json!({"kind": "objection", "about": case, "danger": true})).await;
        bench.office.hold(&case, Scope::Text, Ground::Safety, "", &bench.second, NOW + 6).await.expect("held");
        bench.follow(NOW + 7).await;
        assert_eq!(bench.desk.files_with(BAD).len(), 0);
    });
}

#[test]
fn what_is_held_or_proposed_or_objected_to_stays_in_the_queue_when_its_flags_are_taken_back() {
    run(async {
        let bench = Bench::new(Rules::default()).await;
        let flag = bench.flag(1, json!({})).await;
        let listed = async || bench.office.queue(&Filter::default(), &bench.first, NOW).await.expect("a queue").len();
        bench.office.hold(&flag.case.id, Scope::Text, Ground::Safety, "", &bench.first, NOW).await.expect("held");
        bench.office.confirm_hold(&flag.case.id, &bench.second, NOW).await.expect("confirmed");
        bench.office.store.take_back(&flag.id, &rfc(NOW + 5)).await.expect("taken back");
        assert_eq!(listed().await, 1, "somebody has to decide what becomes of the text");
        assert_eq!(bench.office.store.cases(false).await.expect("cases").len(), 1);
        bench.decide(&flag.case.id, says(Outcome::Kept, Ground::Other), &bench.first, NOW + 6).await.expect("decided");
        assert_eq!(listed().await, 0);
        bench.office.reopen(&flag.case.id, "A doubt.", &bench.first, NOW + 7).await.expect("reopened");
        assert_eq!(listed().await, 1);
        let gone = bench.flag(2, json!({"subject": {"pledge": "b", "seq": 1}})).await;
        assert_eq!(refused(bench.office.take_out(&gone.case.id, &gone.id, &bench.first, NOW).await), Refusal::OnlyFlag);
    });
}

#[test]
fn an_upheld_removal_stays_exactly_what_it_was_and_more_of_it_needs_a_second() {
    run(async {
        let bench = Bench::new(Rules { hear_days: 0, ..Rules::default() }).await;
        let case = bench.flag(1, json!({})).await.case.id;
        let whole = Proposal { scope: Scope::Pledge, ..says(Outcome::Removed, Ground::PersonalData) };
        bench.decide(&case, whole.clone(), &bench.first, NOW).await.expect("proposed");
        bench.office.confirm(&case, bench.version(&case).await, &bench.second, NOW).await.expect("confirmed");
        bench.follow(NOW + 1).await;
        bench.office.reopen(&case, "A doubt.", &bench.first, NOW + 2).await.expect("reopened");
        let uphold = Proposal { scope: Scope::Standing, ..says(Outcome::Removed, Ground::Safety) };
        assert!(bench.decide(&case, uphold, &bench.second, NOW + 3).await.expect("upheld by one"));
        bench.follow(NOW + 4).await;
        assert_eq!(bench.desk.ids(), ["b"], "the whole pledge is still away");
        assert_eq!(bench.lines().last().expect("a line")["ground"], json!("safety"));
        bench.office.reopen(&case, "Only the text.", &bench.first, NOW + 5).await.expect("reopened");
        let less = says(Outcome::Removed, Ground::PersonalData);
        assert!(!bench.decide(&case, less, &bench.first, NOW + 6).await.expect("less is a decision of its own"));

        bench.desk.remove(
            &json!({"case": "00000000-0000-4000-8000-000000000008", "id": "b", "state": "removed", "by": "party",
            "texts": [Sha256Hex::of(b"Another text.").to_string(), Sha256Hex::of(b"Title of b").to_string()],
            "at": "2026-10-01T12:00:00Z", "restored": null, "ground": "other", "statement": {"en": "Withdrawn."}}),
        );
        bench.desk.publish_at(NOW + 7);
        let about = "00000000-0000-4000-8000-000000000008";
        bench.flag(8, json!({"kind": "objection", "about": about, "subject": {"pledge": "b", "seq": 1}})).await;
        let uphold = Proposal { scope: Scope::Standing, ..says(Outcome::Removed, Ground::Other) };
        assert!(bench.decide(about, uphold, &bench.first, NOW + 9).await.expect("upheld"));
        bench.follow(NOW + 10).await;
        let last = bench.lines().pop().expect("a line");
        assert_eq!((last["texts"].as_array().map(Vec::len), &last["by"]), (Some(2), &json!("party")));
    });
}

#[test]
fn half_a_line_that_a_crash_left_does_not_stop_the_next_removal() {
    run(async {
        let bench = Bench::new(Rules { second: false, ..Rules::default() }).await;
        for (n, left) in ["{\"case\":\"0000", "", "\n", &format!("{}\n{{\"ca", removal(7, "b"))].iter().enumerate() {
            fs::write(bench.desk.records_dir().join("removals.ndjson"), left).expect("written");
            let case = bench.flag(10 + u32::try_from(n).expect("few"), json!({})).await.case.id;
            bench
                .decide(&case, says(Outcome::Removed, Ground::PersonalData), &bench.first, NOW)
                .await
                .expect("decided");
            assert_eq!(
                office::append_pending(&bench.office.store, &bench.desk.records_dir()).await.expect("written"),
                1
            );
            assert_eq!(bench.lines().last().expect("a line")["case"], json!(case), "{left:?}");
        }
    });
}

#[test]
fn files_that_a_publication_could_not_delete_go_with_the_next_look_and_caches_are_told() {
    run(async {
        let bench = Bench::new(Rules { second: false, ..Rules::default() }).await;
        let old: Vec<_> = bench.desk.part_files().into_iter().map(|name| format!("parts/{name}")).collect();
        let kept: Vec<_> = old.iter().map(|name| fs::read(bench.desk.feed().join(name)).expect("there")).collect();
        let case = bench.flag(1, json!({})).await.case.id;
        bench.decide(&case, says(Outcome::Removed, Ground::PersonalData), &bench.first, NOW).await.expect("decided");
        office::append_pending(&bench.office.store, &bench.desk.records_dir()).await.expect("written");
        // A publication that ended before it could delete anything, and before anybody was told.
        bench.desk.publish_at(NOW + 1);
        for (name, bytes) in old.iter().zip(kept) {
            fs::write(bench.desk.feed().join(name), bytes).expect("written");
        }
        assert!(!bench.desk.files_with(BAD).is_empty());
        assert!(bench.follow(NOW + 2).await.published.is_some());
        assert_eq!(bench.desk.files_with(BAD), [""; 0]);
        let noted = fs::read_to_string(bench.data.path().join(office::PURGE)).expect("a list");
        assert!(old.iter().all(|name| noted.contains(name.as_str())), "{noted}");
        assert!(bench.follow(NOW + 3).await.published.is_none());
        let again = fs::read_to_string(bench.data.path().join(office::PURGE)).expect("a list");
        assert_eq!(noted, again, "once");
    });
}

#[test]
fn nothing_is_held_but_to_protect_a_person() {
    run(async {
        let bench = Bench::new(Rules::default()).await;
        let case = bench.flag(1, json!({"ground": "spam"})).await.case.id;
        let hold = |ground| bench.office.hold(&case, Scope::Text, ground, "", &bench.first, NOW);
        assert_eq!(refused(hold(Ground::Spam).await), Refusal::NotUrgent);
        assert_eq!(
            refused(bench.office.hold(&case, Scope::Report, Ground::Safety, "", &bench.first, NOW).await),
            Refusal::NoText
        );
        hold(Ground::PersonalData).await.expect("held");
        assert_eq!(refused(hold(Ground::PersonalData).await), Refusal::Decided);
    });
}

#[test]
fn a_party_is_heard_before_a_removal_but_where_somebody_is_exposed() {
    run(async {
        let bench = Bench::new(Rules { second: false, ..Rules::default() }).await;
        // Who ticks "danger" does not take a party's answer away.
        let case = bench.flag(1, json!({"ground": "spam", "danger": true})).await.case.id;
        let heard = bench.office.heard(&case, "Before anybody asked.", &bench.first, NOW).await;
        assert_eq!(refused(heard), Refusal::MustHear(None));
        let remove = |now| bench.decide(&case, says(Outcome::Removed, Ground::Spam), &bench.first, now);
        assert_eq!(refused(remove(NOW).await), Refusal::MustHear(None));
        bench.office.set_contact("ns-au", "office@example.org").await.expect("kept");
        bench.office.ask(&case, "A text was flagged.", true, &bench.first, NOW).await.expect("asked");
        assert_eq!(bench.stage(&case, NOW).await, Stage::Hearing);
        assert_eq!(refused(remove(NOW + 6 * DAY).await), Refusal::MustHear(Some(rfc(NOW + 7 * DAY))));
        bench.office.heard(&case, "We wrote it in error.", &bench.first, NOW + DAY).await.expect("kept");
        assert!(remove(NOW + DAY).await.expect("decided"));

        let of_nobody = bench.flag(2, json!({"ground": "spam", "subject": {"pledge": "b", "seq": 1}})).await.case.id;
        let whole = Proposal { scope: Scope::Pledge, ..says(Outcome::Removed, Ground::Spam) };
        assert!(bench.decide(&of_nobody, whole, &bench.first, NOW).await.expect("there is nobody to ask"));
    });
}

#[test]
fn an_objection_has_the_receipt_of_its_flag_and_is_decided_by_somebody_else() {
    run(async {
        let bench = Bench::new(Rules { second: false, ..Rules::default() }).await;
        let flag = bench.flag(1, json!({})).await;
        let case = flag.case.id.clone();
        bench
            .decide(&case, says(Outcome::Removed, Ground::PersonalData), &bench.first, NOW + 5)
            .await
            .expect("decided");
        bench.follow(NOW + 6).await;
        let objection = bench.flag(9, json!({"kind": "objection", "about": flag.id})).await;
        assert_eq!((&objection.receipt, &objection.case.id), (&flag.receipt, &case));
        assert_eq!(bench.stage(&case, NOW + 10).await, Stage::Objected);
        let restore = |who| bench.decide(&case, says(Outcome::Kept, Ground::PersonalData), who, NOW + 20);
        assert_eq!(refused(restore(&bench.first).await), Refusal::ObjectionToOwn);
        assert!(restore(&bench.second).await.expect("decided"));
        bench.follow(NOW + 21).await;
        assert_eq!(bench.desk.files_with(BAD).len(), 3, "it is restored");
        assert!(bench.lines()[1]["restored"].is_string() && bench.lines()[1]["case"] == bench.lines()[0]["case"]);

        bench.office.end("Bruno", NOW).await.expect("left");
        bench.office.reopen(&case, "We doubt it.", &bench.first, NOW + 30).await.expect("reopened");
        let again = says(Outcome::Removed, Ground::PersonalData);
        assert!(bench.decide(&case, again, &bench.first, NOW + 31).await.expect("there is nobody else"));
    });
}

#[test]
fn a_removal_that_was_decided_elsewhere_can_be_objected_to_and_restored() {
    run(async {
        let bench = Bench::new(Rules { second: false, ..Rules::default() }).await;
        bench.desk.remove(&removal(7, "b"));
        bench.desk.publish_at(NOW + 1);
        let about = "00000000-0000-4000-8000-000000000007";
        let objection =
            bench.flag(3, json!({"kind": "objection", "about": about, "subject": {"pledge": "b", "seq": 1}})).await;
        assert_eq!(objection.case.id, about);
        let keep = Proposal { scope: Scope::Pledge, ..says(Outcome::Kept, Ground::Other) };
        bench.decide(about, keep, &bench.first, NOW + 9).await.expect("decided");
        bench.follow(NOW + 10).await;
        assert_eq!(bench.desk.ids(), ["a", "b"]);

        let unknown = json!({"id": "00000000-0000-4000-8000-000000000099", "format": "pledge-flag/1", "kind": "objection",
            "about": "00000000-0000-4000-8000-00000000dead", "subject": {"pledge": "b", "seq": 1}, "ground": "other",
            "explanation": "It should stand.", "good_faith": true, "lang": "en", "made": "2026-11-20T08:00:00Z"});
        let unknown = parse_flag(unknown.to_string().as_bytes()).expect("a flag");
        assert!(matches!(bench.office.store.put(&unknown, &[], &rfc(NOW)).await, Ok(Put::Unknown)));
    });
}

#[test]
fn a_flag_that_belongs_elsewhere_is_sorted_and_what_it_said_stays_as_it_was_sent() {
    run(async {
        let bench = Bench::new(Rules::default()).await;
        let (one, two) = (bench.flag(1, json!({"ground": "spam"})).await, bench.flag(2, json!({})).await);
        let case = &one.case.id;
        bench.office.reclassify(case, &one.id, "safety", &bench.first, NOW).await.expect("sorted");
        let flags = bench.office.dossier(case, NOW).await.expect("a case").flags;
        assert_eq!((flags[0].ground.as_str(), flags[0].flag.ground), ("safety", Ground::Spam));
        let own = bench.office.take_out(case, &two.id, &bench.first, NOW).await.expect("taken out");
        assert_eq!(bench.office.dossier(case, NOW).await.expect("a case").flags.len(), 1);
        assert_eq!(bench.office.dossier(&own, NOW).await.expect("a case").flags[0].receipt, two.receipt);
        assert_eq!(bench.flag(3, json!({})).await.case.id, *case, "later ones join the first");
    });
}

#[test]
fn a_session_ends_after_a_while_after_hours_when_signed_out_and_when_its_moderator_leaves() {
    run(async {
        let bench = Bench::new(Rules::default()).await;
        let office = &bench.office;
        let session = office.begin_session(&bench.first, NOW).await.expect("begun");
        let is_mine = async |now| office.session(&session, now).await.expect("asked").is_some();
        assert!(is_mine(NOW + HOUR).await);
        assert!(!is_mine(NOW + 4 * HOUR).await, "nobody used it for two hours");
        let session = office.begin_session(&bench.first, NOW).await.expect("begun");
        for hours in 1..12 {
            assert!(office.session(&session, NOW + hours * HOUR).await.expect("asked").is_some(), "{hours}");
        }
        assert!(office.session(&session, NOW + 12 * HOUR).await.expect("asked").is_none(), "twelve hours are over");
        let (one, other) = (
            office.begin_session(&bench.second, NOW).await.expect("begun"),
            office.begin_session(&bench.second, NOW).await.expect("begun"),
        );
        office.sign_out(&one).await.expect("signed out");
        assert!(office.session(&one, NOW).await.expect("asked").is_none());
        assert!(office.session(&other, NOW).await.expect("asked").is_some());
        office.sign_out_everywhere(&bench.second, NOW).await.expect("signed out");
        assert!(office.session(&other, NOW).await.expect("asked").is_none());
        let last = office.begin_session(&bench.second, NOW).await.expect("begun");
        office.end("Bruno", NOW).await.expect("left");
        assert!(office.session(&last, NOW).await.expect("asked").is_none());
        assert!(office.known("Bruno", "a long enough sentence").await.expect("asked").is_none());
    });
}

#[test]
fn a_one_time_link_works_once_for_a_week_and_for_a_password_that_is_long_enough() {
    run(async {
        let bench = Bench::new(Rules::default()).await;
        let token = bench.office.invite("Chloé", Role::Observer, NOW).await.expect("invited");
        let choose = |password, now| bench.office.choose_password(&token, password, now);
        assert_eq!(refused(choose("short", NOW).await), Refusal::ShortPassword);
        assert_eq!(refused(choose("a long enough sentence", NOW + 8 * DAY).await), Refusal::BadLink);
        choose("a long enough sentence", NOW).await.expect("chosen");
        assert_eq!(refused(choose("another long sentence", NOW).await), Refusal::BadLink);
        assert!(bench.office.known("Chloé", "another long sentence").await.expect("asked").is_none());
        let known = bench.office.known("Chloé", "a long enough sentence").await.expect("asked").expect("known");
        assert_eq!(known.role, Role::Observer);
    });
}

/// Answers one request after another, each in another thread's time; what came is sent back.
fn hook(listener: TcpListener, answers: &'static [&'static str]) -> thread::JoinHandle<Vec<String>> {
    thread::spawn(move || {
        let mut came = Vec::new();
        for answer in answers {
            let (mut stream, _) = listener.accept().expect("a connection");
            let mut bytes = vec![0; 4096];
            let mut text = String::new();
            while !text.contains("\r\n\r\n{") || !text.ends_with('}') {
                let n = stream.read(&mut bytes).expect("bytes");
                text += &String::from_utf8_lossy(&bytes[..n]);
            }
            let head = format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            stream.write_all(head.as_bytes()).expect("answered");
            came.push(text.split("\r\n\r\n").nth(1).expect("a body").to_owned());
        }
        came
    })
}

#[test]
fn a_message_that_nobody_takes_is_tried_again_and_danger_leaves_first() {
    run(async {
        let bench = Bench::new(Rules::default()).await;
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        drop(listener);
        let channels = Channels {
            webhook: Some(format!("http://{address}/hook")),
            smtp: Some(format!("smtp://{address}")),
            from: Some("desk@example.org".to_owned()),
            to: vec!["moderators@example.org".to_owned()],
            desk: Some("https://pledges.example.org".to_owned()),
        };
        let store = &bench.office.store;
        let deliver = async |channels: &Channels, now| {
            let (hook, mail) =
                (office::deliver(store, channels, "webhook", now), office::deliver(store, channels, "mail", now));
            Ok::<_, OfficeError>(hook.await? + mail.await?)
        };
        bench.flag(1, json!({"explanation": "A secret of the reader."})).await;
        bench.flag(2, json!({"danger": true, "subject": {"pledge": "b", "seq": 1}})).await;
        assert_eq!(office::file_new_cases(store, &channels, NOW).await.expect("filed"), 2);
        assert_eq!(office::file_new_cases(store, &channels, NOW).await.expect("filed"), 0, "once");
        assert_eq!(deliver(&channels, NOW).await.expect("tried"), 0, "nobody is there");
        let (unsent, why) = office::unsent(store).await.expect("known");
        assert!(unsent == 4 && why.is_some(), "{unsent} {why:?}");
        assert_eq!(deliver(&channels, NOW + 10).await.expect("tried"), 0, "not yet");
        let came = hook(TcpListener::bind(address).expect("the port"), &["503 Busy", "204 No Content"]);
        let no_mail = Channels { smtp: None, ..channels.clone() };
        assert_eq!(deliver(&no_mail, NOW + 20).await.expect("tried"), 1);
        let came = came.join().expect("answered");
        assert!(came[0].contains("\"danger\":true") && came[1].contains("\"danger\":false"), "{came:?}");
        assert!(came[0].contains("https://pledges.example.org/desk/cases/"), "{came:?}");
        assert!(!came.join("").contains("secret"), "what a reader wrote stays in the desk");
        let came = hook(TcpListener::bind(address).expect("the port"), &["200 OK"]);
        assert_eq!(deliver(&no_mail, NOW + 60).await.expect("tried"), 1);
        assert!(came.join().expect("answered")[0].contains("\"danger\":true"), "the one that was refused");
    });
}

#[test]
fn the_public_numbers_tell_what_became_of_flags_and_nothing_of_who_or_what() {
    run(async {
        let bench = Bench::new(Rules { second: false, ..Rules::default() }).await;
        let case =
            bench.flag(1, json!({"contact": {"name": "Rosa Reader", "email": "rosa@example.org"}})).await.case.id;
        for n in 2..=6 {
            bench.flag(n, json!({})).await;
        }
        bench
            .decide(&case, says(Outcome::Removed, Ground::PersonalData), &bench.first, NOW + 99)
            .await
            .expect("decided");
        let told = office::transparency(&bench.office.store, NOW + DAY).await.expect("told");
        assert_eq!((&told["all"]["received"], &told["all"]["removed"]), (&json!(6), &json!("1-4")));
        assert_eq!(told["by_ground"]["personal-data"]["received"], json!(6));
        assert_eq!(told["by_edition"]["33IC"]["received"], json!(6));
        assert_eq!(told["since"], json!("2026-11-20"));
        let schema = serde_json::from_str(include_str!("../../../docs/schema/transparency.schema.json")).expect("JSON");
        let schema = jsonschema::validator_for(&schema).expect("a schema");
        assert_eq!(schema.iter_errors(&told).map(|e| e.to_string()).collect::<Vec<_>>(), [""; 0]);
        let text = told.to_string();
        for word in ["Rosa", "rosa", "\"a\"", &case, &Sha256Hex::of(BAD.as_bytes()).to_string()] {
            assert!(!text.contains(word), "{word}: {text}");
        }
    });
}
