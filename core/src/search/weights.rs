//! How much a word counts: BM25F. Each word of a query gives a pledge
//!
//! > idf × t / (K1 + t), with t = Σ over fields of weight × times / (1 − b + b × length / usual length)
//!
//! and the best of the words that it begins counts. The usual lengths are constants, measured on pledges of the last five
//! Conferences, not the averages of a catalogue: so a part's index depends on the part alone. `t` is kept in sixteen steps
//! of √2 each, which changes a score by a fifth at most and makes a posting a byte or two.

/// Where a word stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Field {
    /// The number printed on the pledge. It has the highest step for itself: who types it wants that pledge, however often
    /// others speak of it.
    Number,
    /// The title, in any language. Weight 4 (2 to 8): half as long as it is trusted; above 8 a title beats everything.
    Title,
    /// What is to be reached, or the whole text. Weight 1.5 (1 to 3): what the pledge is about.
    Objectives,
    /// Action plan, indicators, resources. Weight 1, the measure of the others.
    Sections,
    /// Titles and texts of progress reports. Weight 0.7 (0.3 to 1): what became of it, often long.
    Reports,
    /// The pledge's id. Weight 0.5: it is made of words by chance.
    Id,
}

impl Field {
    /// How many there are.
    pub const COUNT: usize = 6;

    /// Weight, b (how far length counts, 0 to 1), usual length in words.
    fn constants(self) -> (f32, f32, f32) {
        match self {
            Self::Number => (100.0, 0.0, 1.0),
            Self::Title => (4.0, 0.5, 12.0),
            Self::Objectives => (1.5, 0.6, 120.0),
            Self::Sections => (1.0, 0.6, 150.0),
            Self::Reports => (0.7, 0.6, 200.0),
            Self::Id => (0.5, 0.0, 1.0),
        }
    }

    /// What `times` occurrences in a text of `length` words weigh.
    pub(super) fn weight(self, times: u32, length: u32) -> f32 {
        #[allow(clippy::cast_precision_loss)]
        let (times, length) = (times as f32, length as f32);
        let (weight, b, usual) = self.constants();
        weight * times / (1.0 - b + b * length / usual)
    }
}

/// The steps in which a weight is kept.
pub(super) const STEPS: usize = 16;

/// The weight of each step: powers of √2 from 1/8 to 22.6.
const STEP: [f32; STEPS] =
    [0.125, 0.177, 0.25, 0.354, 0.5, 0.707, 1.0, 1.414, 2.0, 2.828, 4.0, 5.657, 8.0, 11.31, 16.0, 22.63];

/// The most that all fields but the number can weigh together.
pub(super) const MOST: f32 = 16.0;

/// The step of a weight, 0 to 15.
pub(super) fn step(weight: f32) -> u8 {
    // Half a step up is a factor of the fourth root of 2.
    let nearest = STEP.iter().position(|s| weight < s * 1.189);
    nearest.unwrap_or(STEPS - 1).try_into().unwrap_or(u8::MAX)
}

/// How soon repeating a word stops to count: 1.2, as is usual (1 to 2).
const K1: f32 = 1.2;
/// What the beginning of a word counts against the whole word: 0.55 (0.3 to 0.8). Lower, and a reader who is still typing
/// sees the list jump at the last letter.
const BEGINNING: f32 = 0.55;
/// What a name of a party counts as: as much as a short title (4 to 16). Who types a party's name rarely means the word.
const PARTY: f32 = 8.0;

/// What a posting of each step gives, 1 to 255: first of words that are only begun, then of whole ones.
pub(super) type Gains = [[u8; STEPS]; 2];

/// The gains of texts.
pub(super) fn gains() -> Gains {
    [STEP.map(|t| gain(t, BEGINNING)), STEP.map(|t| gain(t, 1.0))]
}

/// What a name of a party gives: begun, whole.
pub fn party_gains() -> [u8; 2] {
    [gain(PARTY, BEGINNING), gain(PARTY, 1.0)]
}

fn gain(t: f32, share: f32) -> u8 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let gain = (255.0 * share * t / (K1 + t)) as u8;
    gain.max(1)
}

/// How much a word tells that `found` of `all` pledges have.
pub fn idf(found: usize, all: usize) -> f32 {
    #[allow(clippy::cast_precision_loss)]
    let (found, all) = (found as f32, all as f32);
    (1.0 + (all - found + 0.5) / (found + 0.5)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_fall_with_length_and_rise_with_times() {
        assert!(Field::Title.weight(1, 5) > Field::Title.weight(1, 30));
        assert!(Field::Objectives.weight(2, 100) > Field::Objectives.weight(1, 100));
        assert!(Field::Number.weight(1, 1) > Field::Title.weight(1, 1));
    }

    #[test]
    fn a_weight_is_kept_within_a_fifth() {
        for weight in [0.13f32, 0.2, 0.9, 1.0, 1.19, 3.3, 5.0, 20.0] {
            let kept = STEP[usize::from(step(weight))];
            assert!((kept / weight - 1.0).abs() < 0.2, "{weight} {kept}");
        }
        assert_eq!((step(0.0), step(1e9)), (0, 15));
    }

    #[test]
    fn a_whole_word_gives_more_than_a_beginning_and_the_rare_more_than_the_common() {
        let [begun, whole] = gains();
        assert!(begun.iter().zip(whole).all(|(b, w)| *b < w) && whole.is_sorted());
        assert!(idf(1, 1000) > idf(500, 1000) && idf(1000, 1000) > 0.0);
    }
}
