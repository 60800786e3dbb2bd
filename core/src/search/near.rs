//! How far two spellings are apart. What was typed may be the beginning of a word, so it is held against beginnings: a
//! letter too many, too few, another, or two that changed places count one each.

/// Whether the beginning of a word is within one change of what was typed. The commonest question of all words of a
/// catalogue, so it is asked without counting.
pub(super) fn within_one(typed: &[char], word: &[char]) -> bool {
    let same = typed.iter().zip(word).take_while(|(a, b)| a == b).count();
    let begins = |word: Option<&[char]>, typed: Option<&[char]>| matches!((word, typed), (Some(word), Some(typed)) if word.starts_with(typed));
    let (t, w) = (typed.get(same..).unwrap_or_default(), word.get(same..).unwrap_or_default());
    t.is_empty()
        || begins(w.get(1..), t.get(1..))
        || begins(w.get(1..), Some(t))
        || begins(Some(w), t.get(1..))
        || w.len() > 1 && t.len() > 1 && w[0] == t[1] && w[1] == t[0] && begins(w.get(2..), t.get(2..))
}

/// The changes between what was typed and the nearest beginning of a word, as far as they are at most `most`.
pub(super) fn distance(typed: &[char], word: &[char], most: usize) -> Option<usize> {
    // Three rows of the table of Damerau and Levenshtein (with changes of neighbours); a beginning may end anywhere.
    let width = word.len().min(typed.len() + most) + 1;
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..width).collect();
    for (i, letter) in typed.iter().enumerate() {
        let mut row = vec![i + 1; width];
        for j in 1..width {
            let same = word[j - 1] == *letter;
            row[j] = (above[j - 1] + usize::from(!same)).min(above[j] + 1).min(row[j - 1] + 1);
            if i > 0 && j > 1 && word[j - 2] == *letter && word[j - 1] == typed[i - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        if row.iter().all(|n| *n > most) {
            return None;
        }
        before = std::mem::replace(&mut above, row);
    }
    above.into_iter().min().filter(|n| *n <= most)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn the_beginning_of_a_word_is_near_what_was_typed() {
        for (typed, word, near) in [
            ("harassment", "harrassment", Some(1)),
            ("harassm", "harrassment", Some(1)),
            ("protecton", "protection", Some(1)),
            ("protecttion", "protection", Some(1)),
            ("humanitarain", "humanitarian", Some(1)),
            ("helth", "healthcare", Some(1)),
            ("health", "health", Some(0)),
            ("hea", "health", Some(0)),
            ("profession", "procession", Some(1)),
            ("comitee", "committee", Some(2)),
            ("تعهذ", "تعهد", Some(1)),
            ("health", "wealthy", Some(1)),
            ("health", "stealth", Some(2)),
            ("abcdef", "uvwxyz", None),
            ("healthy", "heal", None),
        ] {
            assert_eq!(distance(&chars(typed), &chars(word), 2), near, "{typed} {word}");
            assert_eq!(within_one(&chars(typed), &chars(word)), near.is_some_and(|n| n <= 1), "{typed} {word}");
        }
    }

    proptest! {
        #[test]
        fn the_quick_question_and_the_count_agree(typed in "[ab]{1,6}", word in "[ab]{0,7}") {
            let (typed, word) = (chars(&typed), chars(&word));
            prop_assert_eq!(within_one(&typed, &word), distance(&typed, &word, 1).is_some());
        }
    }
}
