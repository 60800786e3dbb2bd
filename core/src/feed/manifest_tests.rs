//! What is a manifest, and what is not.

use super::*;

const GOOD: &str = r#"{"format":"pledge-feed/1","feed":"3f2504e0-4f89-11d3-9a0c-0305e82c3301","seq":7,
    "generated":"2026-11-20T08:00:00Z","as_of":"2026-11-19","publisher":{"name":"Desk","contact":"mailto:desk@example.org"},
    "source":{"name":"Site","url":"https://example.org"},"disclaimer":{"en":"Not ours"},"reports":{"32IC":"complete","33IC":"some"},
    "cut":4,"parts":[{"path":"parts/34IC.0123456789abcdef.json","kind":"pledges","edition":"34IC","first":"34IC-a","last":"34IC-m",
    "sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","bytes":3,"records":1},
    {"path":"parts/maps.0123456789abcdef.json","kind":"maps"}],
    "removed":[],"flags":{"post":"https://desk.example/flags","status":"https://desk.example/flags/{id}","languages":["en"],"answer_days":14},
    "later":{"key":1}}"#;

#[test]
fn a_manifest_is_read_and_written_the_same() {
    let manifest = parse_manifest(GOOD.as_bytes()).expect("good");
    assert_eq!((manifest.seq, manifest.parts.len(), manifest.pledges(), manifest.bytes()), (7, 1, 1, 3));
    assert_eq!(manifest.publisher.contact.as_deref(), Some("desk@example.org"));
    assert_eq!(manifest.complete, [EditionId::new("32IC").expect("id")]);
    assert_eq!(parse_manifest(manifest.to_json().as_bytes()), Ok(manifest));
}

#[test]
fn flags_go_to_a_web_address_or_to_one_beside_the_feed() {
    let read = |post: &str, status: &str| {
        let json = GOOD.replace("https://desk.example/flags/{id}", status).replace("https://desk.example/flags", post);
        parse_manifest(json.as_bytes()).expect("good").flags.is_some()
    };
    assert!(
        read("../flags", "../flags/{id}")
            && read("/flags", "/flags/{id}")
            && read("https://d.example/f", "../flags/{id}")
    );
    for (post, status) in [
        ("//evil.example/flags", "../flags/{id}"),
        ("javascript:alert(1)", "../flags/{id}"),
        ("data:,x", "../flags/{id}"),
        ("../flags", "../flags"),
        ("", "../flags/{id}"),
        ("../fl ags", "../flags/{id}"),
        ("../flags", "//evil.example/{id}"),
    ] {
        assert!(!read(post, status), "{post} {status}");
    }
}

#[test]
fn first_and_last_tell_which_part_can_hold_a_pledge() {
    let manifest = parse_manifest(GOOD.as_bytes()).expect("good");
    let holds = |id| manifest.parts[0].can_hold(&PledgeId::new(id).expect("id"));
    assert!(holds("34IC-a") && holds("34IC-m") && holds("34IC-f"));
    assert!(!holds("34IC-n") && !holds("33IC-f"));
}

#[test]
fn what_is_no_manifest_is_told_from_one_that_is_too_new_or_damaged() {
    for page in
        ["", "<!doctype html><title>Welcome</title>", "{}", "[]", r#"{"format":7}"#, r#"{"format":"other/1"}"#, "null"]
    {
        assert_eq!(parse_manifest(page.as_bytes()), Err(ManifestError::NotAManifest), "{page}");
    }
    for format in ["pledge-feed/2", "pledge-feed/10.1"] {
        let later = GOOD.replace("pledge-feed/1", format);
        assert_eq!(parse_manifest(later.as_bytes()), Err(ManifestError::TooNew(format.to_owned())));
    }
    assert!(parse_manifest(GOOD.replace("pledge-feed/1", "pledge-feed/1.3").as_bytes()).is_ok());
    for (from, to) in [
        (r#""seq":7"#, r#""seq":0"#),
        (r#""seq":7"#, r#""seq":"7""#),
        (r#""seq":7"#, r#""seq":-1"#),
        ("3f2504e0-4f89-11d3-9a0c-0305e82c3301", "a feed"),
        ("2026-11-20T08:00:00Z", "yesterday"),
        ("parts/34IC.0123456789abcdef.json", "parts/../../secret.json"),
        ("parts/34IC.0123456789abcdef.json", "https://evil.example/x.json"),
        ("parts/34IC.0123456789abcdef.json", "//evil.example/x.json"),
        ("parts/34IC.0123456789abcdef.json", "parts/a/b.json"),
        ("ba7816bf", "zzzzzzzz"),
        (r#""bytes":3"#, r#""bytes":50000000"#),
        (r#""removed":[]"#, r#""removed":[{"id":"p"}]"#),
    ] {
        let bad = GOOD.replacen(from, to, 1);
        assert!(matches!(parse_manifest(bad.as_bytes()), Err(ManifestError::Invalid(_))), "{to}");
    }
}
