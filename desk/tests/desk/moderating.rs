//! The moderation pages over HTTP, with the real command: who gets in, what a form needs, what becomes of markup, and the feed under
//! readers while something is removed.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use pledgebook_core::feed::Sha256Hex;
use pledgebook_desk::serve::office::{Who, routes};
use serde_json::{Value, json};

use crate::{
    flagging::{Answer, Taking},
    support::desk_command,
};

const TEXT: &str = "A text of the pledge.";
const PASSWORD: &str = "a+long+enough+sentence";

/// Somebody in a browser.
struct Browser<'a> {
    desk: &'a Taking,
    cookie: String,
    csrf: String,
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

fn post(desk: &Taking, path: &str, cookie: &str, body: &str) -> Answer {
    let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Cookie", cookie)];
    desk.send("POST", path, &headers, body.as_bytes()).expect("an answer")
}

/// The value of a hidden field of a page.
fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = page.split(&start).nth(1).unwrap_or_else(|| panic!("no {name} in {page}"));
    rest.split('"').next().expect("a value").to_owned()
}

fn invite(desk: &Taking, name: &str, observer: bool) -> String {
    let data = desk.data.path().to_str().expect("a path");
    let mut args = vec!["moderator", "add", name, "--data", data];
    args.extend(observer.then_some("--observer"));
    let out = desk_command(&args).output().expect("run");
    let link = String::from_utf8_lossy(&out.stdout).trim().to_owned();
    link.split_once("token=").unwrap_or_else(|| panic!("{link} {}", String::from_utf8_lossy(&out.stderr))).1.to_owned()
}

impl<'a> Browser<'a> {
    fn of(desk: &'a Taking, name: &str, observer: bool) -> Self {
        let token = invite(desk, name, observer);
        let chosen = post(desk, "/desk/welcome", "", &format!("token={token}&password={PASSWORD}&repeat={PASSWORD}"));
        assert_eq!(chosen.status, 303, "{}", chosen.body);
        Self::signed_in(desk, name)
    }

    fn signed_in(desk: &'a Taking, name: &str) -> Self {
        let answer = post(desk, "/desk/sign-in", "", &format!("name={name}&password={PASSWORD}"));
        assert_eq!(answer.status, 303, "{}", answer.body);
        let set = answer.header("set-cookie").expect("a cookie").to_owned();
        for word in ["HttpOnly", "SameSite=Strict", "Path=/desk"] {
            assert!(set.contains(word), "{set}");
        }
        let cookie = set.split(';').next().expect("a cookie").to_owned();
        let mut browser = Self { desk, cookie, csrf: String::new() };
        browser.csrf = hidden(&browser.get("/desk/cases").body, "csrf");
        browser
    }

    fn get(&self, path: &str) -> Answer {
        self.desk.send("GET", path, &[("Cookie", &self.cookie)], b"").expect("an answer")
    }

    fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let fields: String = fields.iter().map(|(name, value)| format!("&{name}={}", encoded(value))).collect();
        post(self.desk, path, &self.cookie, &format!("csrf={}{fields}", self.csrf))
    }

    /// The address of the only case.
    fn case(&self) -> String {
        let page = self.get("/desk/cases").body;
        let id = page.split("/desk/cases/").nth(1).expect("a case").split('"').next().expect("an id").to_owned();
        format!("/desk/cases/{id}")
    }
}

fn flag(n: u32, changes: Value) -> Value {
    let mut flag = json!({"id": format!("00000000-0000-4000-8000-{n:012}"), "format": "pledge-flag/1",
        "subject": {"pledge": "a", "part": "text", "sha256": Sha256Hex::of(TEXT.as_bytes()).to_string(), "seq": 1},
        "ground": "personal-data", "explanation": "It names somebody.", "good_faith": true, "lang": "en",
        "made": "2026-11-20T08:00:00Z"});
    for (key, value) in changes.as_object().expect("an object") {
        flag[key] = value.clone();
    }
    flag
}

