//! A feed that travels: signed, and as one file that the ordinary tools open.

use std::{fs, process::Command};

use pledgebook_core::feed::is_signed;
use pledgebook_core::feed::{BundleReader, PART_LIMIT};
use pledgebook_desk::{bundle::bundle, keys, publish::Options};

use crate::support::{Desk, NOW, assert_whole, desk_command, pledge};

fn signed() -> (Desk, Options, String) {
    let desk = Desk::with(&[pledge("a", "A text."), pledge("b", "Another text.")]);
    let file = desk.records_dir().with_file_name("desk.key");
    let public = keys::make(&file).expect("made");
    let options = Options { key: Some(file), ..desk.options() };
    (desk, options, public)
}

#[test]
fn a_manifest_is_signed_and_signed_anew_with_every_publication() {
    let (desk, options, public) = signed();
    for n in 0..2 {
        let outcome = desk.try_publish(&options, NOW + n).0.expect("published");
        assert!(outcome.is_signed && outcome.to_string().contains("manifest.json.minisig"));
        let json = fs::read(desk.feed().join("manifest.json")).expect("a manifest");
        let signature = fs::read_to_string(desk.feed().join("manifest.json.minisig")).expect("a signature");
        assert!(is_signed(&public, &json, signature.as_bytes()));
        let comment = format!("feed {} seq {}", outcome.manifest.feed, outcome.manifest.seq);
        assert!(signature.contains(&comment), "{signature}");
    }
    let missing = Options { key: Some("/nowhere/desk.key".into()), ..desk.options() };
    let before = fs::read(desk.feed().join("manifest.json")).expect("a manifest");
    assert!(desk.try_publish(&missing, NOW + 9).0.is_err_and(|e| e.to_string().contains("the key cannot be used")));
    assert_eq!(fs::read(desk.feed().join("manifest.json")).expect("a manifest"), before);
}

#[test]
fn a_bundle_is_the_feed_to_the_ordinary_tar_and_to_the_reader() {
    let (desk, options, _) = signed();
    desk.try_publish(&options, NOW).0.expect("published");
    let (one, other) = (desk.feed().with_file_name("one.pledges.tgz"), desk.feed().with_file_name("other.pledges.tgz"));
    let done = bundle(&desk.feed(), &one).expect("bundled");
    bundle(&desk.feed(), &other).expect("bundled");
    let bytes = fs::read(&one).expect("there");
    assert_eq!(done.bytes, bytes.len() as u64);
    assert_eq!(bytes, fs::read(&other).expect("there"), "the same feed makes the same bytes");

    let unpacked = tempfile::tempdir().expect("a folder");
    let tar = Command::new("tar").arg("xzf").arg(&one).arg("-C").arg(unpacked.path()).output().expect("run");
    assert!(tar.status.success() && tar.stderr.is_empty(), "{}", String::from_utf8_lossy(&tar.stderr));
    let list = Command::new("tar").arg("tzf").arg(&one).output().expect("run");
    let list = String::from_utf8(list.stdout).expect("names");
    let names: Vec<&str> = list.lines().collect();
    assert_eq!(names[..2], ["manifest.json", "manifest.json.minisig"]);
    for name in &names {
        let (own, theirs) = (fs::read(desk.feed().join(name)), fs::read(unpacked.path().join(name)));
        assert_eq!(own.expect("there"), theirs.expect("there"), "{name}");
    }
    let mut reader = BundleReader::new(PART_LIMIT);
    let mut unzipped = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&*bytes), &mut unzipped).expect("gzip");
    let files: Vec<_> = unzipped.chunks(1_000).flat_map(|piece| reader.push(piece).expect("a bundle")).collect();
    assert_eq!(files.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), names);
    reader.end().expect("whole");
    assert_whole(&desk.feed());
}

#[test]
fn a_feed_that_is_not_whole_is_not_bundled_and_an_older_bundle_stays() {
    let desk = Desk::with(&[pledge("a", "A text.")]);
    let out = desk.feed().with_file_name("x.pledges.tgz");
    assert!(bundle(&desk.feed(), &out).is_err());
    desk.publish();
    bundle(&desk.feed(), &out).expect("bundled");
    let before = fs::read(&out).expect("there");
    let part = desk.feed().join(&*desk.manifest().parts[0].path);
    fs::write(&part, "[]").expect("harmed");
    assert!(bundle(&desk.feed(), &out).is_err_and(|e| e.to_string().contains("not what the manifest says")));
    assert_eq!(fs::read(&out).expect("there"), before);
    assert!(
        desk.records_dir()
            .parent()
            .expect("a folder")
            .read_dir()
            .expect("listed")
            .all(|e| { !e.expect("an entry").file_name().to_string_lossy().starts_with(".new-") })
    );
}

#[test]
fn the_command_makes_a_key_signs_and_bundles() {
    let desk = Desk::with(&[pledge("a", "A text.")]);
    let path = |p: std::path::PathBuf| p.to_str().expect("a path").to_owned();
    let (records, feed) = (path(desk.records_dir()), path(desk.feed()));
    let (key, out) = (path(desk.feed().with_file_name("k")), path(desk.feed().with_file_name("x.pledges.tgz")));
    for (args, said) in [
        (vec!["key", "new", &key], "keep it secret"),
        (vec!["publish", "--records", &records, "--feed", &feed, "--key", &key], "signature  manifest.json.minisig"),
        (vec!["bundle", "--feed", &feed, "--out", &out], "1 parts"),
    ] {
        let done = desk_command(&args).output().expect("run");
        let text = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(done.status.success() && text.contains(said), "{text} {}", String::from_utf8_lossy(&done.stderr));
    }
}
