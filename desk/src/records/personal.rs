//! E-mail addresses and telephone numbers, which are never in the feed: found in a text and replaced by "[removed]".
//! What is found is a matter of form alone. Where form cannot tell, the text is cut: a number too many can be put
//! right in the records, a person's number in every copy cannot. Hence a telephone number is one written with "+" or
//! "00", or after a word such as "tel"; year ranges, dates and round sums are none.

use std::{fmt, sync::LazyLock};

use regex::{Captures, Regex};

/// What stands in place of what was cut.
pub const REMOVED: &str = "[removed]";

/// What was cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Telephone,
}

/// One piece that was cut.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// What it was.
    pub kind: Kind,
    /// Its first and last characters, enough to find it in the records and too little to use it.
    pub hint: String,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.kind == Kind::Email { "e-mail address" } else { "telephone number" };
        write!(f, "{kind} {:?} is replaced by {REMOVED:?}", self.hint)
    }
}

/// The text without e-mail addresses and telephone numbers, and what they were; None where there are none.
pub fn cut(text: &str) -> Option<(String, Vec<Found>)> {
    let mut found = Vec::new();
    let mut out = None;
    if text.chars().any(|c| matches!(c, '@' | '＠' | '(' | '[' | '{' | '%')) {
        for pattern in [&EMAIL_ASCII, &EMAIL_ANY] {
            cut_pattern(&mut out, text, pattern, Kind::Email, &is_address, &mut found);
        }
    }
    if text.chars().any(char::is_numeric) {
        cut_pattern(&mut out, text, &TELEPHONE_WORD, Kind::Telephone, &is_number_after_word, &mut found);
        cut_pattern(&mut out, text, &TELEPHONE_PLUS, Kind::Telephone, &is_number_with_prefix, &mut found);
    }
    out.map(|text| (text, found))
}

/// Replaces the group `it` of every match that `holds`. `out` is the text so far, None while it is still `text`.
fn cut_pattern(
    out: &mut Option<String>,
    text: &str,
    pattern: &Regex,
    kind: Kind,
    holds: &dyn Fn(&Captures<'_>) -> bool,
    found: &mut Vec<Found>,
) {
    let now = out.as_deref().unwrap_or(text);
    let (mut result, mut end) = (String::new(), 0);
    for captures in pattern.captures_iter(now) {
        let Some(it) = captures.name("it").filter(|_| holds(&captures)) else { continue };
        found.push(Found { kind, hint: hint(it.as_str()) });
        result.push_str(&now[end..it.start()]);
        result.push_str(REMOVED);
        end = it.end();
    }
    if end > 0 {
        result.push_str(&now[end..]);
        *out = Some(result);
    }
}

fn hint(it: &str) -> String {
    let chars: Vec<char> = it.chars().collect();
    let ends = |n: usize| chars[..n].iter().chain(['…'].iter()).chain(&chars[chars.len() - n..]).collect();
    if chars.len() < 6 { ends(1) } else { ends(2) }
}

/// Compiles one of the patterns below, which the tests know to be good.
#[allow(clippy::expect_used, reason = "a pattern of our own that the tests compile")]
fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of this module")
}

/// An at sign, also as it is written to hide it from machines.
const AT: &str = r"(?:[@＠]|%40|[ \u{a0}]@[ \u{a0}]|[ \u{a0}]?[(\[{<][ ]?(?:at|arobase|arroba)[ ]?[)\]}>][ \u{a0}]?)";
/// A dot, likewise.
const DOT: &str = r"(?:\.|[ \u{a0}]?[(\[{<][ ]?(?:dot|point|punto)[ ]?[)\]}>][ \u{a0}]?)";

/// Plain addresses first, so that scripts without blanks around an address keep their words; one with other letters
/// around it is left for the next pattern.
static EMAIL_ASCII: LazyLock<Regex> = LazyLock::new(|| {
    let letter = r"\p{Latin}\p{Greek}\p{Cyrillic}\p{M}";
    regex(&format!(
        r"(?:^|[^{letter}\p{{N}}._%+'’-])(?P<it>[A-Za-z0-9][A-Za-z0-9._%+'-]*@(?P<domain>(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{{2,}}))(?P<more>[{letter}]?)"
    ))
});

static EMAIL_ANY: LazyLock<Regex> = LazyLock::new(|| {
    let word = r"\p{L}\p{M}\p{N}\u{ad}\u{200b}-\u{200d}\u{2060}";
    regex(&format!(
        r"(?i)(?P<it>[{word}][{word}._%+'’-]*{AT}(?P<domain>[{word}][{word}-]*(?:{DOT}[{word}][{word}-]*)*{DOT}[\p{{L}}\p{{M}}]{{2,}}))"
    ))
});

/// What stands between the digits of a telephone number.
const GAP: &str = r"[ \t\u{a0}\u{2007}\u{2009}\u{200e}\u{200f}\u{202f}().‐‑–/·-]{0,3}";

static TELEPHONE_PLUS: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?:^|[^\p{{L}}\p{{M}}\p{{N}}=/&?.,_-])(?P<it>(?:[+＋]{GAP}|00[ \u{{a0}}]?[1-9])\p{{Nd}}(?:{GAP}\p{{Nd}}){{5,}})"
    ))
});

