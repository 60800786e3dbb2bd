//! Messages: text with `{name}` and `{n, plural, one {# pledge} other {# pledges}}` in it, the part of ICU's
//! MessageFormat that four languages need. Pure; the plural's category and the number's writing come from outside.

/// What stands for a placeholder.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// A number, written as the language writes it.
    Number(f64),
    /// A text.
    Text(String),
}

impl From<usize> for Arg {
    fn from(n: usize) -> Self {
        // Counts on a page are far below 2^53, where f64 would lose them.
        #[allow(clippy::cast_precision_loss)]
        Self::Number(n as f64)
    }
}

impl From<u64> for Arg {
    fn from(n: u64) -> Self {
        #[allow(clippy::cast_precision_loss)]
        Self::Number(n as f64)
    }
}

impl From<f64> for Arg {
    fn from(n: f64) -> Self {
        Self::Number(n)
    }
}

impl From<String> for Arg {
    fn from(s: String) -> Self {
        Self::Text(s)
    }
}

impl From<&str> for Arg {
    fn from(s: &str) -> Self {
        Self::Text(s.to_owned())
    }
}

/// How a language counts and writes numbers.
pub trait Numbers {
    /// The CLDR plural category: `zero`, `one`, `two`, `few`, `many` or `other`.
    fn category(&self, n: f64) -> String;
    /// The number as it is written.
    fn write(&self, n: f64) -> String;
}

/// Fills a message. A placeholder without an argument is left empty; a plural without the number's category takes
/// `other`.
pub fn fill(message: &str, args: &[(&str, Arg)], numbers: &impl Numbers) -> String {
    fill_with(message, args, numbers, None)
}

fn fill_with(message: &str, args: &[(&str, Arg)], numbers: &impl Numbers, counted: Option<f64>) -> String {
    let mut out = String::new();
    let mut rest = message;
    while let Some(at) = rest.find(['{', '#']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match (rest.strip_prefix('#'), counted) {
            (Some(after), Some(n)) => {
                out.push_str(&numbers.write(n));
                rest = after;
            }
            (Some(after), None) => {
                out.push('#');
                rest = after;
            }
            (None, _) => {
                let (inner, after) = braces(rest);
                out.push_str(&placeholder(inner, args, numbers));
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn placeholder(inner: &str, args: &[(&str, Arg)], numbers: &impl Numbers) -> String {
    let (name, choices) = inner.split_once(',').map_or((inner, None), |(name, rest)| (name, Some(rest)));
    let arg = args.iter().find(|(n, _)| *n == name.trim()).map(|(_, arg)| arg);
    match (arg, choices.and_then(|c| c.trim_start().strip_prefix("plural,"))) {
        (Some(Arg::Number(n)), Some(choices)) => {
            let category = numbers.category(*n);
            let exact = choice(choices, &exactly(*n));
            let chosen = exact.or_else(|| choice(choices, &category)).or_else(|| choice(choices, "other"));
            fill_with(chosen.unwrap_or_default(), args, numbers, Some(*n))
        }
        (Some(Arg::Number(n)), None) => numbers.write(*n),
        (Some(Arg::Text(text)), _) => text.clone(),
        (None, _) => String::new(),
    }
}

/// The name of the choice for one number: `=0`, `=1`. Only whole numbers have one.
fn exactly(n: f64) -> String {
    #[allow(clippy::cast_possible_truncation)]
    let whole = n as i64;
    format!("={whole}")
}

/// The text of one choice: `one {…} other {…}`.
fn choice<'a>(mut choices: &'a str, wanted: &str) -> Option<&'a str> {
    while let Some(at) = choices.find('{') {
        let name = choices[..at].trim();
        let (inner, after) = braces(&choices[at..]);
        if name == wanted {
            return Some(inner);
        }
        choices = after;
    }
    None
}

/// What stands between the brace at the beginning and the one that closes it, and what follows.
fn braces(s: &str) -> (&str, &str) {
    let mut depth = 0usize;
    for (at, c) in s.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return (&s[1..at], &s[at + 1..]);
                }
            }
            _ => {}
        }
    }
    (s.get(1..).unwrap_or_default(), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct English;

    impl Numbers for English {
        fn category(&self, n: f64) -> String {
            if (n - 1.0).abs() < f64::EPSILON { "one" } else { "other" }.to_owned()
        }

        fn write(&self, n: f64) -> String {
            format!("<{n}>")
        }
    }

    #[test]
    fn messages_are_filled() {
        for (message, args, expect) in [
            ("plain # text", &[][..], "plain # text"),
            ("by {who}, {who}", &[("who", Arg::from("her"))], "by her, her"),
            ("{n, plural, one {# pledge} other {# pledges}}", &[("n", Arg::from(1usize))], "<1> pledge"),
            ("{n, plural, one {# pledge} other {# pledges}}", &[("n", Arg::from(7usize))], "<7> pledges"),
            ("{n, plural, =0 {none} other {#}}", &[("n", Arg::from(0usize))], "none"),
            ("{n, plural, other {# by {who}}}!", &[("n", Arg::from(2usize)), ("who", Arg::from("us"))], "<2> by us!"),
            ("{n} of {m}", &[("n", Arg::from(3usize)), ("m", Arg::from(12usize))], "<3> of <12>"),
            ("{missing}|{broken", &[], "|"),
            ("{who}", &[("who", Arg::from("{n} #"))], "{n} #"),
        ] {
            assert_eq!(fill(message, args, &English), expect, "{message}");
        }
    }
}
