//! The only place that reads a clock. All else is given the time, so that tests can choose it.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Seconds since 1970-01-01T00:00:00Z; 0 on a machine whose clock is before that.
#[allow(clippy::disallowed_methods, reason = "this is the place")]
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs())
}

/// A moment from which time that has passed is measured.
#[allow(clippy::disallowed_methods, reason = "this is the place")]
pub fn tick() -> Instant {
    Instant::now()
}

/// Does nothing for a while. Only for threads that have nothing else to do.
#[allow(clippy::disallowed_methods, reason = "a lock that another process holds cannot be waited for otherwise")]
pub fn pause(duration: Duration) {
    std::thread::sleep(duration);
}

/// Some seconds since 1970 as the file system counts.
pub fn system_time(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

/// Some seconds since 1970 as RFC 3339 in UTC: `2026-11-20T08:00:00Z`. The last moment of the year 9999 stands for
/// all later ones.
pub fn rfc3339(seconds: u64) -> String {
    let time = i64::try_from(seconds).ok().and_then(|s| jiff::Timestamp::from_second(s).ok());
    time.unwrap_or(jiff::Timestamp::MAX).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_in_utc_to_the_second() {
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00Z");
        assert_eq!(rfc3339(1_795_161_600), "2026-11-20T08:00:00Z");
        assert!(rfc3339(u64::MAX).starts_with("9999-12-30"), "{}", rfc3339(u64::MAX));
        assert!(now() > 1_700_000_000);
    }
}