fn with_records(args: &[&str]) -> Taking {
    // The records are known only once the desk is there: it is started again with them.
    let mut desk = Taking::start(args);
    let records = desk.desk.records_dir().to_str().expect("a path").to_owned();
    desk.kill();
    desk.add_args(&["--records", &records]);
    desk.again();
    desk
}

/// Every route with what nobody, an observer and a moderator get; a POST is sent as a form of the session's own.
const GATES: &[(&str, &str, Who)] = &[
    ("GET", "/transparency", Who::Anybody),
    ("GET", "/desk/style.css", Who::Anybody),
    ("GET", "/desk/sign-in", Who::Anybody),
    ("POST", "/desk/sign-in", Who::Anybody),
    ("GET", "/desk/welcome", Who::Anybody),
    ("POST", "/desk/welcome", Who::Anybody),
    ("POST", "/desk/sign-out", Who::SignedIn),
    ("POST", "/desk/sign-out-everywhere", Who::SignedIn),
    ("GET", "/desk", Who::SignedIn),
    ("GET", "/desk/cases", Who::SignedIn),
    ("GET", "/desk/numbers", Who::SignedIn),
    ("POST", "/desk/next", Who::Moderator),
    ("GET", "/desk/cases/{id}", Who::SignedIn),
    ("POST", "/desk/cases/{id}/claim", Who::Moderator),
    ("POST", "/desk/cases/{id}/release", Who::Moderator),
    ("POST", "/desk/cases/{id}/note", Who::Moderator),
    ("POST", "/desk/cases/{id}/reclassify", Who::Moderator),
    ("POST", "/desk/cases/{id}/take-out", Who::Moderator),
    ("POST", "/desk/cases/{id}/ask", Who::Moderator),
    ("POST", "/desk/cases/{id}/heard", Who::Moderator),
    ("POST", "/desk/cases/{id}/hold", Who::Moderator),
    ("POST", "/desk/cases/{id}/confirm-hold", Who::Moderator),
    ("POST", "/desk/cases/{id}/decide", Who::Moderator),
    ("POST", "/desk/cases/{id}/confirm", Who::Moderator),
    ("POST", "/desk/cases/{id}/send-back", Who::Moderator),
    ("POST", "/desk/cases/{id}/reopen", Who::Moderator),
];

#[test]
fn every_route_lets_in_whom_it_should_and_none_is_forgotten() {
    let own: BTreeSet<_> = routes().iter().map(|r| (r.method.to_string(), r.path)).collect();
    let listed: BTreeSet<_> = GATES.iter().map(|(method, path, _)| ((*method).to_owned(), *path)).collect();
    assert_eq!(own, listed, "a new route needs a row here");

    let desk = Taking::start(&[]);
    let contact = json!({"contact": {"name": "Rosa", "email": "rosa@example.org"}});
    assert_eq!(desk.post(&flag(1, contact)).status, 201);
    let moderator = Browser::of(&desk, "Amina", false);
    let case = moderator.case();
    for (method, path, who) in GATES {
        let path = path.replace("/desk/cases/{id}", &case);
        let observer = Browser::signed_in_or_new(&desk, "Olga");
        let nobody = match *method {
            "GET" => desk.send("GET", &path, &[], b"").expect("an answer"),
            _ => post(&desk, &path, "", "text=typed+by+nobody"),
        };
        let closed = (nobody.status == 401
            && ["Please sign in first", "Your session has ended"].iter().any(|said| nobody.body.contains(said)))
            || (path == "/desk" && nobody.status == 303);
        assert_eq!(closed, *who != Who::Anybody, "nobody: {method} {path} {}", nobody.status);
        let seen = match *method {
            "GET" => observer.get(&path),
            _ => observer.post(&path, &[]),
        };
        assert_eq!(seen.status == 403, *who == Who::Moderator, "observer: {method} {path} {}", seen.status);
        if *method == "POST" && *who != Who::Anybody {
            let foreign = post(&desk, &path, &moderator.cookie, "csrf=0000&text=forged");
            assert_eq!(foreign.status, 403, "a form without the session's token: {path}");
            let sent = [
                ("Cookie", &*moderator.cookie),
                ("Sec-Fetch-Site", "cross-site"),
                ("Content-Type", "application/x-www-form-urlencoded"),
            ];
            let body = format!("csrf={}", moderator.csrf);
            let elsewhere = desk.send("POST", &path, &sent, body.as_bytes()).expect("an answer");
            assert_eq!(elsewhere.status, 403, "another site's form: {path}");
        }
    }
    assert_eq!(moderator.get(&case).status, 200, "nothing of all that signed her out");
    assert!(moderator.get(&case).body.contains("It names somebody."));
    let observer = Browser::signed_in_or_new(&desk, "Olga");
    assert!(moderator.get(&case).body.contains("rosa@example.org"));
    assert!(!observer.get(&case).body.contains("rosa@example.org"), "how to reach a reader is for those who decide");
}

