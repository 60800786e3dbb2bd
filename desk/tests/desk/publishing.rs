//! What the feed format says of publishing, sentence by sentence.

use std::{fs, process::Stdio, time::Duration};

use pledgebook_core::feed::PartKind;
use pledgebook_desk::{
    clock,
    publish::{Missing, Options},
};
use serde_json::json;

use crate::support::{DAY, Desk, NOW, assert_whole, desk_command, pledge, removal, sample};

#[test]
fn the_sample_becomes_a_feed_without_a_problem() {
    let desk = Desk::empty();
    let mut options = desk.options();
    options.records = sample();
    options.strict = true;
    let (outcome, remarks) = desk.try_publish(&options, NOW);
    let outcome = outcome.expect("published");
    assert_eq!(remarks, [], "no problem, and no number that looks like a telephone's");
    assert_eq!((outcome.manifest.pledges(), outcome.new_parts), (75, outcome.manifest.parts.len()));
    let manifest = assert_whole(&desk.feed());
    assert_eq!(manifest, outcome.manifest);
    assert_eq!(&*manifest.publisher.name, "Pledgebook sample desk");
    assert_eq!(manifest.publisher.contact.as_deref(), Some("desk@example.org"));
    assert_eq!(
        (manifest.as_of.map(|d| d.to_string()).as_deref(), &*manifest.generated),
        (Some("2026-11-19"), "2026-11-20T08:00:00Z")
    );
    let editions: Vec<_> =
        manifest.parts.iter().map(|p| p.edition.as_ref().map_or(p.kind.wire(), |e| e.as_str())).collect();
    assert_eq!(editions, ["34IC", "33IC", "32IC", "31IC", "30IC", "parties", "terms"]);
}

#[test]
fn the_sequence_never_goes_back_even_if_the_clock_does() {
    let desk = Desk::with(&[pledge("a", "x")]);
    assert_eq!(desk.publish_at(NOW).manifest.seq, NOW);
    assert_eq!(desk.publish_at(NOW + 60).manifest.seq, NOW + 60);
    assert_eq!(desk.publish_at(NOW + 60).manifest.seq, NOW + 61, "twice in a second");
    assert_eq!(desk.publish_at(NOW - 365 * DAY).manifest.seq, NOW + 62, "a clock that went back a year");
}

#[test]
fn a_feed_keeps_its_identity_and_two_feeds_have_two() {
    let (one, other) = (Desk::with(&[pledge("a", "x")]), Desk::with(&[pledge("a", "x")]));
    let feed = one.publish().manifest.feed;
    assert_eq!(one.publish().manifest.feed, feed);
    assert_ne!(other.publish().manifest.feed, feed);
    let version = uuid::Uuid::parse_str(&feed).expect("a UUID").get_version_num();
    assert_eq!(version, 4);
}

#[test]
fn a_damaged_or_later_manifest_is_never_replaced_by_another_feeds() {
    for (bytes, says) in [
        ("", "not the manifest"),
        ("{\"format\":\"pledge-feed/1\"}", "damaged"),
        ("{\"format\":\"pledge-feed/2\"}", "later format"),
    ] {
        let desk = Desk::with(&[pledge("a", "x")]);
        desk.publish();
        fs::write(desk.feed().join("manifest.json"), bytes).expect("written");
        let error = desk.refused();
        assert!(error.contains(says) && error.contains("Restore it"), "{error}");
        assert_eq!(fs::read(desk.feed().join("manifest.json")).expect("still there"), bytes.as_bytes());
    }
}

