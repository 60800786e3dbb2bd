//! How long to wait before trying again: longer each time, and never in step with everybody else.

/// Waits that grow threefold from a second, each spread by up to 30 % either way.
#[derive(Clone, Debug)]
pub struct Backoff {
    state: u64,
}

impl Backoff {
    /// Waits whose spread comes from `seed`, which should differ from reader to reader.
    pub fn new(seed: u64) -> Self {
        Self { state: seed | 1 }
    }

    /// Milliseconds to wait after the attempt with this number, from 1.
    pub fn after(&mut self, attempt: u32) -> u32 {
        let base = 1_000 * 3u32.saturating_pow(attempt.saturating_sub(1)).min(60);
        base - base * 3 / 10 + self.below(base * 6 / 10 + 1)
    }

    /// A number below `n` (xorshift64: it only has to be spread, not secret).
    fn below(&mut self, n: u32) -> u32 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        u32::try_from((self.state >> 32) % u64::from(n)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_are_spread() {
        for seed in 0..200 {
            let mut backoff = Backoff::new(seed * 7_919);
            for (attempt, base) in [(1, 1_000), (2, 3_000), (3, 9_000), (9, 60_000)] {
                let wait = backoff.after(attempt);
                assert!((base * 7 / 10..=base * 13 / 10).contains(&wait), "{seed}: {wait}");
            }
        }
        let first = |seed| Backoff::new(seed).after(1);
        assert_ne!(first(1 << 40), first(1 << 41));
    }
}
