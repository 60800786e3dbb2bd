//! `desk serve`, the real command on a real socket.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use tempfile::TempDir;

use crate::support::{Desk, desk_command, pledge};

const WASM: &str = "app-0123456789abcdef.wasm";
const SCRIPT: &str = "boot-00112233445566ff.js";
const WORDS: &str = "i18n/en-0123456789abcdef.json";

/// A site and a feed behind a desk that runs until the test ends.
struct Served {
    address: SocketAddr,
    child: Child,
    stdout: BufReader<ChildStdout>,
    site: TempDir,
    desk: Desk,
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Served {
    fn start() -> Self {
        let desk = Desk::with(&[pledge("a", "x")]);
        desk.publish();
        let site = tempfile::tempdir().expect("a folder");
        for folder in ["i18n", "icons"] {
            fs::create_dir(site.path().join(folder)).expect("made");
        }
        for (name, bytes) in [
            ("index.html", "<!doctype html>the page"),
            ("sw.js", "worker"),
            ("app.webmanifest", "{}"),
            ("icons/icon.svg", "<svg/>"),
            (WASM, "wasm"),
            ("app-0123456789abcdef.wasm.br", "packed by brotli"),
            ("app-0123456789abcdef.wasm.gz", "packed by gzip"),
            (SCRIPT, "script"),
            (WORDS, "{}"),
            ("style-0123456789abcdef.css", "a{}"),
            (".secret", "secret"),
            ("with blank é.txt", "found"),
        ] {
            fs::write(site.path().join(name), bytes).expect("written");
        }
        let folders = [site.path().to_str().expect("a path"), desk.feed().to_str().expect("a path")].map(str::to_owned);
        let mut child = desk_command(&["serve", "--site", &folders[0], "--feed", &folders[1], "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("started");
        let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("Pledgebook is on http://").and_then(|a| a.strip_suffix('/'));
        let address = address.and_then(|a| a.parse().ok()).unwrap_or_else(|| panic!("{line:?}"));
        Self { address, child, stdout, site, desk }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("connected");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("set");
        stream
    }

    /// Sends a request line and headers, as they are.
    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut stream = self.connect();
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n")
            .expect("sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
        Answer { status, head, body: bytes[end + 4..].to_vec() }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    fn signal(&self, name: &str) {
        let sent =
            Command::new("sh").args(["-c", &format!("kill {name} {}", self.child.id())]).status().expect("a shell");
        assert!(sent.success());
    }

    /// Waits for the end; returns whether it was a success, and the log.
    fn ended(&mut self) -> (bool, String) {
        let mut log = String::new();
        self.child.stderr.take().expect("piped").read_to_string(&mut log).expect("a log");
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).expect("no more output");
        assert_eq!(rest, "");
        (self.child.wait().expect("ended").success(), log)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Ends it where a test has not.
        let (_, _) = (self.child.kill(), self.child.wait());
    }
}

#[test]
fn the_root_is_the_page_whatever_the_query() {
    let served = Served::start();
    for path in ["/", "/?pledge=32IC-regional-protection", "/?q=100%25%00&x=../..", "/index.html"] {
        let answer = served.get(path);
        assert_eq!((answer.status, answer.text().as_str()), (200, "<!doctype html>the page"), "{path}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    }
    assert_eq!(served.get("/with%20blank%20%C3%A9.txt").text(), "found");
}

#[test]
fn what_is_missing_is_404_in_a_few_words_and_never_another_file() {
    let served = Served::start();
    for path in [
        "/nothing",
        "/index",
        "/icons",
        "/icons/",
        "/feed",
        "/feed/",
        "/feed/parts",
        "/feed/parts/",
        "/feed/parts/x.json",
        "/feed/index.html",
        "/feed/nothing.json?x",
        "/.secret",
        "/%2esecret",
        "/./.secret",
        "/icons%2f..%2f.secret",
        "/feed/.lock",
        "/feed/%2elock",
        "/../desk/Cargo.toml",
        "/feed/../../records/pledges.ndjson",
        "/feed/..%2f..%2frecords%2fpledges.ndjson",
        "/feed/%2e%2e/%2e%2e/records/pledges.ndjson",
        "/..\\..\\etc\\passwd",
        "//etc/passwd",
        "/%00",
        "/index.html%00.js",
        "/%ff",
        "/index.html/",
        "/index.html/x",
        "/desk",
        "/flags",
        "/transparency",
    ] {
        let answer = served.get(path);
        assert_eq!(
            (answer.status, answer.text().as_str()),
            (404, "Not found: there is no such file here.\n"),
            "{path}"
        );
        assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    }
}

#[test]
fn each_file_says_how_long_it_may_be_kept() {
    let served = Served::start();
    let part = format!("/feed/{}", served.desk.manifest().parts[0].path);
    let [wasm, script, words] = [WASM, SCRIPT, WORDS].map(|name| format!("/{name}"));
    for (path, cache) in [
        (wasm.as_str(), "public, max-age=31536000, immutable"),
        (&script, "public, max-age=31536000, immutable"),
        (&words, "public, max-age=31536000, immutable"),
        (&part, "public, max-age=86400"),
        ("/", "no-cache"),
        ("/index.html", "no-cache"),
        ("/sw.js", "no-cache"),
        ("/app.webmanifest", "no-cache"),
        ("/icons/icon.svg", "no-cache"),
        ("/feed/manifest.json", "no-cache"),
    ] {
        let answer = served.get(path);
        assert_eq!((answer.status, answer.header("cache-control")), (200, Some(cache)), "{path}");
        let etag = answer.header("etag").unwrap_or_else(|| panic!("{path} has no ETag"));
        let again = served.ask("GET", path, &[("If-None-Match", etag)]);
        assert_eq!((again.status, again.body.len(), again.header("cache-control")), (304, 0, Some(cache)), "{path}");
    }
    assert_eq!(
        served.get("/gone-0123456789abcdef.js").header("cache-control"),
        Some("no-store"),
        "nothing is missing for ever"
    );
}

#[test]
fn compressed_siblings_go_to_those_who_take_them() {
    let served = Served::start();
    let wasm = format!("/{WASM}");
    for (accepts, encoding, body) in [
        ("br, gzip", Some("br"), "packed by brotli"),
        ("gzip, deflate, br;q=0", Some("gzip"), "packed by gzip"),
        ("gzip", Some("gzip"), "packed by gzip"),
        ("identity", None, "wasm"),
        ("zstd", None, "wasm"),
        ("", None, "wasm"),
    ] {
        let answer = served.ask("GET", &wasm, &[("Accept-Encoding", accepts)]);
        assert_eq!((answer.header("content-encoding"), answer.text().as_str()), (encoding, body), "{accepts}");
        assert_eq!(answer.header("content-type"), Some("application/wasm"));
        assert_eq!(answer.header("vary"), Some("accept-encoding"));
    }
    let manifest = served.ask("GET", "/feed/manifest.json", &[("Accept-Encoding", "br")]);
    assert_eq!(
        (manifest.header("content-encoding"), manifest.header("content-type")),
        (Some("br"), Some("application/json"))
    );
    let page = served.ask("GET", "/", &[("Accept-Encoding", "br, gzip")]);
    assert_eq!(
        (page.header("content-encoding"), page.text().as_str()),
        (None, "<!doctype html>the page"),
        "it has no siblings"
    );
}

#[test]
fn each_file_has_its_type() {
    let served = Served::start();
    for (path, kind) in [
        ("/sw.js", "text/javascript; charset=utf-8"),
        ("/app.webmanifest", "application/manifest+json"),
        ("/icons/icon.svg", "image/svg+xml"),
        ("/style-0123456789abcdef.css", "text/css; charset=utf-8"),
        ("/feed/manifest.json", "application/json"),
    ] {
        assert_eq!(served.get(path).header("content-type"), Some(kind), "{path}");
    }
}

#[test]
fn every_answer_has_the_security_headers() {
    let served = Served::start();
    let etag = served.get("/").header("etag").expect("an ETag").to_owned();
    for (method, path, headers, status) in [
        ("GET", "/", vec![], 200),
        ("HEAD", "/", vec![], 200),
        ("GET", "/", vec![("If-None-Match", etag.as_str())], 304),
        ("GET", "/nothing", vec![], 404),
        ("POST", "/", vec![], 405),
        ("GET", "/feed/manifest.json", vec![], 200),
        ("GET", "/feed/x", vec![], 404),
    ] {
        let answer = served.ask(method, path, &headers);
        assert_eq!(answer.status, status, "{method} {path}");
        let policy = answer.header("content-security-policy").expect("a policy");
        for part in [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.split("; ").any(|p| p == part), "{part} is not in {policy}");
        }
        assert!(!policy.contains("unsafe-inline"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"));
        assert!(answer.header("permissions-policy").is_some_and(|p| p.contains("camera=()")));
        let origins = path.starts_with("/feed").then_some("*");
        assert_eq!(
            answer.header("access-control-allow-origin"),
            origins,
            "{path}: the feed is public, the site is its own"
        );
    }
}

#[test]
fn files_can_only_be_read() {
    let served = Served::start();
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
        for path in ["/", "/nothing", "/feed/manifest.json"] {
            let answer = served.ask(method, path, &[("Content-Length", "0")]);
            assert_eq!((answer.status, answer.header("allow")), (405, Some("GET,HEAD")), "{method} {path}");
        }
    }
    let head = served.ask("HEAD", "/", &[]);
    assert_eq!((head.status, head.body.len(), head.header("content-length")), (200, 0, Some("23")));
}

#[test]
fn a_feed_that_is_published_again_is_served_at_once_and_no_reader_keeps_the_old_manifest() {
    let served = Served::start();
    let ask = |etag: &str| {
        let since = "Fri, 31 Dec 9999 23:59:59 GMT";
        served.ask(
            "GET",
            "/feed/manifest.json",
            &[("If-None-Match", etag), ("If-Modified-Since", since), ("Accept-Encoding", "br")],
        )
    };
    let mut etag = ask("\"none\"").header("etag").expect("an ETag").to_owned();
    // Several times within a second, and always of the same length.
    for round in 0..5 {
        assert_eq!(ask(&etag).status, 304);
        served.desk.publish();
        let answer = ask(&etag);
        assert_eq!(answer.status, 200, "round {round}");
        let mut json = Vec::new();
        brotli::BrotliDecompress(&mut &*answer.body, &mut json).expect("brotli");
        assert_eq!(json, fs::read(served.desk.feed().join("manifest.json")).expect("there"));
        etag = answer.header("etag").expect("an ETag").to_owned();
    }
    let since = served.ask("GET", "/feed/manifest.json", &[("If-Modified-Since", "Fri, 31 Dec 9999 23:59:59 GMT")]);
    assert_eq!((since.status, since.header("last-modified")), (200, None), "a second is too coarse");
}

#[test]
fn a_request_is_logged_without_query_and_address() {
    let mut served = Served::start();
    let length = served.get("/?q=private+words&pledge=x").body.len();
    served.get("/feed/no%1B[31m.json?q=private");
    served.signal("-TERM");
    let (success, log) = served.ended();
    assert!(success);
    assert!(log.contains(&format!("GET / 200 {length} B ")), "{log}");
    assert!(log.contains("GET /feed/no%1B[31m.json 404 ") && log.contains(" ms\n"), "{log}");
    assert!(!log.contains("private") && !log.contains("127.0.0.1") && !log.contains('\u{1b}'), "{log}");
}

#[test]
fn it_ends_by_itself_on_either_signal_although_connections_are_open() {
    for signal in ["-TERM", "-INT"] {
        let mut served = Served::start();
        // One that has asked nothing, as browsers keep them ready, and one that is kept alive after an answer.
        let _silent = served.connect();
        let mut alive = served.connect();
        write!(alive, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").expect("sent");
        let mut byte = [0];
        alive.read_exact(&mut byte).expect("an answer");
        served.signal(signal);
        let (success, log) = served.ended();
        assert!(success && log.contains("ending") && !log.contains("under way"), "{log}");
    }
}

#[test]
fn a_client_that_never_ends_its_request_is_in_nobodys_way() {
    let mut served = Served::start();
    let mut slow = served.connect();
    write!(slow, "GET / HTTP/1.1\r\nHos").expect("sent");
    assert_eq!(served.get("/").status, 200);
    served.signal("-TERM");
    let (success, log) = served.ended();
    assert!(success && log.contains("ended with answers under way"), "{log}");
}

#[test]
fn a_port_that_is_taken_is_said_in_words() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let served = Served::start();
    let site = served.site.path().to_str().expect("a path");
    let output = desk_command(&["serve", "--site", site, "--feed", site, "--port", &port]).output().expect("runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr.contains(&format!("port {port} on 127.0.0.1 is taken")) && stderr.contains("--port"), "{stderr}");
}

#[test]
fn a_folder_without_a_site_is_said_in_words_and_a_feed_may_come_later() {
    let desk = Desk::empty();
    let dir = desk.records_dir();
    let missing =
        desk_command(&["serve", "--feed", "/nowhere", "--port", "0", "--site"]).arg(&dir).output().expect("runs");
    assert!(String::from_utf8_lossy(&missing.stderr).contains("has no index.html"));
    let served = Served::start();
    fs::remove_dir_all(served.desk.feed()).expect("removed");
    assert_eq!(served.get("/feed/manifest.json").status, 404);
    served.desk.publish();
    assert_eq!(served.get("/feed/manifest.json").status, 200);
    assert!(Path::new(&served.desk.feed()).exists());
}