#[test]
fn bad_records_are_listed_with_file_line_id_and_reason_and_the_others_stand() {
    let desk = Desk::with(&[pledge("z", "x")]);
    let file = concat!(
        "\u{feff}{\"id\":\"a\",\"title\":\"first\"}\r\n",
        "\r\n",
        "{\"id\":\"a\",\"title\":\"again\"}\r\n",
        "{\"title\":\"no id\"}\n",
        "{\"id\":\"b\",\"title\":7}\n",
        "not json\n",
        "{\"id\":\"c\",\"submitted\":\"28.07.2019\"}\n",
    );
    let mut bytes = file.as_bytes().to_vec();
    bytes.extend_from_slice(b"{\"id\":\"d\",\"title\":\"\xff\"}\n{\"id\":\"e\"}");
    desk.raw("pledges-2.ndjson", &bytes);
    desk.records("parties.ndjson", &[json!({"names": {"en": "nobody"}})]);
    let (outcome, remarks) = desk.try_publish(&desk.options(), NOW);
    let said: Vec<_> = remarks.iter().map(ToString::to_string).collect();
    let expect = [
        "pledges-2.ndjson:3: a: id \"a\" stands twice",
        "pledges-2.ndjson:4: no id",
        "pledges-2.ndjson:5: b: not a record of this kind",
        "pledges-2.ndjson:6: not a record of this kind",
        "pledges-2.ndjson:7: c: submitted: \"28.07.2019\" is no date",
        "pledges-2.ndjson:8: d: not a record of this kind",
        "parties.ndjson:1: no id",
    ];
    assert_eq!(said.len(), expect.len(), "{said:#?}");
    for (said, expect) in said.iter().zip(expect) {
        assert!(said.starts_with(expect), "{said} should begin with {expect}");
    }
    let outcome = outcome.expect("published");
    assert_eq!((outcome.problems, outcome.left_out), (7, 6));
    let mut ids = desk.ids();
    ids.sort();
    assert_eq!(ids, ["a", "c", "e", "z"]);
}

#[test]
fn strict_writes_nothing_if_anything_would_be_left_out() {
    let desk = Desk::with(&[json!({"id": "a", "submitted": "yesterday"})]);
    let mut options = desk.options();
    options.strict = true;
    let (refused, remarks) = desk.try_publish(&options, NOW);
    assert!(refused.expect_err("refused").to_string().contains("--strict"));
    assert_eq!(remarks.len(), 1, "what is wrong is listed all the same");
    assert!(!desk.feed().exists(), "not even a folder");
    desk.publish();
    let before = desk.manifest();
    desk.try_publish(&options, NOW + 5).0.expect_err("refused");
    assert_eq!(desk.manifest(), before);
}

#[test]
fn a_published_pledge_that_is_gone_without_a_removal_stops_the_publication() {
    let desk = Desk::with(&[pledge("a", "x"), pledge("b", "y")]);
    desk.publish();
    let before = desk.manifest();
    desk.records("pledges.ndjson", &[pledge("a", "x")]);
    let error = desk.refused();
    assert!(
        error.contains("1 published pledges are gone")
            && error.contains("(b)")
            && error.contains("--allow-missing=all"),
        "{error}"
    );
    assert_eq!(desk.manifest(), before);
    // One that can no longer be read is gone too.
    desk.raw("pledges.ndjson", format!("{}\n{{\"id\":\"b\",\"title\":1}}\n", pledge("a", "x")).as_bytes());
    assert!(desk.refused().contains("(b)"));
    let mut options = desk.options();
    options.allow_missing = Missing::All;
    desk.try_publish(&options, NOW + 1).0.expect("allowed");
    assert_eq!(desk.ids(), ["a"]);
}