impl<'a> Browser<'a> {
    fn signed_in_or_new(desk: &'a Taking, name: &str) -> Self {
        let known = post(desk, "/desk/sign-in", "", &format!("name={name}&password={PASSWORD}"));
        if known.status == 303 { Self::signed_in(desk, name) } else { Self::of(desk, name, true) }
    }
}

#[test]
fn forged_stolen_and_ended_sessions_are_nobodys() {
    let desk = Taking::start(&[]);
    let amina = Browser::of(&desk, "Amina", false);
    let (copy, other) = (amina.cookie.clone(), Browser::signed_in(&desk, "Amina"));
    for forged in [
        "desk=",
        "desk=0",
        "desk=0000000000000000000000000000000000000000000000000000000000000000",
        "desk=' OR 1=1 --",
        "other=1",
    ] {
        let answer = desk.send("GET", "/desk/cases", &[("Cookie", forged)], b"").expect("an answer");
        assert_eq!(answer.status, 401, "{forged}");
    }
    let crossed = post(&desk, "/desk/next", &other.cookie, &format!("csrf={}", amina.csrf));
    assert_eq!(crossed.status, 403, "another session's form");
    assert_eq!(amina.post("/desk/sign-out", &[]).status, 303);
    assert_eq!(
        desk.send("GET", "/desk/cases", &[("Cookie", &copy)], b"").expect("an answer").status,
        401,
        "a stolen cookie"
    );
    assert_eq!(other.get("/desk/cases").status, 200);
    assert_eq!(other.post("/desk/sign-out-everywhere", &[]).status, 303);
    assert_eq!(other.get("/desk/cases").status, 401);
    let wrong = post(&desk, "/desk/sign-in", "", "name=Amina&password=not+her+password");
    assert!(wrong.status == 401 && wrong.header("set-cookie").is_none());
    let statuses: Vec<u16> =
        (0..12).map(|_| post(&desk, "/desk/sign-in", "", "name=Amina&password=guess").status).collect();
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
}

#[test]
fn a_form_that_comes_after_the_session_ended_is_kept_and_sent_again() {
    let desk = Taking::start(&[]);
    desk.post(&flag(1, json!({})));
    let amina = Browser::of(&desk, "Amina", false);
    let case = amina.case();
    amina.post("/desk/sign-out", &[]);
    let late = amina.post(&format!("{case}/note"), &[("note", "Half an hour of <thinking>")]);
    assert!(late.status == 401 && late.body.contains("Half an hour of &lt;thinking&gt;"), "{}", late.body);
    let fields = format!(
        "name=Amina&password={PASSWORD}&then={}&late=1&kept.note={}",
        encoded(&format!("{case}/note")),
        encoded("Half an hour of <thinking>")
    );
    let again = post(&desk, "/desk/sign-in", "", &fields);
    assert!(again.status == 200 && again.body.contains(&format!("action=\"{case}/note\"")), "{}", again.body);
    let cookie = again.header("set-cookie").expect("a cookie").split(';').next().expect("a cookie").to_owned();
    let amina = Browser { desk: &desk, cookie, csrf: hidden(&again.body, "csrf") };
    assert_eq!(
        amina
            .post(
                &format!("{case}/note"),
                &[("note", &hidden(&again.body, "note").replace("&lt;", "<").replace("&gt;", ">"))]
            )
            .status,
        303
    );
    assert!(amina.get(&case).body.contains("Half an hour of &lt;thinking&gt;"));
    let away =
        post(&desk, "/desk/sign-in", "", &format!("name=Amina&password={PASSWORD}&then=https%3A%2F%2Fevil.example"));
    assert_eq!(away.header("location"), Some("/desk/cases"));
}

