//! Folding: the same for what is searched and what is searched for, so that case, accents, letter variants and
//! invisible characters make no difference, in any script.
//!
//! Most texts are written in letters that fold one by one (Latin of Europe, Arabic, Cyrillic, Greek, Hebrew, Han); these
//! are done here. A text with any other letter is made small and decomposed as a whole (NFKD): on a host by the standard
//! library and icu_normalizer, in the app by the browser's own `toLowerCase` and `normalize`, which saves 23 kB of tables.

use std::sync::OnceLock;

use super::marks::is_mark;

/// Decomposes a text for compatibility (NFKD), all in small letters.
pub type Decompose = fn(&str) -> String;

static DECOMPOSE: OnceLock<Decompose> = OnceLock::new();

/// Sets who decomposes; once, before anything is folded. Without icu (a feature of this crate) and without this, letters
/// that only a decomposition makes alike stay apart.
pub fn use_decomposer(decompose: Decompose) {
    // A second one would be the same browser's.
    let _: Result<(), Decompose> = DECOMPOSE.set(decompose);
}

#[cfg(feature = "icu")]
fn own(text: &str) -> String {
    let lower = text.chars().flat_map(char::to_lowercase);
    let decomposed = icu_normalizer::DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(lower);
    // NFKD leaves some capitals, such as those that were written double-struck.
    decomposed.flat_map(char::to_lowercase).collect()
}

#[cfg(not(feature = "icu"))]
fn own(text: &str) -> String {
    text.to_owned()
}

/// The text in small letters, decomposed for compatibility (NFKD), without marks of a combining class other than 0,
/// letter variants made one, every run of anything else one blank. Begins and ends without a blank.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(&mut out, text);
    out
}