#[test]
fn more_than_five_of_a_hundred_that_are_gone_stop_it_also_where_a_few_may_be() {
    let all: Vec<_> = (0..101).map(|n| pledge(&format!("p{n:03}"), "x")).collect();
    let desk = Desk::with(&all[..100]);
    desk.publish();
    let attempt = |kept: &[serde_json::Value], missing, at| {
        desk.records("pledges.ndjson", kept);
        let options = Options { allow_missing: missing, ..desk.options() };
        desk.try_publish(&options, NOW + at).0.map(|_| ()).map_err(|e| e.to_string())
    };
    // Six of a hundred; that another is new does not make up for them.
    let error = attempt(&all[6..], Missing::Few, 1).expect_err("refused");
    assert!(
        error.contains("6 published pledges are gone")
            && error.contains("of 100")
            && error.contains("--allow-missing=all"),
        "{error}"
    );
    assert!(attempt(&all[6..], Missing::Refused, 1).expect_err("refused").contains("--allow-missing=all"));
    assert_eq!(desk.ids().len(), 100);
    assert!(attempt(&all[5..], Missing::Refused, 1).expect_err("refused").contains("with --allow-missing"));
    attempt(&all[5..100], Missing::Few, 2).expect("five of a hundred");
    // What is removed is not gone.
    (10..30).for_each(|n| desk.remove(&removal(n, &format!("p0{n}"))));
    attempt(&all[30..100], Missing::Few, 3).expect_err("p005 to p009 have no removal, of 95");
    attempt(&[&all[5..10], &all[30..100]].concat(), Missing::Few, 4).expect("removed");
    attempt(&all[50..60], Missing::All, 5).expect("all may go");
    assert_eq!(desk.ids().len(), 10);
}

#[test]
fn whether_a_pledge_is_gone_cannot_be_told_without_the_last_parts() {
    let desk = Desk::with(&[pledge("a", "x")]);
    let part = desk.publish().manifest.parts[0].path.to_string();
    fs::write(desk.feed().join(&part), "[]").expect("written");
    let error = desk.refused();
    assert!(error.contains(&part) && error.contains("--allow-missing"), "{error}");
    let mut options = desk.options();
    options.allow_missing = Missing::Few;
    desk.try_publish(&options, NOW + 1).0.expect("allowed");
    assert_whole(&desk.feed());
}

#[test]
fn what_has_not_changed_is_not_written_again() {
    let desk = Desk::with(&[pledge("a", "x"), json!({"id": "n"})]);
    desk.records("terms.ndjson", &[json!({"list": "editions", "id": "33IC"})]);
    assert_eq!(desk.publish().new_parts, 3);
    let files = desk.part_files();
    assert_eq!(desk.publish().new_parts, 0);
    assert_eq!(desk.part_files(), files);
    // Lines in another order, in other files, with keys in another order, are the same records.
    desk.records("pledges.ndjson", &[json!({"id": "n", "unknown": 1, "title": null})]);
    desk.records("pledges-more.ndjson", &[pledge("a", "x")]);
    assert_eq!(desk.publish().new_parts, 0);
    // A sibling that is missing, from a crash, is made again.
    let sibling = desk.feed().join("parts").join(&files[1]);
    fs::remove_file(&sibling).expect("removed");
    desk.publish();
    assert!(sibling.exists());
    assert_whole(&desk.feed());
}

#[test]
fn old_parts_are_kept_for_90_days_after_their_last_use() {
    let desk = Desk::with(&[pledge("a", "x"), json!({"id": "n"})]);
    // The part of `a` was made long before it was replaced.
    let old = desk.publish_at(NOW).manifest.parts[0].path.to_string();
    for file in desk.part_files() {
        let file = fs::File::options().append(true).open(desk.feed().join("parts").join(file)).expect("opened");
        file.set_modified(clock::system_time(NOW - 300 * DAY)).expect("set");
    }
    desk.records("pledges.ndjson", &[pledge("a", "changed"), json!({"id": "n"})]);
    let outcome = desk.publish_at(NOW);
    assert_eq!((outcome.swept.kept, outcome.swept.aged, outcome.swept.removed), (1, 0, 0));
    for (days, kept) in [(1, true), (90, true), (91, false)] {
        let outcome = desk.publish_at(NOW + days * DAY);
        assert_eq!(desk.feed().join(&old).exists(), kept, "after {days} days");
        assert_eq!(outcome.swept.aged, usize::from(!kept));
    }
    assert!(
        desk.part_files().iter().all(|f| !f.contains(old.trim_start_matches("parts/"))),
        "its siblings are gone too"
    );
    assert_whole(&desk.feed());
}

