//! The book in one file: what the desk puts into the page that the site's build left, and what it refuses.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use lzma_rust2::LzmaReader;
use pledgebook_core::model::WebUrl;
use pledgebook_desk::{keys, publish::Options, single::single};

use crate::support::{Desk, NOW, desk_command, pledge};

/// The marks that a template has to have, as tools/site/single.mjs writes them.
const TEMPLATE: &str = r#"<!doctype html><head><meta charset="windows-1252"><meta name="pledgebook-file" content=""></head><body>
<!--app-->
<!--feed-->
<span id="whole" hidden></span>
</body>"#;
const MARKS: [&str; 4] = ["<!--app-->", "<!--feed-->", "id=\"whole\"", "name=\"pledgebook-file\""];
/// The files of an app behind the line that names them.
const CONTENTS: &[u8] = b"[[\"app.wasm\",5],[\"boot.js\",9]]\n\0asm\x01</script>";

/// A published feed, the folder of a site beside it, and the file that is to be.
fn book(template: &str) -> (Desk, PathBuf, PathBuf) {
    let desk = Desk::with(&[pledge("a", "A text with </script><!-- in it."), pledge("b", "Another text.")]);
    let key = desk.feed().with_file_name("desk.key");
    keys::make(&key).expect("made");
    desk.try_publish(&Options { key: Some(key), ..desk.options() }, NOW).0.expect("published");
    let site = desk.feed().with_file_name("site");
    fs::create_dir(&site).expect("made");
    fs::write(site.join("single.template"), template).expect("written");
    fs::write(site.join("single.app"), CONTENTS).expect("written");
    let out = desk.feed().with_file_name("pledgebook.html");
    (desk, site, out)
}

/// What an element of a name holds, as boot/file/dense.js reads it.
fn held(html: &[u8], name: &str) -> Vec<u8> {
    let text: String = html.iter().map(|byte| char::from(*byte)).collect();
    let (_, rest) = text.split_once(&format!("data-file=\"{name}\" data-run=\"")).expect("an element");
    let (run, rest) = rest.split_once('"').expect("its runs");
    let signs = rest.split_once('>').expect("its start").1.split('<').next().expect("its text");
    let signs: Vec<u8> = signs.chars().map(|sign| u8::try_from(u32::from(sign)).expect("a byte")).collect();
    let run: usize = run.parse().expect("a number");
    signs.chunks(run + 1).flat_map(|run| run[1..].iter().map(|sign| sign.wrapping_sub(run[0]))).collect()
}

/// The same of the two that docs/carrying.md takes out with ordinary tools.
fn in_base64(html: &[u8], name: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(html);
    let (_, rest) = text.split_once(&format!("data-file=\"{name}\">")).expect("an element");
    STANDARD.decode(rest.split('<').next().expect("its text")).expect("base64")
}

fn unpacked(html: &[u8], name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let packed = if name.contains("manifest.json") { in_base64(html, name) } else { held(html, name) };
    flate2::read::GzDecoder::new(&*packed).read_to_end(&mut bytes).expect("gzip");
    bytes
}

fn left_over(folder: &Path) -> usize {
    let names = folder.read_dir().expect("listed").map(|e| e.expect("an entry").file_name());
    names.filter(|name| name.to_string_lossy().starts_with(".new-")).count()
}

#[test]
fn a_file_holds_the_feed_byte_for_byte_with_its_signature_and_the_same_inputs_make_the_same_bytes() {
    let (desk, site, out) = book(TEMPLATE);
    let home = WebUrl::new("https://pledges.example.org/?a=1&b=2").expect("an address");
    let done = single(&site, &desk.feed(), Some(&home), &out).expect("written");
    let html = fs::read(&out).expect("there");
    let text = String::from_utf8_lossy(&html);
    assert_eq!(done.app + done.feed, html.len());
    assert!(text.contains("name=\"pledgebook-file\" content=\"https://pledges.example.org/?a=1&amp;b=2\""), "{text}");
    let mut app = Vec::new();
    let packed = held(&html, "app");
    LzmaReader::new_mem_limit(&*packed, u32::MAX, None).expect("lzma").read_to_end(&mut app).expect("lzma");
    assert_eq!(app, CONTENTS);
    let mut sum = flate2::Crc::new();
    sum.update(&packed);
    assert!(text.contains(&format!(" data-crc=\"{}\">", sum.sum())), "{text}");
    let parts: Vec<String> = desk.manifest().parts.iter().map(|p| p.path.to_string()).collect();
    for name in ["manifest.json", "manifest.json.minisig"].into_iter().chain(parts.iter().map(String::as_str)) {
        let own = fs::read(desk.feed().join(name)).expect("there");
        assert_eq!(unpacked(&html, &format!("feed/{name}")), own, "{name}");
    }
    assert_eq!(
        text.matches('<').count(),
        TEMPLATE.matches('<').count() - 2 + 2 * (3 + parts.len()),
        "no sign is one of the page"
    );
    assert!(!html.contains(&0) && !html.contains(&b'\r'));
    assert!(text.ends_with(TEMPLATE.split("<!--feed-->").last().expect("an end")));
    let again = out.with_file_name("again.html");
    single(&site, &desk.feed(), Some(&home), &again).expect("written");
    assert_eq!(fs::read(again).expect("there"), html);
}

