//! What the desk keeps of flags: through crashes, publications, decisions, backups.

use std::{fs, os::unix::fs::PermissionsExt, thread, time::Duration};

use serde_json::json;

use crate::{
    flagging::{Taking, flag},
    support::pledge,
};

#[track_caller]
fn until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..200 {
        if holds() {
            return;
        }
        #[allow(clippy::disallowed_methods, reason = "another process is waited for")]
        thread::sleep(Duration::from_millis(100));
    }
    panic!("{what} did not come");
}

fn kill(id: u32) {
    let done = std::process::Command::new("kill").args(["-KILL", &id.to_string()]).status().expect("run");
    assert!(done.success());
}

#[test]
fn killed_thirty_times_nothing_is_lost_and_nothing_is_twice() {
    let mut desk = Taking::start(&["--flags-per-minute", "1000"]);
    for n in 0..30 {
        // The death of the desk comes at different points of its work, the answer perhaps before it.
        let id = desk.id();
        let receipt = thread::scope(|scope| {
            let sent = scope.spawn(|| {
                let json = [("Content-Type", "application/json")];
                desk.send("POST", "/flags", &json, flag(n).to_string().as_bytes())
            });
            #[allow(clippy::disallowed_methods, reason = "the desk shall be at different points of its work")]
            thread::sleep(Duration::from_micros(n as u64 * 300));
            kill(id);
            sent.join().expect("no panic")
        });
        desk.kill();
        desk.again();
        let again = desk.post(&flag(n));
        if let Some(receipt) = receipt.filter(|r| r.status == 201) {
            assert_eq!((again.status, &again.json), (200, &receipt.json), "what was answered is on the disk");
        }
        assert!(matches!(again.status, 200 | 201));
    }
    let (_, cases) = desk.act(&["cases"]);
    assert!(cases.contains(" 30 flags since "), "{cases}");
}

