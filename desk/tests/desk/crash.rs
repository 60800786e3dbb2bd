//! A publication that is killed, at whatever moment: the feed is the old one or the new one, whole, and the next
//! publication puts everything right.

use std::{process::Stdio, time::Duration};

use pledgebook_desk::clock;

use crate::support::{Desk, assert_whole, desk_command, pledge, removal};

#[test]
fn a_publisher_that_is_killed_leaves_a_whole_feed() {
    let records = |round: usize| -> Vec<_> {
        (0..150).map(|n| pledge(&format!("p{n:03}"), &format!("round {round}, {}", "word ".repeat(40 + n)))).collect()
    };
    let desk = Desk::with(&records(0));
    desk.publish_at(1);
    let (dir, feed) = (desk.records_dir(), desk.feed());
    let args = ["publish", "--records", dir.to_str().expect("a path"), "--feed", feed.to_str().expect("a path")];
    let (mut last, mut killed) = (assert_whole(&feed), 0);
    for round in 1..=14 {
        desk.records("pledges.ndjson", &records(round));
        let mut child = desk_command(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started");
        clock::pause(Duration::from_millis(round as u64 * 12));
        child.kill().expect("killed");
        killed += usize::from(!child.wait().expect("ended").success());
        let now = assert_whole(&feed);
        assert!(now == last || now.seq > last.seq, "the old feed or the new one");
        assert_eq!(now.feed, last.feed);
        last = now;
    }
    assert!(killed > 0, "at least one was killed before it had ended");
    // The next one has nothing to wait for, clears away what is left over, and a removal still finds every old part.
    desk.remove(&removal(1, "p000"));
    desk.publish_at(2);
    assert!(assert_whole(&feed).seq > last.seq);
    assert_eq!(
        desk.files_with("\"p000\"").into_iter().filter(|f| f.contains(".json") && f.starts_with("33IC")).count(),
        0
    );
    assert!(desk.part_files().iter().all(|f| !f.starts_with('.')), "{:?}", desk.part_files());
}