#[test]
fn markup_from_a_flag_stays_text_and_what_is_refused_keeps_what_was_typed() {
    let desk = Taking::start(&[]);
    let nasty = "<script>alert(1)</script><img src=x onerror=alert(1)> &lt;b&gt; \u{202e}";
    desk.post(&flag(
        1,
        json!({"explanation": nasty, "quote": nasty, "contact": {"name": "\"><b>x", "email": "a@example.org"}}),
    ));
    let amina = Browser::of(&desk, "Amina", false);
    let case = amina.case();
    let page = amina.get(&case).body;
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.contains("&amp;lt;b&amp;gt;"), "{page}");
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("<b>"), "{page}");
    let policy = amina.get(&case).header("content-security-policy").expect("a policy").to_owned();
    assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"), "{policy}");
    let version = hidden(&page, "version");
    let typed = [
        ("version", version.as_str()),
        ("outcome", "kept"),
        ("scope", "text"),
        ("ground", "other"),
        ("reasoning", "Half an <hour>."),
        ("statement.en", ""),
    ];
    let refused = amina.post(&format!("{case}/decide"), &typed);
    assert!(refused.status == 422 && refused.body.contains("Half an &lt;hour&gt;."), "{}", refused.body);
    let stale = amina
        .post(&format!("{case}/decide"), &[&typed[1..5], &[("version", "0"), ("statement.en", "It stays.")]].concat());
    assert!(stale.status == 409 && stale.body.contains("It stays."), "{}", stale.body);
    for unknown in ["/desk/cases/nope", "/desk/cases/..%2F..%2Fetc", "/desk/cases/%27%20OR%201"] {
        assert_eq!(amina.get(unknown).status, 404, "{unknown}");
    }
}