#[test]
fn a_broken_feed_makes_no_file_and_an_older_one_stays() {
    let (desk, site, out) = book(TEMPLATE);
    single(&site, &desk.feed(), None, &out).expect("written");
    let before = fs::read(&out).expect("there");
    let part = desk.feed().join(&*desk.manifest().parts[0].path);
    fs::write(&part, "[]").expect("harmed");
    let said = single(&site, &desk.feed(), None, &out).expect_err("refused").to_string();
    assert!(said.contains("not what the manifest says") && said.contains("desk publish"), "{said}");
    fs::remove_file(&part).expect("removed");
    assert!(single(&site, &desk.feed(), None, &out).is_err());
    fs::write(desk.feed().join("manifest.json"), "<html>").expect("harmed");
    assert!(single(&site, &desk.feed(), None, &out).is_err_and(|e| e.to_string().contains("not the manifest")));
    assert_eq!(fs::read(&out).expect("there"), before);
    assert_eq!(left_over(out.parent().expect("a folder")), 0);
}

#[test]
fn a_site_that_is_none_or_lacks_a_part_is_refused_in_words() {
    let (desk, site, out) = book(TEMPLATE);
    let mut wrong: Vec<String> = MARKS.iter().map(|lacking| TEMPLATE.replace(lacking, "")).collect();
    wrong.push(TEMPLATE.replace("<head>", "<head><title>é</title>"));
    wrong.push(TEMPLATE.replace("<!--app-->", "<!--app--><!--app-->"));
    for template in wrong {
        fs::write(site.join("single.template"), &template).expect("written");
        let said = single(&site, &desk.feed(), None, &out).expect_err(&template).to_string();
        assert!(said.contains("not what this desk can make a file of") && said.contains("make build"), "{said}");
    }
    fs::write(site.join("single.template"), TEMPLATE).expect("written");
    fs::write(site.join("single.app"), "<html>").expect("written");
    let said = single(&site, &desk.feed(), None, &out).expect_err("no app").to_string();
    assert!(said.contains("single.app") && said.contains("make build"), "{said}");
    fs::remove_file(site.join("single.app")).expect("removed");
    assert!(single(&site, &desk.feed(), None, &out).is_err_and(|e| e.to_string().contains("single.app")));
    fs::remove_file(site.join("single.template")).expect("removed");
    let said = single(&site, &desk.feed(), None, &out).expect_err("no site").to_string();
    assert!(said.contains("single.template") && said.contains("--site"), "{said}");
    assert!(!out.exists());
}

#[test]
fn the_command_prints_the_sizes_apart_and_takes_no_address_that_is_none() {
    let (desk, site, out) = book(TEMPLATE);
    let path = |p: &Path| p.to_str().expect("a path").to_owned();
    let (site, feed, out) = (path(&site), path(&desk.feed()), path(&out));
    let args = ["single-file", "--site", &site, "--feed", &feed, "--out", &out];
    let done = desk_command(&args).output().expect("run");
    let (said, noted) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    let size = said.split_once(" app ").expect("the app's size").1.split_once(", feed ").expect("the feed's").0;
    let size: usize = size.parse().expect("a number");
    assert!(done.status.success() && size > TEMPLATE.len() && size < TEMPLATE.len() + 300, "{said}");
    assert!(noted.contains("cannot reach this file"), "{noted}");
    let bad = desk_command(&[&args[..], &["--home", "javascript:alert(1)"]].concat()).output().expect("run");
    assert_eq!(bad.status.code(), Some(2));
}
