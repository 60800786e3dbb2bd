//! How a copy is in one word, for who has a second: the first of what should be known about it.

/// The word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Health {
    /// There is no copy yet.
    Empty,
    /// This device does not keep it, or may drop it soon.
    AtRisk,
    /// The last attempt met a fault that is not the line's.
    Failed,
    /// Parts of it are missing.
    Partial,
    /// Nobody has looked for a newer one for a month: what was removed since may still be in it.
    Stale,
    /// Nobody has looked for a week.
    Ageing,
    /// None of these.
    Fresh,
}

/// What the word is made of.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Signs {
    /// Milliseconds since the copy was found true to the feed; None: never. Below zero where a clock was wrong.
    pub age: Option<f64>,
    /// Whether any part is here, and whether all are that the reader wants.
    pub any: bool,
    /// See `any`.
    pub whole: bool,
    /// Whether the last attempt met a fault that is not the line's.
    pub fault: bool,
    /// Whether the device refuses to keep it, or is nearly full and has promised nothing.
    pub at_risk: bool,
}

const DAY: f64 = 86_400_000.0;
/// Days after which a copy is ageing.
pub const AGEING_DAYS: f64 = 7.0;
/// Days after which it is stale.
pub const STALE_DAYS: f64 = 30.0;
/// The share of its room that a site has used when a browser may begin to clear away.
pub const NEARLY_FULL: f64 = 0.8;

impl Health {
    /// The word for some signs.
    pub fn of(signs: &Signs) -> Self {
        let older = |days: f64| signs.age.is_some_and(|age| age > days * DAY);
        match signs {
            Signs { any: false, .. } => Self::Empty,
            Signs { at_risk: true, .. } => Self::AtRisk,
            Signs { fault: true, .. } => Self::Failed,
            Signs { whole: false, .. } => Self::Partial,
            _ if older(STALE_DAYS) => Self::Stale,
            _ if older(AGEING_DAYS) => Self::Ageing,
            _ => Self::Fresh,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_most_is_said_first() {
        let fresh = Signs { age: Some(0.0), any: true, whole: true, fault: false, at_risk: false };
        for (signs, expect) in [
            (fresh, Health::Fresh),
            (Signs { age: Some(-9.0 * DAY), ..fresh }, Health::Fresh),
            (Signs { age: Some(6.9 * DAY), ..fresh }, Health::Fresh),
            (Signs { age: Some(7.1 * DAY), ..fresh }, Health::Ageing),
            (Signs { age: Some(30.1 * DAY), ..fresh }, Health::Stale),
            (Signs { age: Some(30.1 * DAY), whole: false, ..fresh }, Health::Partial),
            (Signs { whole: false, fault: true, ..fresh }, Health::Failed),
            (Signs { at_risk: true, fault: true, ..fresh }, Health::AtRisk),
            (Signs { any: false, at_risk: true, ..fresh }, Health::Empty),
            (Signs { age: None, ..fresh }, Health::Fresh),
        ] {
            assert_eq!(Health::of(&signs), expect, "{signs:?}");
        }
    }
}
