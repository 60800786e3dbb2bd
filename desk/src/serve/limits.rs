//! How many new flags come from one address, and from all, in a minute. Counted in memory: a desk that starts anew has
//! forgotten everybody.

use std::{
    collections::{HashMap, VecDeque},
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Over which time it is counted.
const MINUTE: Duration = Duration::from_secs(60);
/// From this many addresses on, those that are silent are forgotten.
const MANY: usize = 4_096;

/// The counts.
#[derive(Debug)]
pub struct Limits {
    of_one: usize,
    of_all: usize,
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    one: HashMap<IpAddr, VecDeque<Instant>>,
    all: VecDeque<Instant>,
}

impl Limits {
    /// At most so many of an address, and of all, in a minute.
    pub fn new(of_one: usize, of_all: usize) -> Self {
        Self { of_one, of_all, counts: Mutex::default() }
    }

    /// Counts one more; or after how many seconds there may be one.
    pub fn take(&self, address: IpAddr, now: Instant) -> Result<(), u64> {
        let address = network(address);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.one.len() > MANY {
            counts.one.retain(|_, times| times.back().is_some_and(|last| now.duration_since(*last) < MINUTE));
        }
        let Counts { one, all } = &mut *counts;
        let own = one.entry(address).or_default();
        for (times, most) in [(&mut *own, self.of_one), (&mut *all, self.of_all)] {
            while times.front().is_some_and(|first| now.duration_since(*first) >= MINUTE) {
                times.pop_front();
            }
            if times.len() >= most {
                let first = times.front().map_or(MINUTE, |first| MINUTE - now.duration_since(*first));
                return Err(first.as_secs() + 1);
            }
        }
        own.push_back(now);
        all.push_back(now);
        Ok(())
    }

    /// Takes a count back, of something that was no new flag after all.
    pub fn give_back(&self, address: IpAddr) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.all.pop_back();
        if let Some(times) = counts.one.get_mut(&network(address)) {
            times.pop_back();
        }
    }
}

/// Who has an IPv6 address has a whole network of them: its first 64 bits count.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let bits = u128::from(v6) & !u128::from(u64::MAX);
            IpAddr::V6(bits.into())
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;

    #[test]
    fn an_address_waits_and_others_do_not_until_all_are_too_many() {
        let limits = Limits::new(2, 5);
        let start = clock::tick();
        let take = |address: &str, after: u64| {
            limits.take(address.parse().expect("an address"), start + Duration::from_secs(after))
        };
        assert_eq!((take("192.0.2.1", 0), take("192.0.2.1", 10), take("192.0.2.1", 20)), (Ok(()), Ok(()), Err(41)));
        limits.give_back("192.0.2.1".parse().expect("an address"));
        assert_eq!((take("::ffff:192.0.2.1", 21), take("192.0.2.1", 22)), (Ok(()), Err(39)));
        assert_eq!(
            (take("2001:db8::1", 23), take("2001:db8::2", 23), take("2001:db8::3", 23)),
            (Ok(()), Ok(()), Err(61))
        );
        assert_eq!((take("192.0.2.2", 24), take("192.0.2.3", 25)), (Ok(()), Err(36)), "all of them");
        assert_eq!(take("192.0.2.1", 61), Ok(()), "the first is a minute ago");
    }
}