#[test]
fn files_that_are_not_ours_and_the_parts_in_use_are_left_alone() {
    let desk = Desk::with(&[pledge("a", "x")]);
    desk.publish();
    for (name, stays) in [
        ("feed/transparency.json", true),
        ("feed/parts/notes.txt", true),
        ("feed/parts/index.json", true),
        ("feed/.new-abc", false),
        ("feed/parts/.new-abc", false),
        ("feed/parts/33IC.0123456789abcdef.json.gz", false),
        ("feed/parts/33IC.0123456789abcdef.json", false),
    ] {
        let path = desk.records_dir().parent().expect("a folder").join(name);
        fs::write(&path, "left over").expect("written");
        desk.publish();
        assert_eq!(path.exists(), stays, "{name}");
    }
    assert_whole(&desk.feed());
}

#[test]
fn the_mark_m_is_kept_while_its_parts_are_of_a_good_size() {
    let many = |n: usize| (0..n).map(|i| pledge(&format!("p{i:04}"), &"word ".repeat(60))).collect::<Vec<_>>();
    let desk = Desk::with(&many(1_200));
    let cut = desk.publish().manifest.cut.expect("M");
    assert!(desk.manifest().parts.len() > 2 && cut.get() > 1, "{cut:?}");
    desk.records("pledges.ndjson", &many(1_500));
    assert_eq!(desk.publish().manifest.cut, Some(cut), "more pledges, the same M");
}

#[test]
fn the_feed_json_says_what_the_manifest_says_of_itself() {
    let desk = Desk::with(&[pledge("a", "x")]);
    let plain = desk.publish().manifest;
    assert!(!plain.publisher.official && plain.flags.is_none() && plain.as_of.is_none());
    assert_eq!(plain.disclaimer.iter().count(), 4);
    let config = json!({
        "publisher": {"name": "The organisers", "url": "https://o.example/", "contact": "mailto:o@o.example", "official": true},
        "source": {"name": "Their site", "url": "https://s.example/", "contact": null},
        "disclaimer": {"en": "Read with care."}, "as_of": "2026-11", "reports": {"32IC": "complete"},
        "flags": {"post": "https://o.example/flags", "status": "https://o.example/flags/{id}", "languages": ["en"], "answer_days": 14}
    });
    desk.raw("feed.json", config.to_string().as_bytes());
    desk.publish();
    let bytes = fs::read(desk.feed().join("manifest.json")).expect("a manifest");
    let written: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
    for (key, value) in config.as_object().expect("an object") {
        assert_eq!(&written[key], value, "{key}");
    }
    desk.raw("feed.json", b"{\"publisher\":{\"nmae\":\"x\"}}");
    assert!(desk.refused().contains("nmae"));
}

#[test]
fn records_that_are_not_there_are_an_error_that_says_what_to_do() {
    let desk = Desk::empty();
    assert!(desk.refused().contains("has no pledges*.ndjson"));
    assert!(!desk.feed().exists());
    desk.records("pledges.ndjson", &[]);
    assert_eq!(desk.publish().manifest.parts.len(), 0, "no pledges at all are a feed without parts");
}

#[test]
fn personal_data_is_in_no_file_of_the_feed() {
    let desk = Desk::with(&[pledge("a", "Write to jane@example.org, Tel. 022 730 42 22, in 2019-2023")]);
    desk.records("parties.ndjson", &[json!({"id": "x", "names": {"en": "Desk of Jane, jane@example.org"}})]);
    let (outcome, remarks) = desk.try_publish(&desk.options(), NOW);
    assert_eq!((outcome.expect("published").cut_out, remarks.len()), (3, 3));
    for remark in &remarks {
        let said = remark.to_string();
        assert!(said.contains(".ndjson:1: ") && !said.contains("jane@") && !said.contains("730 42"), "{said}");
    }
    assert_eq!(desk.pledges()[0]["sections"][0]["text"], "Write to [removed], Tel. [removed], in 2019-2023");
    assert_eq!(desk.files_with("jane@"), [""; 0]);
    assert_eq!(desk.files_with("730 42"), [""; 0]);
}