/// Words before a telephone number, in the languages of the feed and some more. The Arabic ones may have an article or
/// a conjunction; Chinese has no blanks, so its words stand apart.
static TELEPHONE_WORD: LazyLock<Regex> = LazyLock::new(|| {
    let latin = "tel|tél|tlf|telephone|téléphone|teléfono|telefono|telefone|telefon|phone|ph|mobile|mob|móvil|movil|\
                 portable|cell|cellphone|cellular|celular|cel|natel|gsm|handy|fax|telefax|télécopie|télécopieur|\
                 whatsapp|viber|тел|телефон|моб|факс";
    let arabic = "(?:و|ب)?(?:ال|لل)?(?:هاتف|تلفون|تليفون|جوال|محمول|موبايل|نقال|خلوي|فاكس|واتساب|واتسآب)";
    let chinese = "电话|電話|手机|手機|传真|傳真";
    let number = r"(?P<filler>\s?(?:n[°ºo]|nr|num(?:ber)?|numéro|número|رقم)\.?)?";
    let gap = r"(?P<gap>(?:[ \t\u{a0}\u{200e}\u{200f}\u{202f}:：.;,=#(\[]|\s[-–]\s|\n){0,6})";
    regex(&format!(
        r"(?i)(?:(?:^|[^\p{{L}}\p{{M}}])(?:{latin}|{arabic})|(?:{chinese})){number}{gap}(?P<it>(?:[+＋]{GAP})?\p{{Nd}}(?:{GAP}\p{{Nd}}){{4,}})"
    ))
});

/// Not the name of a picture for sharp screens, `logo@2x.png`, and not the plain half of an address with other letters.
fn is_address(captures: &Captures<'_>) -> bool {
    if captures.name("more").is_some_and(|m| !m.is_empty()) {
        return false;
    }
    let domain = captures.name("domain").map_or("", |d| d.as_str());
    let Some((label, ending)) = domain.split_once('.') else { return true };
    let picture = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif"];
    let scale = label.strip_suffix(['x', 'X']).is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    !(scale && picture.iter().any(|p| ending.eq_ignore_ascii_case(p)))
}

fn is_number_with_prefix(captures: &Captures<'_>) -> bool {
    let number = Number::of(captures);
    number.digits() >= 7 && !number.is_round_sum() && !number.is_years() && !number.is_date()
}

/// After "Tel.:" almost any number is one; after a bare word, which may be an adjective ("mobile 2019–2023"), years,
/// dates and sums are not.
fn is_number_after_word(captures: &Captures<'_>) -> bool {
    let number = Number::of(captures);
    let gap = captures.name("gap").map_or("", |g| g.as_str());
    let announced = captures.name("filler").is_some() || gap.contains([':', '：', '.', '=', '#']);
    number.digits() >= 6 && (announced || !(number.is_round_sum() || number.is_years() || number.is_date()))
}

/// The runs of digits of a number and what is between them.
struct Number<'a> {
    groups: Vec<&'a str>,
    gaps: Vec<&'a str>,
}

impl<'a> Number<'a> {
    fn of(captures: &'a Captures<'_>) -> Self {
        let text = captures.name("it").map_or("", |it| it.as_str());
        let groups = text.split(|c: char| !c.is_numeric()).filter(|g| !g.is_empty()).collect();
        let inner = text.trim_matches(|c: char| !c.is_numeric());
        Self { groups, gaps: inner.split(char::is_numeric).map(str::trim).filter(|g| !g.is_empty()).collect() }
    }

    fn digits(&self) -> usize {
        self.groups.iter().map(|g| g.chars().count()).sum()
    }

    /// `1 000 000`, `2.500.000`: groups of three, the last of them zeros.
    fn is_round_sum(&self) -> bool {
        let zeros = |g: &&&str| g.chars().all(|c| c.to_digit(10) == Some(0) || matches!(c, '٠' | '۰'));
        let three = self.groups.iter().skip(1).all(|g| g.chars().count() == 3);
        let first = self.groups.first().is_some_and(|g| g.chars().count() <= 3 && !g.starts_with(['0', '٠', '۰']));
        self.groups.len() > 1 && first && three && self.groups.last().filter(zeros).is_some()
    }

    /// `2019-2023`, `2019/2020`: years joined by dashes or strokes.
    fn is_years(&self) -> bool {
        let year =
            |g: &&str| g.chars().count() == 4 && ["19", "20", "١٩", "٢٠", "۱۹", "۲۰"].iter().any(|c| g.starts_with(c));
        self.groups.len() > 1 && self.gaps.len() == self.groups.len() - 1 && self.groups.iter().all(year)
    }

    /// `12.05.2019`, `2019-12-09`.
    fn is_date(&self) -> bool {
        let lengths: Vec<_> = self.groups.iter().map(|g| g.chars().count()).collect();
        self.gaps.len() == 2 && matches!(lengths[..], [1..=2, 1..=2, 4] | [4, 1..=2, 1..=2])
    }
}

#[cfg(test)]
#[path = "personal_tests.rs"]
mod tests;
