//! Flags over HTTP, with the real command: idempotent, limited, told by field, and in agreement with `/openapi.json`.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    process::{Child, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Desk, desk_command, pledge};

/// A desk that takes flags, until the test ends.
pub struct Taking {
    pub address: SocketAddr,
    pub desk: Desk,
    pub data: TempDir,
    site: TempDir,
    child: Child,
    args: Vec<String>,
}

pub struct Answer {
    pub status: u16,
    head: String,
    pub body: String,
    pub json: Value,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    pub fn text(&self, key: &str) -> &str {
        self.json[key].as_str().unwrap_or_default()
    }
}

fn read(mut stream: TcpStream) -> Option<Answer> {
    let mut bytes = Vec::new();
    // A server that has said what it has to say may close while the rest still comes.
    let _ = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|w| w == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|s| s.parse().ok())?;
    let body = String::from_utf8_lossy(&bytes[end + 4..]).into_owned();
    Some(Answer { status, head, json: serde_json::from_str(&body).unwrap_or_default(), body })
}

fn start(site: &TempDir, desk: &Desk, data: &TempDir, args: &[String]) -> (Child, SocketAddr) {
    let path = |p: &std::path::Path| p.to_str().expect("a path").to_owned();
    let (site, feed, data) = (path(site.path()), path(&desk.feed()), path(data.path()));
    let mut command = desk_command(&["serve", "--site", &site, "--feed", &feed, "--data", &data, "--port", "0"]);
    let mut child = command.args(args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("started");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
    let address = line.trim().strip_prefix("Pledgebook is on http://").and_then(|a| a.strip_suffix('/'));
    (child, address.and_then(|a| a.parse().ok()).unwrap_or_else(|| panic!("{line:?}")))
}

impl Taking {
    pub fn start(args: &[&str]) -> Self {
        let desk = Desk::with(&[pledge("a", "A text of the pledge.")]);
        desk.publish();
        let (site, data) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        fs::write(site.path().join("index.html"), "<!doctype html>").expect("written");
        let args: Vec<String> = args.iter().map(|&a| a.to_owned()).collect();
        let (child, address) = start(&site, &desk, &data, &args);
        Self { address, desk, data, site, child, args }
    }

    /// The id of the process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }

    /// Further arguments of the command, from the next start on.
    pub fn add_args(&mut self, args: &[&str]) {
        self.args.extend(args.iter().map(|&a| a.to_owned()));
    }

    pub fn again(&mut self) {
        (self.child, self.address) = start(&self.site, &self.desk, &self.data, &self.args);
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Option<Answer> {
        let mut stream = TcpStream::connect(self.address).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(40))).ok()?;
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n"
        );
        stream.write_all(head.as_bytes()).ok()?;
        // Who is refused early may not take the rest.
        let _ = stream.write_all(body);
        read(stream)
    }

    pub fn post(&self, flag: &Value) -> Answer {
        let json = [("Content-Type", "application/json")];
        self.send("POST", "/flags", &json, flag.to_string().as_bytes()).expect("an answer")
    }

    fn with_secret(&self, method: &str, id: &str, secret: &str) -> Answer {
        let bearer = format!("Bearer {secret}");
        self.send(method, &format!("/flags/{id}"), &[("Authorization", &bearer)], b"").expect("an answer")
    }

    /// A command of the desk on this one's data; what it prints, and whether it succeeded.
    pub fn act(&self, args: &[&str]) -> (bool, String) {
        let mut command = desk_command(args);
        let done = command.arg("--data").arg(self.data.path()).output().expect("run");
        let said = [done.stdout, done.stderr].concat();
        (done.status.success(), String::from_utf8_lossy(&said).into_owned())
    }
}

impl Drop for Taking {
    fn drop(&mut self) {
        let (_, _) = (self.child.kill(), self.child.wait());
    }
}

pub fn flag(n: usize) -> Value {
    json!({"id": format!("00000000-0000-4000-8000-{n:012}"), "format": "pledge-flag/1", "kind": "flag",
        "subject": {"pledge": "a", "part": "text", "sha256": sha("A text of the pledge.")}, "danger": false, "ground": "spam",
        "explanation": "It sells something.", "good_faith": true, "lang": "en", "made": "2026-11-20T08:00:00Z"})
}

fn sha(text: &str) -> String {
    pledgebook_core::feed::Sha256Hex::of(text.as_bytes()).to_string()
}