#[test]
fn personal_data_that_the_source_only_now_cuts_leaves_the_old_parts_too() {
    // A part of an earlier version of the desk, which did not know this for an address.
    let desk = Desk::with(&[pledge("a", "x")]);
    desk.publish();
    let json = "[{\"id\":\"a\",\"title\":\"jane@example.org\"}]";
    fs::write(desk.feed().join("parts/33IC.0123456789abcdef.json"), json).expect("written");
    let outcome = desk.publish();
    assert_eq!((outcome.swept.removed, desk.files_with("jane@")), (1, Vec::new()));
}

#[test]
fn a_text_that_grows_over_the_limit_when_it_is_cut_is_left_out_and_named() {
    let desk = Desk::with(&[pledge("a", &"a@b.cc ".repeat(9_300)), pledge("b", "x")]);
    let (outcome, remarks) = desk.try_publish(&desk.options(), NOW);
    assert_eq!(outcome.expect("published").left_out, 1);
    assert!(remarks.iter().any(|r| r.to_string().contains("after cleaning: text has more than")));
    assert_eq!(desk.ids(), ["b"]);
}

#[cfg(unix)]
#[test]
fn a_web_server_may_read_the_feed() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with(&[pledge("a", "x")]);
    desk.publish();
    let probe = desk.records_dir().join("probe");
    fs::write(&probe, "").expect("written");
    let usual = fs::metadata(&probe).expect("there").permissions().mode();
    for file in desk.part_files().iter().map(|f| format!("parts/{f}")).chain(["manifest.json".to_owned()]) {
        assert_eq!(fs::metadata(desk.feed().join(&file)).expect("there").permissions().mode(), usual, "{file}");
    }
}

#[test]
fn two_publishers_at_once_publish_one_after_the_other() {
    let desk = Desk::with(&(0..40).map(|n| pledge(&format!("p{n}"), "x")).collect::<Vec<_>>());
    let (records, feed) = (desk.records_dir(), desk.feed());
    let args = ["publish", "--records", records.to_str().expect("a path"), "--feed", feed.to_str().expect("a path")];
    let start = || desk_command(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started");
    let running: Vec<_> = (0..4).map(|_| start()).collect();
    for mut child in running {
        assert!(child.wait().expect("ended").success());
    }
    let manifest = assert_whole(&desk.feed());
    assert!(
        manifest.seq >= clock::now() && manifest.seq <= clock::now() + 4,
        "each took a number of its own: {}",
        manifest.seq
    );
    assert_eq!(manifest.parts.iter().filter(|p| p.kind == PartKind::Pledges).map(|p| p.records).sum::<u64>(), 40);
}

#[test]
fn a_publisher_that_may_not_wait_says_that_another_is_at_work() {
    let desk = Desk::with(&[pledge("a", "x")]);
    desk.publish();
    let lock = fs::File::options().append(true).open(desk.feed().join(".lock")).expect("opened");
    lock.lock().expect("locked");
    let mut options = desk.options();
    options.wait = Duration::ZERO;
    let error = desk.try_publish(&options, NOW).0.expect_err("refused").to_string();
    assert!(error.contains("another publication"), "{error}");
    lock.unlock().expect("unlocked");
    desk.publish();
}

#[test]
fn a_signature_of_the_last_manifest_does_not_stay_with_the_new_one() {
    let desk = Desk::with(&[pledge("a", "x")]);
    desk.publish();
    let signature = desk.feed().join("manifest.json.minisig");
    fs::write(&signature, "untrusted comment").expect("written");
    assert!(desk.refused().contains("give --key, or --unsigned"));
    assert!(signature.exists(), "nothing has changed");
    let by_hand = pledgebook_desk::publish::Options { unsigned: true, ..desk.options() };
    let outcome = desk.try_publish(&by_hand, NOW + 9).0.expect("published");
    assert!(outcome.was_signed && outcome.to_string().contains("sign this one too"));
    assert!(!signature.exists());
}
