//! Words of folded text. Scripts that are written without spaces give pairs of neighbouring letters instead, and the last
//! letter of each run by itself, so that one letter, as a beginning, finds every pair that it begins.

/// The most letters of a word that count: a longer one is found by its beginning.
const LONGEST: usize = 40;

/// Calls `f` with each word of a folded text.
pub(super) fn tokens(folded: &str, mut f: impl FnMut(&str)) {
    for word in folded.split(' ').filter(|w| !w.is_empty()) {
        if word.is_ascii() || !word.chars().any(is_unspaced) {
            f(clip(word));
        } else {
            runs(word, &mut f);
        }
    }
}

/// The words of what somebody searches for: as [`tokens`], but of a run without spaces only the pairs, if it has any.
pub(super) fn query_tokens(folded: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let ends_a_run = |token: &str, last: Option<&String>| {
        token.chars().all(is_unspaced)
            && token.chars().count() == 1
            && last.is_some_and(|l| l.ends_with(token) && l != token)
    };
    for word in folded.split(' ') {
        let start = found.len();
        tokens(word, |token| {
            let last = found.get(start..).and_then(<[String]>::last);
            if !ends_a_run(token, last) {
                found.push(token.to_owned());
            }
        });
    }
    found
}

fn clip(word: &str) -> &str {
    if word.len() <= LONGEST {
        return word;
    }
    word.char_indices().nth(LONGEST).map_or(word, |(end, _)| &word[..end])
}

fn runs(word: &str, f: &mut impl FnMut(&str)) {
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let unspaced = is_unspaced(first);
        let end = rest.find(|c| is_unspaced(c) != unspaced).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        if !unspaced {
            f(clip(run));
            continue;
        }
        let mut letters = run.char_indices().map(|(at, _)| at).chain([run.len()]);
        let (mut start, mut middle) = (letters.next().unwrap_or(0), letters.next().unwrap_or(run.len()));
        for end in letters {
            f(&run[start..end]);
            (start, middle) = (middle, end);
        }
        f(&run[start..middle]);
    }
}

/// Whether a word is one letter of a script without spaces.
pub fn is_one_letter(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(is_unspaced) && letters.next().is_none()
}

/// Whether a letter is of a script without spaces between words: Thai, Lao, Burmese, Khmer, kana, Han.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_by_blanks_or_paired() {
        for (folded, words) in [
            ("two words", "two|words"),
            ("中文字", "中文|文字|字"),
            ("字", "字"),
            ("abc中文x", "abc|中文|文|x"),
            ("ไทย", "ไท|ทย|ย"),
            ("", ""),
        ] {
            let mut found = Vec::new();
            tokens(folded, |t| found.push(t.to_owned()));
            assert_eq!(found.join("|"), words, "{folded}");
        }
        let long = "x".repeat(5000);
        tokens(&long, |t| assert_eq!(t.len(), LONGEST));
    }

    #[test]
    fn a_query_asks_for_pairs_and_for_a_letter_only_alone() {
        for (folded, words) in [("中文字 a", "中文|文字|a"), ("字", "字"), ("中中", "中中"), ("a a", "a|a")]
        {
            assert_eq!(query_tokens(folded).join("|"), words, "{folded}");
        }
    }
}