/// [`fold`] into a text whose place is used again.
pub(super) fn fold_into(out: &mut String, text: &str) {
    out.clear();
    if !text.chars().all(|c| quickly(out, c)) {
        out.clear();
        let decomposed = DECOMPOSE.get().unwrap_or(&(own as Decompose))(text);
        for c in decomposed.chars().filter(|c| !is_mark(*c) && !is_invisible(*c)) {
            fold_letter(out, c);
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
}

/// Whether a character belongs to a word: a letter or digit, or what folding drops from within one.
pub(super) fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || !c.is_ascii() && (is_mark(c) || is_invisible(c))
}

/// Folds a character that needs no decomposition of its text; false where it does.
#[inline]
fn quickly(out: &mut String, c: char) -> bool {
    match c {
        '\0'..='\x7f' => push_ascii(out, c),
        '\u{c0}'..='\u{17f}' => return latin(out, c),
        // Arabic: the alef of any dress, waw, yeh and teh marbuta by their plain neighbours.
        'آ' | 'أ' | 'إ' | 'ٱ' => out.push('ا'),
        'ؤ' => out.push('و'),
        'ئ' | 'ى' => out.push('ي'),
        'ة' => out.push('ه'),
        // Harakat and the stretching line go.
        'ـ' | '\u{64b}'..='\u{655}' | '\u{670}' => {}
        'ء'..='ي' | '٠'..='٩' | 'א'..='ת' | '\u{4e00}'..='\u{9fff}' => out.push(c),
        'й' | 'Й' | 'ς' | '\u{3a2}' => return false,
        'а'..='я' | 'α'..='ω' => out.push(c),
        'А'..='Я' | 'Α'..='Ω' => out.extend(char::from_u32(u32::from(c) + 0x20)),
        '\u{a0}'
        | '«'
        | '»'
        | '·'
        | '\u{2010}'..='\u{2015}'
        | '‘'..='‟'
        | '•'
        | '…'
        | '،'
        | '؛'
        | '؟'
        | '、'
        | '。' => {
            blank(out);
        }
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' => {}
        _ => return false,
    }
    true
}

fn push_ascii(out: &mut String, c: char) {
    if c.is_ascii_alphanumeric() {
        out.push(c.to_ascii_lowercase());
    } else {
        blank(out);
    }
}

fn blank(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// What the letters from U+00C0 to U+017F fold to: a small letter for itself, a capital for two, `.` for a blank, `?` for a
/// letter that is better decomposed.
const LATIN: &[u8; 192] =
    b"aaaaaaAceeeeiiiidnooooo.ouuuuyTSaaaaaaAceeeeiiiidnooooo.ouuuuyTyaaaaaaccccccccddddeeeeeeeeee\
gggggggghhhhiiiiiiiiiiJJjjkk?llllllllllnnnnnn???ooooooOOrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

fn latin(out: &mut String, c: char) -> bool {
    match u32::from(c).checked_sub(0xc0).and_then(|n| LATIN.get(n as usize)) {
        Some(b'A') => out.push_str("ae"),
        Some(b'O') => out.push_str("oe"),
        Some(b'T') => out.push_str("th"),
        Some(b'S') => out.push_str("ss"),
        Some(b'J') => out.push_str("ij"),
        Some(b'.') => blank(out),
        Some(letter) if letter.is_ascii_lowercase() => out.push(char::from(*letter)),
        _ => return false,
    }
    true
}

fn push(out: &mut String, c: char) {
    if c.is_alphanumeric() { out.push(c) } else { blank(out) }
}

/// Letters that no decomposition makes alike.
fn fold_letter(out: &mut String, c: char) {
    match c {
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'þ' => out.push_str("th"),
        'ł' => out.push('l'),
        'ø' => out.push('o'),
        'đ' | 'ð' => out.push('d'),
        'ħ' => out.push('h'),
        'ı' => out.push('i'),
        'ŧ' => out.push('t'),
        'ς' => out.push('σ'),
        'ٱ' => out.push('ا'),
        'ى' | 'ی' => out.push('ي'),
        'ک' => out.push('ك'),
        'ة' => out.push('ه'),
        'ـ' => {}
        c => push(out, c),
    }
}

/// Characters that nobody sees and nobody types: soft hyphen, zero-width ones, joiners, direction marks, tags.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writings_of_one_word_are_alike_in_fourteen_scripts() {
        for (a, b) in [
            ("Façade naïve ÉTÉ", "facade naive ete"),
            ("Straße STRASSE ẞ", "strasse strasse ss"),
            ("İstanbul ISTANBUL ı", "istanbul istanbul i"),
            ("ﬁnance ＦＵＬＬ ①", "finance full 1"),
            ("Łódź Ødegård đ", "lodz odegard d"),
            ("أحمد إحسان آمن ٱلله", "احمد احسان امن الله"),
            ("تَعَهُّدٌ تعـــهد", "تعهد تعهد"),
            ("مؤسسة على مسؤول شيئ", "موسسه علي مسوول شيي"),
            ("فارسی کتاب", "فارسي كتاب"),
            ("Σίσυφος ΣΊΣΥΦΟΣ", "σισυφοσ σισυφοσ"),
            ("Ёлка ёлка ЙОД", "елка елка иод"),
            ("שָׁלוֹם", "שלום"),
            ("हिन्दी", "हिनदी"),
            ("বাংলা ภาษาไทย ភាសាខ្មែរ မြန်မာ ລາວ", "বাংলা ภาษาไทย ភាសាខមែរ မြနမာ ລາວ"),
            ("ไทย 中文，漢字", "ไทย 中文 漢字"),
            ("がぎ ガ 한", "かき カ \u{1112}\u{1161}\u{11ab}"),
            ("Հայերեն ქართული አማርኛ", "հայերեն ქართული አማርኛ"),
            ("soft\u{ad}hyphen zero\u{200b}width", "softhyphen zerowidth"),
            ("l’État O'Neill", "l etat o neill"),
            ("  a,b -- c.\n", "a b c"),
            ("P2107", "p2107"),
            (".*( \" <b>", "b"),
            ("", ""),
        ] {
            assert_eq!(fold(a), b, "{a}");
            assert_eq!(fold(&fold(a)), fold(a), "folding twice is folding once: {a}");
        }
    }

    #[test]
    fn a_letter_folded_quickly_is_folded_as_its_decomposition_is() {
        for c in '\0'..=char::MAX {
            let (mut quick, mut whole) = (String::new(), String::new());
            if quickly(&mut quick, c) {
                let lower: String = c.to_lowercase().collect();
                own(&lower)
                    .chars()
                    .filter(|c| !is_mark(*c) && !is_invisible(*c))
                    .for_each(|c| fold_letter(&mut whole, c));
                assert_eq!(quick.trim(), whole.trim(), "{c} {:x}", u32::from(c));
            }
        }
    }
}