/// Every answer is one that the description has, with a body as it says.
#[track_caller]
fn is_described(path: &str, method: &str, answer: &Answer) {
    let openapi: Value = serde_json::from_str(include_str!("../../openapi.json")).expect("JSON");
    let said = &openapi["paths"][path][method]["responses"][answer.status.to_string()];
    let name = said["content"]["application/json"]["schema"]["$ref"]
        .as_str()
        .unwrap_or_else(|| panic!("{method} {path} {} is not described: {}", answer.status, answer.json));
    let mut schema = openapi["components"]["schemas"][name.rsplit('/').next().expect("a name")].clone();
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    let schema = jsonschema::draft202012::new(&schema).expect("a schema");
    let errors: Vec<_> = schema.iter_errors(&answer.json).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{method} {path} {}: {errors:?} in {}", answer.status, answer.json);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[test]
fn a_flag_gets_one_receipt_however_often_it_comes() {
    let desk = Taking::start(&[]);
    let first = desk.post(&flag(1));
    is_described("/flags", "post", &first);
    let again = desk.post(&flag(1));
    is_described("/flags", "post", &again);
    assert_eq!((first.status, again.status), (201, 200));
    assert_eq!(first.json, again.json);
    // The same with how to reach its reader is the same; the first contact stands.
    let mut with_contact = flag(1);
    with_contact["contact"] = json!({"name": "N", "email": "n@example.org"});
    assert_eq!(desk.post(&with_contact).json, first.json);
    let mut other = flag(1);
    other["explanation"] = "It sells something else.".into();
    let taken = desk.post(&other);
    is_described("/flags", "post", &taken);
    assert_eq!(taken.status, 409);
}

#[test]
fn fifty_at_the_same_time_are_one() {
    let desk = Arc::new(Taking::start(&[]));
    let new = AtomicUsize::new(0);
    let receipts: Vec<String> = thread::scope(|scope| {
        let sent: Vec<_> = (0..50)
            .map(|_| {
                scope.spawn(|| {
                    let answer = desk.post(&flag(7));
                    new.fetch_add(usize::from(answer.status == 201), Ordering::SeqCst);
                    assert!(matches!(answer.status, 200 | 201), "{}", answer.json);
                    answer.text("receipt").to_owned()
                })
            })
            .collect();
        sent.into_iter().map(|t| t.join().expect("no panic")).collect()
    });
    assert_eq!(new.load(Ordering::SeqCst), 1);
    assert!(receipts.iter().all(|r| *r == receipts[0] && !r.is_empty()), "{receipts:?}");
}

#[test]
fn what_is_wrong_is_told_by_field() {
    let desk = Taking::start(&[]);
    let json = ("Content-Type", "application/json");
    let wrong = |change: &dyn Fn(&mut Value)| {
        let mut flag = flag(1);
        change(&mut flag);
        desk.post(&flag)
    };
    for (answer, status, field) in [
        (wrong(&|f| f["explanation"] = "short".into()), 422, "/explanation"),
        (wrong(&|f| f["explanation"] = "x".repeat(2_001).into()), 422, "/explanation"),
        (wrong(&|f| f["ground"] = "rude".into()), 422, "/ground"),
        (wrong(&|f| f["ground"] = "illegal".into()), 422, "/law"),
        (wrong(&|f| f["good_faith"] = false.into()), 422, "/good_faith"),
        (wrong(&|f| f["subject"]["pledge"] = "../../etc".into()), 422, "/subject/pledge"),
        (wrong(&|f| f["id"] = "x".into()), 422, "/id"),
        (desk.send("POST", "/flags", &[json], b"not JSON").expect("an answer"), 400, ""),
        (desk.send("POST", "/flags", &[json], b"[]").expect("an answer"), 400, ""),
        (desk.send("POST", "/flags", &[json], b"").expect("an answer"), 400, ""),
        (
            desk.send("POST", "/flags", &[json, ("Idempotency-Key", "x")], flag(1).to_string().as_bytes())
                .expect("an answer"),
            400,
            "/id",
        ),
        (
            desk.send("POST", "/flags", &[("Content-Type", "text/plain")], flag(1).to_string().as_bytes())
                .expect("an answer"),
            415,
            "",
        ),
        (desk.send("POST", "/flags", &[], flag(1).to_string().as_bytes()).expect("an answer"), 415, ""),
    ] {
        is_described("/flags", "post", &answer);
        assert_eq!(
            (answer.status, answer.json["problems"][0]["field"].as_str()),
            (status, Some(field)),
            "{}",
            answer.json
        );
    }
    let upper = [json, ("Idempotency-Key", "00000000-0000-4000-8000-000000000001")];
    assert_eq!(desk.send("POST", "/flags", &upper, flag(1).to_string().as_bytes()).expect("an answer").status, 201);
    assert_eq!(desk.act(&["cases"]).1.lines().count(), 1, "refused ones leave nothing behind");
}

#[test]
fn what_is_too_large_or_too_slow_is_refused() {
    let desk = Taking::start(&[]);
    let json = ("Content-Type", "application/json");
    for bytes in [64 * 1024 + 1, 10 * 1024 * 1024] {
        let answer = desk.send("POST", "/flags", &[json], &vec![b' '; bytes]).expect("an answer");
        is_described("/flags", "post", &answer);
        assert_eq!(answer.status, 413);
    }
    let mut slow = TcpStream::connect(desk.address).expect("connected");
    slow.set_read_timeout(Some(Duration::from_secs(40))).expect("set");
    slow.write_all(
        b"POST /flags HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{",
    )
    .expect("sent");
    let answer = read(slow).expect("an answer");
    is_described("/flags", "post", &answer);
    assert_eq!(answer.status, 408);
}

#[test]
fn an_address_that_sends_too_much_waits_and_repeats_do_not_count() {
    let desk = Taking::start(&["--flags-per-minute", "3", "--proxies", "1"]);
    let post = |n: usize, from: &str| {
        let headers = [("Content-Type", "application/json"), ("X-Forwarded-For", from)];
        desk.send("POST", "/flags", &headers, flag(n).to_string().as_bytes()).expect("an answer")
    };
    for (n, from, status) in [
        (1, "203.0.113.1", 201),
        (1, "203.0.113.1", 200),
        (2, "203.0.113.1", 201),
        (3, "203.0.113.1", 201),
        (1, "203.0.113.1", 200),
        (4, "203.0.113.1", 429),
        (4, "9.9.9.9, 203.0.113.1", 429),
        (4, "203.0.113.1, 203.0.113.2", 201),
    ] {
        let answer = post(n, from);
        is_described("/flags", "post", &answer);
        assert_eq!(answer.status, status, "{n} {from}");
        let wait = answer.header("retry-after").and_then(|s| s.parse::<u64>().ok());
        assert_eq!(wait.is_some_and(|s| (1..=61).contains(&s)), status == 429);
    }
}

#[test]
fn only_the_secret_tells_and_all_else_is_alike() {
    let desk = Taking::start(&[]);
    let receipt = desk.post(&flag(1));
    let (id, secret) = (receipt.text("id"), receipt.text("secret"));
    let right = desk.with_secret("GET", id, secret);
    is_described("/flags/{id}", "get", &right);
    assert_eq!((right.status, right.text("state")), (200, "received"));
    let wrong = desk.with_secret("GET", id, &"0".repeat(64));
    for (id, secret) in [
        ("00000000-0000-4000-8000-000000000099", secret),
        ("x", secret),
        ("%27%20OR%201=1--", secret),
        ("..%2f..%2fkey", secret),
        (id, ""),
        (id, "' OR ''='"),
    ] {
        for method in ["GET", "DELETE"] {
            let answer = desk.with_secret(method, id, secret);
            is_described("/flags/{id}", &method.to_lowercase(), &answer);
            assert_eq!((answer.status, &answer.json), (404, &wrong.json), "{method} {id} {secret}");
        }
    }
    assert_eq!(desk.send("GET", &format!("/flags/{id}"), &[], b"").expect("an answer").status, 404);
    let back = desk.with_secret("DELETE", id, secret);
    is_described("/flags/{id}", "delete", &back);
    assert_eq!((back.status, back.text("state")), (200, "taken-back"));
    assert_eq!(desk.with_secret("DELETE", id, secret).text("state"), "taken-back", "twice is once");
    assert_eq!(desk.act(&["cases"]).1, "no cases\n");
}

#[test]
fn only_sites_that_are_named_may_send_from_elsewhere() {
    let desk = Taking::start(&["--allow-origin", "https://pledges.example.org"]);
    let ask = |origin: &str, method: &str| {
        desk.send(method, "/flags", &[("Origin", origin), ("Access-Control-Request-Method", "POST")], b"")
            .expect("an answer")
    };
    let ours = ask("https://pledges.example.org", "OPTIONS");
    assert_eq!((ours.status, ours.header("access-control-allow-origin")), (204, Some("https://pledges.example.org")));
    assert!(ours.header("access-control-allow-headers").is_some_and(|h| h.contains("idempotency-key")));
    assert_eq!(ask("https://evil.example", "OPTIONS").header("access-control-allow-origin"), None);
    assert_eq!(ask("https://pledges.example.org", "POST").header("access-control-expose-headers"), Some("retry-after"));
}

#[test]
fn whatever_stands_in_the_fields_is_only_text() {
    let desk = Taking::start(&[]);
    let hostile = "'); DROP TABLE flags;-- \u{202e}<script>alert(1)</script> \\ %00 {{7*7}}";
    let mut flag = flag(1);
    flag["explanation"] = hostile.into();
    flag["quote"] = hostile.into();
    flag["law"] = hostile.into();
    flag["contact"] = json!({"name": hostile, "email": "a'--@example.org"});
    let receipt = desk.post(&flag);
    assert_eq!(receipt.status, 201, "{}", receipt.json);
    let (good, shown) = desk.act(&["case", receipt.text("receipt")]);
    assert!(good && shown.contains("DROP TABLE flags") && !shown.contains('\u{202e}'), "{shown}");
    let openapi = desk.send("GET", "/openapi.json", &[], b"").expect("an answer");
    assert_eq!((openapi.status, openapi.json["openapi"].as_str()), (200, Some("3.1.0")));
}