#[test]
fn a_removal_is_published_at_once_while_readers_read_and_none_of_them_sees_a_broken_feed() {
    let desk = with_records(&["--one-decides", "--hear-days", "0"]);
    desk.post(&flag(1, json!({})));
    let amina = Browser::of(&desk, "Amina", false);
    let case = amina.case();
    let (done, read) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    read_all(&desk);
                    read.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for outcome in ["removed", "kept", "removed", "kept", "removed"] {
            let page = amina.get(&case).body;
            let version = hidden(&page, "version");
            let fields = [
                ("version", version.as_str()),
                ("outcome", outcome),
                ("scope", "text"),
                ("ground", "personal-data"),
                ("statement.en", "Why."),
            ];
            let decided = amina.post(&format!("{case}/decide"), &fields);
            assert_eq!(decided.status, 303, "{}", decided.body);
            let there = if outcome == "removed" { 0 } else { 3 };
            assert_eq!(
                desk.desk.files_with(TEXT).len(),
                there,
                "{outcome}: the answer comes when the feed has followed"
            );
            assert_eq!(amina.post(&format!("{case}/reopen"), &[("text", "Again.")]).status, 303);
        }
        while read.load(Ordering::Relaxed) < 20 {
            pledgebook_desk::clock::pause(Duration::from_millis(20));
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(desk.desk.manifest().removed.entries().len() == 1);
    // What is known to the public is there, and nothing else.
    let told = desk.send("GET", "/feed/transparency.json", &[], b"").expect("an answer");
    assert_eq!((told.status, &told.json["all"]["received"]), (200, &json!("1-4")));
}

/// What a reader does: the manifest, and all parts that it names. A part may be gone where a newer manifest is there.
fn read_all(desk: &Taking) {
    let manifest = desk.send("GET", "/feed/manifest.json", &[], b"").expect("an answer");
    assert_eq!(manifest.status, 200);
    for part in manifest.json["parts"].as_array().expect("parts") {
        let path = format!("/feed/{}", part["path"].as_str().expect("a path"));
        let got = desk.send("GET", &path, &[], b"").expect("an answer");
        if got.status == 404 {
            let newer = desk.send("GET", "/feed/manifest.json", &[], b"").expect("an answer");
            assert_ne!(newer.json["seq"], manifest.json["seq"], "{path} is gone, and the manifest still names it");
            return;
        }
        assert_eq!(Sha256Hex::of(got.body.as_bytes()).to_string(), part["sha256"].as_str().expect("a hash"), "{path}");
    }
}

#[test]
fn a_decision_whose_publication_is_refused_stands_is_told_and_follows_later() {
    let desk = with_records(&["--one-decides", "--hear-days", "0"]);
    desk.post(&flag(1, json!({})));
    let amina = Browser::of(&desk, "Amina", false);
    let case = amina.case();
    let pledges = std::fs::read(desk.desk.records_dir().join("pledges.ndjson")).expect("records");
    desk.desk.records("pledges.ndjson", &[]);
    let version = hidden(&amina.get(&case).body, "version");
    let fields = [
        ("version", version.as_str()),
        ("outcome", "removed"),
        ("scope", "text"),
        ("ground", "personal-data"),
        ("statement.en", "Why."),
    ];
    assert_eq!(amina.post(&format!("{case}/decide"), &fields).status, 303);
    let queue = amina.get("/desk/cases").body;
    assert!(queue.contains("gone without a removal"), "{queue}");
    desk.desk.raw("pledges.ndjson", &pledges);
    let followed = |_: &u32| {
        pledgebook_desk::clock::pause(Duration::from_millis(250));
        desk.desk.files_with(TEXT).is_empty()
    };
    assert!((0..80).any(|n| followed(&n)), "the desk tries again by itself");
}

#[test]
fn the_log_is_printed_and_says_that_it_is_whole() {
    let desk = Taking::start(&[]);
    desk.post(&flag(1, json!({})));
    let amina = Browser::of(&desk, "Amina", false);
    let case = amina.case();
    amina.post(&format!("{case}/note"), &[("note", "A note.")]);
    let (good, said) = desk.act(&["audit"]);
    assert!(good && said.contains("Amina note") && said.trim_end().ends_with("whole"), "{said}");
    let (good, said) = desk.act(&["moderator", "list"]);
    assert!(good && said.contains("Amina  moderator  ready"), "{said}");
    let (good, _) = desk.act(&["moderator", "end", "Amina"]);
    assert!(good && amina.get(&case).status == 401);
}

#[test]
fn a_feed_that_cannot_be_read_is_not_a_text_that_has_gone_and_refuses_no_objection_for_good() {
    let desk = Taking::start(&[]);
    let kept = desk.post(&flag(1, json!({})));
    let amina = Browser::of(&desk, "Amina", false);
    let case = amina.case();
    let manifest = desk.desk.feed().join("manifest.json");
    let whole = std::fs::read(&manifest).expect("a manifest");
    std::fs::write(&manifest, "{").expect("harmed");
    let page = amina.get(&case).body;
    assert!(page.contains("what stands there is not known") && !page.contains("is not in the feed"), "{page}");
    assert!(!page.contains("value=\"void\" required checked"), "nobody is led to void it");
    let about = kept.text("id").to_owned();
    let objection = flag(2, json!({"kind": "objection", "about": about}));
    let refused = desk.post(&objection);
    assert!(refused.status == 503 && refused.header("retry-after").is_some(), "{}", refused.body);
    std::fs::write(&manifest, whole).expect("mended");
    assert_eq!(desk.post(&objection).status, 201);
}
