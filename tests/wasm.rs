//! The store in a real browser: what is put in comes out, the swap is one step, and a refusal has words.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::expect_used)]

use indexed_db_futures::Build;
use pledgebook::browser::{
    clock,
    fetch::{self, Cached},
    intl,
    store::{CopyStore, Lost},
};
use pledgebook::words::Language;
use pledgebook_core::{
    feed::Sha256Hex,
    model::Date,
    sync::{Failure, Published},
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

async fn store(name: &str) -> CopyStore {
    let name = format!("pledgebook/test/{name}/{}/copy", clock::seed());
    CopyStore::open(&name).await.expect("a store")
}

/// A manifest of this place in the order of its feed.
fn manifest(seq: u64) -> Published {
    let feed = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
    let rest = r#""generated":"2026-11-20T08:00:00Z","parts":[],"removed":[]"#;
    let json = format!(r#"{{"format":"pledge-feed/1","feed":"{feed}","seq":{seq},{rest}}}"#);
    Published::unsigned(json.into_bytes())
}

#[wasm_bindgen_test]
async fn a_new_store_is_empty() {
    let contents = store("empty").await.load().await.expect("contents");
    assert!(contents.current.is_none() && contents.pending.is_none() && contents.parts.is_empty());
    assert!(contents.segments.is_empty());
    assert_eq!(contents.copied_at, None);
}

#[wasm_bindgen_test]
async fn what_is_kept_comes_back_byte_for_byte() {
    let store = store("round-trip").await;
    let parts: Vec<Vec<u8>> = vec![vec![], vec![0, 255, 128], vec![7; 300_000], "نص".as_bytes().to_vec()];
    for part in &parts {
        store.keep_part(Sha256Hex::of(part), part, &[part.as_slice(), b"made of it"].concat()).await.expect("kept");
    }
    store.keep_pending(&manifest(1)).await.expect("kept");
    let contents = store.load().await.expect("contents");
    assert_eq!(contents.pending, Some(manifest(1)));
    let stored = store.parts().await.expect("the parts");
    assert_eq!((contents.parts.len(), contents.segments.len(), stored.len()), (4, 4, 4));
    for (sha, bytes) in stored {
        assert_eq!(Sha256Hex::of(&bytes), sha);
        let segment = contents.segments.iter().find(|(of, _)| *of == sha).expect("its segment");
        assert_eq!(*segment.1, [&bytes, b"made of it".as_slice()].concat());
    }
}

#[wasm_bindgen_test]
async fn a_segment_that_was_made_anew_takes_the_place_of_the_old() {
    let store = store("anew").await;
    let sha = Sha256Hex::of(b"part");
    store.keep_part(sha, b"part", b"old").await.expect("kept");
    store.keep_segment(sha, b"new").await.expect("kept");
    let contents = store.load().await.expect("contents");
    assert_eq!(contents.segments.len(), 1);
    assert_eq!(*contents.segments[0].1, *b"new");
}

#[wasm_bindgen_test]
async fn a_store_of_the_first_version_keeps_what_it_has_and_gets_room_for_segments() {
    let name = format!("pledgebook/test/first/{}/copy", clock::seed());
    let sha = Sha256Hex::of(b"part");
    let first = indexed_db_futures::database::Database::open(&name)
        .with_version(1u8)
        .with_on_upgrade_needed(|_, db: indexed_db_futures::database::Database| {
            db.create_object_store("meta").build()?;
            db.create_object_store("parts").build()?;
            Ok(())
        })
        .await
        .expect("a store of the first version");
    first.close();
    let store = CopyStore::open(&name).await.expect("opened");
    store.keep_part(sha, b"part", b"segment").await.expect("kept");
    assert_eq!(store.load().await.expect("contents").segments.len(), 1);
}

#[wasm_bindgen_test]
fn the_browser_decomposes_as_the_host_does() {
    for (text, expect) in [("ﬁ É ℝ", "fi e\u{301} r"), ("한", "\u{1112}\u{1161}\u{11ab}"), ("plain", "plain"), ("", "")]
    {
        assert_eq!(intl::decompose(text), expect);
    }
}

#[wasm_bindgen_test]
async fn a_swap_changes_manifest_parts_and_time_in_one_step() {
    let store = store("swap").await;
    let (old, new) = (Sha256Hex::of(b"old"), Sha256Hex::of(b"new"));
    store.keep_part(old, b"old", b"of old").await.expect("kept");
    store.keep_part(new, b"new", b"of new").await.expect("kept");
    let two = Published { signature: Some(b"signed".as_slice().into()), ..manifest(2) };
    store.keep_pending(&two).await.expect("kept");
    store.swap(&two, &[new], 5.0).await.expect("swapped");
    let contents = store.load().await.expect("contents");
    assert_eq!(contents.current, Some(two), "with its signature");
    assert_eq!((contents.pending, contents.copied_at), (None, Some(5.0)));
    assert_eq!(contents.parts, [new]);
    assert_eq!(contents.segments.iter().map(|(sha, _)| *sha).collect::<Vec<_>>(), [new]);
    store.keep_time(9.0).await.expect("kept");
    assert_eq!(store.load().await.expect("contents").copied_at, Some(9.0));
}

#[wasm_bindgen_test]
async fn a_tab_that_is_behind_does_not_undo_what_another_has_kept() {
    let store = store("behind").await;
    let part = Sha256Hex::of(b"part");
    store.keep_part(part, b"part", b"of it").await.expect("kept");
    store.keep_pending(&manifest(3)).await.expect("kept");
    store.swap(&manifest(2), &[], 5.0).await.expect("passed over");
    store.keep_pending(&manifest(2)).await.expect("passed over");
    let contents = store.load().await.expect("contents");
    assert_eq!((contents.current, contents.pending), (None, Some(manifest(3))));
    assert_eq!(contents.parts, [part]);
}

#[wasm_bindgen_test]
async fn a_copy_that_lacks_a_part_does_not_take_the_place_of_a_whole_one() {
    let store = store("lacks").await;
    let (old, new) = (Sha256Hex::of(b"old"), Sha256Hex::of(b"new"));
    store.keep_part(old, b"old", b"of old").await.expect("kept");
    store.swap(&manifest(1), &[old], 5.0).await.expect("swapped");
    store.keep_pending(&manifest(2)).await.expect("kept");
    let error = store.swap(&manifest(2), &[old, new], 6.0).await.expect_err("refused");
    assert!(error.0.contains("lacks a part"), "{}", error.0);
    let contents = store.load().await.expect("contents");
    assert_eq!(contents.current, Some(manifest(1)));
    assert_eq!((contents.pending, contents.copied_at), (Some(manifest(2)), Some(5.0)));
    assert_eq!(contents.parts, [old]);
}

#[wasm_bindgen_test]
async fn two_openings_of_one_store_see_the_same() {
    let name = format!("pledgebook/test/twice/{}/copy", clock::seed());
    let first = CopyStore::open(&name).await.expect("a store");
    let published = manifest(1);
    first.keep_pending(&published).await.expect("kept");
    let second = CopyStore::open(&name).await.expect("the same store");
    assert_eq!(second.load().await.expect("contents").pending, Some(published));
}

#[wasm_bindgen_test]
async fn a_store_of_a_later_version_is_an_error_with_words_and_is_not_deleted() {
    let name = format!("pledgebook/test/later/{}/copy", clock::seed());
    let later = indexed_db_futures::database::Database::open(&name).with_version(9u8).await.expect("a later store");
    later.close();
    let error = CopyStore::open(&name).await.err().expect("refused");
    assert!(error.0.contains("version"), "{}", error.0);
    let still = indexed_db_futures::database::Database::open(&name).await.expect("still there");
    assert!((still.version() - 9.0).abs() < f64::EPSILON);
}

#[wasm_bindgen_test]
async fn a_fetch_ends_in_bytes_or_in_a_failure_of_the_sync() {
    let here = |path: &str| format!("{path}?{}", clock::seed());
    assert!(fetch::bytes(&here("./"), Cached::Never, 1_000_000).await.is_ok());
    assert_eq!(fetch::bytes(&here("./"), Cached::Never, 1).await, Err(Failure::TooLarge));
    assert_eq!(fetch::bytes(&here("./no-such-file"), Cached::Never, 100).await, Err(Failure::Http(404)));
    assert_eq!(fetch::bytes("http://127.0.0.1:1/", Cached::Never, 100).await, Err(Failure::Offline));
}

#[wasm_bindgen_test]
fn dates_are_written_with_the_precision_that_they_have_and_never_shift() {
    for (date, language, expect) in [
        ("2019", Language::En, "2019"),
        ("2019-12", Language::En, "December 2019"),
        ("2019-12-09", Language::En, "9 December 2019"),
        ("2019-12-09", Language::Fr, "9 décembre 2019"),
        ("2019-01-01", Language::Es, "1 de enero de 2019"),
        ("2019-12-31", Language::Ar, "31 ديسمبر 2019"),
        ("0001-01-01", Language::En, "1 January 1"),
    ] {
        let date = Date::parse(date).expect(date);
        assert_eq!(intl::date(date, language), expect);
    }
    assert_eq!(intl::ago(-5.0, Language::En), None);
    assert_eq!(intl::ago(3.0 * 86_400_000.0, Language::En).as_deref(), Some("3 days ago"));
    assert_eq!(intl::bytes(187_316, Language::En), "187.3 kB");
}

#[wasm_bindgen_test]
async fn a_part_is_read_by_its_hash_and_what_is_dropped_is_gone() {
    let store = store("drop").await;
    let [one, other] = [b"one".as_slice(), b"other"].map(Sha256Hex::of);
    store.keep_part(one, b"one", b"of one").await.expect("kept");
    store.keep_part(other, b"other", b"of other").await.expect("kept");
    store.drop_parts(&[one]).await.expect("dropped");
    assert_eq!(store.part(one).await.expect("asked"), [None, None]);
    let [part, segment] = store.part(other).await.expect("asked");
    assert_eq!((part.as_deref(), segment.as_deref()), (Some(b"other".as_slice()), Some(b"of other".as_slice())));
    assert_eq!(store.glance().await.expect("contents").parts, [other]);
}

#[wasm_bindgen_test]
async fn what_changed_is_kept_until_it_is_forgotten() {
    let store = store("changes").await;
    for changes in [Some(b"some".as_slice()), Some(b"more".as_slice()), None] {
        store.keep_changes(changes).await.expect("kept");
        assert_eq!(store.changes().await.expect("asked").as_deref(), changes);
    }
}

#[wasm_bindgen_test]
async fn a_store_that_another_tab_deletes_is_given_up_at_once() {
    let name = format!("pledgebook/test/given/{}/copy", clock::seed());
    let store = CopyStore::open(&name).await.expect("a store");
    assert_eq!(store.lost(), Lost::No);
    let deleted = indexed_db_futures::database::Database::delete_by_name(&name).expect("asked");
    deleted.await.expect("deleted, though it was open");
    assert_eq!(store.lost(), Lost::GivenUp);
    assert!(store.keep_changes(None).await.is_err());
}