#[test]
fn killed_while_it_answers_a_repeat_is_still_one_flag() {
    let mut desk = Taking::start(&["--flags-per-minute", "1000"]);
    let address = desk.address;
    for n in 0..30usize {
        // The connection is left at once: the desk may or may not have kept it when it dies.
        let body = flag(n).to_string();
        let mut stream = std::net::TcpStream::connect(desk.address).expect("connected");
        let head = format!(
            "POST /flags HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        std::io::Write::write_all(&mut stream, head.as_bytes()).expect("sent");
        #[allow(clippy::disallowed_methods, reason = "the desk shall be at different points of its work")]
        thread::sleep(Duration::from_micros((n as u64) * 400));
        desk.kill();
        drop(stream);
        desk.again();
        assert!(matches!(desk.post(&flag(n)).status, 200 | 201));
    }
    let (_, cases) = desk.act(&["cases"]);
    assert!(cases.contains(" 30 flags since ") && cases.lines().count() == 1, "{cases} {address}");
}

#[test]
fn texts_of_old_copies_are_known_and_others_are_taken_marked_so() {
    let desk = Taking::start(&[]);
    until("the text", || {
        desk.post(&flag(1)).status < 300 && {
            let (_, shown) = desk.act(&["case", desk.post(&flag(1)).text("receipt")]);
            shown.contains("| A text of the pledge.")
        }
    });
    desk.desk.records("pledges.ndjson", &[pledge("a", "Another text.")]);
    desk.desk.publish_at(crate::support::NOW + 60);
    let old = desk.post(&flag(2));
    let feed = desk.desk.feed();
    let (_, shown) = desk.act(&["case", old.text("receipt"), "--feed", feed.to_str().expect("a path")]);
    assert!(shown.contains("| A text of the pledge.") && !shown.contains("never served"), "{shown}");
    assert!(shown.contains("the text now:\n  | Another text."), "{shown}");
    let mut unknown = flag(3);
    unknown["subject"]["sha256"] = "0".repeat(64).into();
    let taken = desk.post(&unknown);
    assert_eq!(taken.status, 201);
    let (_, shown) = desk.act(&["case", taken.text("receipt")]);
    assert!(shown.contains("never served a text with the hash 000000"), "{shown}");
}

#[test]
fn a_decision_reaches_its_readers_and_a_removal_the_records() {
    let desk = Taking::start(&[]);
    let receipt = desk.post(&flag(1));
    let mut danger = flag(2);
    danger["danger"] = true.into();
    danger["subject"] = json!({"pledge": "b"});
    desk.post(&danger);
    let (_, cases) = desk.act(&["cases"]);
    assert!(cases.lines().next().is_some_and(|l| l.contains("DANGER")), "danger first: {cases}");
    let records = desk.desk.records_dir();
    let decide = |outcome: &str| {
        let records = records.to_str().expect("a path");
        desk.act(&[
            "decide",
            receipt.text("receipt"),
            "--outcome",
            outcome,
            "--ground",
            "spam",
            "--statement",
            "en:It was advertising.",
            "--statement",
            "fr:C’était de la publicité.",
            "--records",
            records,
        ])
    };
    assert!(!decide("rude").0);
    let (good, said) = decide("removed");
    assert!(good && said.contains("decided: removed"), "{said}");
    assert!(!decide("kept").0, "once");
    let line = fs::read_to_string(records.join("removals.ndjson")).expect("there");
    assert!(line.contains("C’était") && line.ends_with("}\n"), "{line}");
    desk.desk.publish_at(crate::support::NOW + 60);
    assert!(!desk.desk.pledges()[0].to_string().contains("A text of the pledge."));
    let bearer = format!("Bearer {}", receipt.text("secret"));
    let state = desk
        .send("GET", &format!("/flags/{}", receipt.text("id")), &[("Authorization", &bearer)], b"")
        .expect("an answer");
    assert_eq!(
        (state.text("state"), state.json["decision"]["statement"].as_str()),
        ("decided", Some("It was advertising."))
    );
    // Another flag of the same text is another case.
    let later = desk.post(&flag(5));
    let (_, cases) = desk.act(&["cases", "--all"]);
    assert_eq!((later.status, cases.lines().count()), (201, 3), "{cases}");
}

#[test]
fn readers_are_forgotten_in_time_and_at_once_when_they_take_a_flag_back() {
    let mut desk = Taking::start(&["--keep-contacts", "0"]);
    let is_kept = |desk: &Taking| {
        ["desk.sqlite", "desk.sqlite-wal"].iter().any(|name| {
            let bytes = fs::read(desk.data.path().join(name)).unwrap_or_default();
            bytes.windows(14).any(|w| w == b"unique@example")
        })
    };
    let mut with = flag(1);
    with["contact"] = json!({"name": "N", "email": "unique@example"});
    let receipt = desk.post(&with);
    assert!(is_kept(&desk));
    let (good, _) = desk.act(&[
        "decide",
        receipt.text("receipt"),
        "--outcome",
        "kept",
        "--ground",
        "spam",
        "--statement",
        "Stays.",
    ]);
    assert!(good);
    desk.kill();
    desk.again();
    until("that the contact is overwritten", || !is_kept(&desk));
    let mut with = flag(2);
    with["contact"] = json!({"name": "N", "email": "unique@example"});
    let receipt = desk.post(&with);
    assert!(is_kept(&desk));
    let bearer = format!("Bearer {}", receipt.text("secret"));
    let path = format!("/flags/{}", receipt.text("id"));
    desk.send("DELETE", &path, &[("Authorization", &bearer)], b"").expect("an answer");
    assert!(!is_kept(&desk), "at once");
}

#[test]
fn a_backup_while_flags_come_is_whole_and_restored_its_secrets_are_right() {
    let desk = Taking::start(&["--flags-per-minute", "1000"]);
    let first = desk.post(&flag(0));
    let file = desk.data.path().join("backup");
    thread::scope(|scope| {
        let sending = scope.spawn(|| (1..40).for_each(|n| assert_eq!(desk.post(&flag(n)).status, 201)));
        let (good, said) = desk.act(&["backup", file.to_str().expect("a path")]);
        assert!(good, "{said}");
        sending.join().expect("no panic");
    });
    assert!(!desk.act(&["backup", file.to_str().expect("a path")]).0, "never over another");
    let mut other = Taking::start(&["--flags-per-minute", "1000"]);
    let path = file.to_str().expect("a path");
    let (good, said) = other.act(&["restore", path, "--force"]);
    assert!(!good && said.contains("a desk serves from"), "{said}");
    other.kill();
    // As a backup is that came by way of an archive.
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("set");
    assert!(!other.act(&["restore", path]).0, "not over a database that is there");
    let (good, said) = other.act(&["restore", path, "--force"]);
    assert!(good, "{said}");
    let mode = fs::metadata(other.data.path().join("desk.sqlite")).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    other.again();
    let again = other.post(&flag(0));
    assert_eq!((again.status, &again.json), (200, &first.json), "the same receipt and secret");
    let (good, said) = other.act(&["doctor", "--feed", other.desk.feed().to_str().expect("a path")]);
    assert!(!good && said.contains("names no desk") && said.contains("1 findings"), "{said}");
}

#[test]
fn the_doctor_says_what_to_do() {
    let mut desk = Taking::start(&[]);
    desk.post(&flag(1));
    desk.kill();
    fs::set_permissions(desk.data.path().join("key"), fs::Permissions::from_mode(0o644)).expect("set");
    let part = fs::read_dir(desk.desk.feed().join("parts")).expect("there").filter_map(Result::ok).map(|e| e.path());
    let part = part.into_iter().find(|p| p.extension().is_some_and(|e| e == "json")).expect("a part");
    fs::write(&part, "[]").expect("written");
    let (good, said) = desk.act(&["doctor", "--feed", desk.desk.feed().to_str().expect("a path")]);
    assert!(!good && said.contains("chmod 600") && said.contains("publish again"), "{said}");
    fs::remove_file(desk.data.path().join("key")).expect("removed");
    assert!(desk.act(&["doctor"]).1.contains("restore a backup"));
    assert!(!desk.act(&["backup", desk.data.path().join("b").to_str().expect("a path")]).0);
    assert!(!desk.data.path().join("key").exists(), "no other key is made for flags that have one");
}

#[test]
fn a_removal_that_cannot_be_written_down_is_told_to_who_decided() {
    let desk = Taking::start(&[]);
    let receipt = desk.post(&flag(1));
    let nowhere = desk.data.path().join("nowhere");
    let nowhere = nowhere.to_str().expect("a path");
    let decide = ["decide", receipt.text("receipt"), "--outcome", "removed", "--ground", "spam", "--records", nowhere];
    let (good, said) = desk.act(&[&decide[..], &["--statement", "It was advertising."]].concat());
    assert!(!good && said.contains("is decided: removed") && said.contains("\"texts\":[\""), "{said}");
}

#[test]
fn a_case_shows_all_that_its_moderator_needs() {
    let desk = Taking::start(&[]);
    let first = desk.post(&flag(1));
    let mut second = flag(2);
    second["replaces"] = flag(1)["id"].clone();
    second["ground"] = "illegal".into();
    second["law"] = "Act 7".into();
    second["contact"] = json!({"name": "A Reader", "email": "reader@example.org"});
    let mut third = flag(3);
    third["ground"] = "fundamental-principles".into();
    third["principles"] = json!(["humanity", "unity"]);
    assert!([second, third].iter().all(|f| desk.post(f).status == 201));
    let (_, shown) = desk.act(&["case", first.text("receipt")]);
    for said in ["law: Act 7", "e-mail: reader@example.org", "name: A Reader", "principles: humanity, unity"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    assert!(shown.contains(&format!("stands for: {}", first.text("receipt"))), "{shown}");
}

#[test]
fn a_file_of_flags_is_taken_in_also_where_its_reader_could_not_be_written_into_it() {
    let desk = Taking::start(&[]);
    let mut illegal = flag(2);
    illegal["ground"] = "illegal".into();
    illegal["law"] = "Act 7".into();
    illegal["contact"] = serde_json::Value::Null;
    let file = desk.data.path().join("flags.json");
    fs::write(&file, json!({"format": "pledge-flags/1", "flags": [flag(1), illegal]}).to_string()).expect("written");
    let path = file.to_str().expect("a path");
    let (good, said) = desk.act(&["flags", "import", path]);
    assert!(good && said.matches(" receipt ").count() == 2, "{said}");
    assert_eq!(desk.act(&["flags", "import", path]), (true, said), "twice is once");
    let mut short = flag(3);
    short["explanation"] = "short".into();
    fs::write(&file, short.to_string()).expect("written");
    assert!(!desk.act(&["flags", "import", path]).0);
}
