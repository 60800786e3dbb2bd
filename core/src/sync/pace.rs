//! When a page that stays open looks again by itself: rarely after a success, soon after a line that broke, ever more rarely
//! as it stays broken. Opening a page, and a browser that says there is a network again, always look at once.

use super::status::{Ended, Failure};

const MINUTE: u32 = 60_000;
/// Minutes after a success.
const AFTER_SUCCESS: u32 = 60;
/// Minutes after the first, second, … failure of a line or a busy server.
const AFTER_FAILURE: [u32; 4] = [1, 5, 15, 60];
/// Minutes after a failure that waiting seldom mends: a captive portal, a broken feed.
const AFTER_FAULT: u32 = 30;

/// Milliseconds until the next look after a sync that ended so, the last `misses` of them without success; `chance` spreads
/// readers by up to a fifth. None: the reader stopped it, and begins it.
pub fn next_try(ended: &Ended, misses: usize, chance: u64) -> Option<u32> {
    let minutes = match ended {
        Ended::Stopped => return None,
        Ended::UpToDate | Ended::Updated | Ended::Older => AFTER_SUCCESS,
        Ended::Failed(Failure::Damaged) => AFTER_FAULT,
        Ended::Failed(failure) if failure.may_pass() => {
            let at = misses.clamp(1, AFTER_FAILURE.len()) - 1;
            AFTER_FAILURE.get(at).copied().unwrap_or(AFTER_SUCCESS)
        }
        Ended::Failed(_) => AFTER_FAULT,
    };
    let spread = u32::try_from(chance % 20).unwrap_or(0);
    Some(minutes * MINUTE / 100 * (100 + spread))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_looks_again_as_often_as_it_helps() {
        let minutes = |ended: Ended, misses| next_try(&ended, misses, 0).map(|ms| ms / MINUTE);
        for (ended, misses, expect) in [
            (Ended::Updated, 0, Some(60)),
            (Ended::Older, 0, Some(60)),
            (Ended::Failed(Failure::Offline), 0, Some(1)),
            (Ended::Failed(Failure::Offline), 1, Some(1)),
            (Ended::Failed(Failure::TimedOut), 2, Some(5)),
            (Ended::Failed(Failure::Http(503)), 3, Some(15)),
            (Ended::Failed(Failure::Offline), 400, Some(60)),
            (Ended::Failed(Failure::NotAFeed), 1, Some(30)),
            (Ended::Failed(Failure::Http(404)), 1, Some(30)),
            (Ended::Failed(Failure::Unsigned), 9, Some(30)),
            (Ended::Stopped, 0, None),
        ] {
            assert_eq!(minutes(ended.clone(), misses), expect, "{ended:?} {misses}");
        }
        for chance in 0..100 {
            let wait = next_try(&Ended::Updated, 0, chance).expect("a wait");
            assert!((60 * MINUTE..72 * MINUTE).contains(&wait));
        }
    }
}
