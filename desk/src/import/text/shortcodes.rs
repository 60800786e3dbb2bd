//! WordPress's shortcodes, `[gallery ids="1"]` and `[caption]…[/caption]`: the codes go, the words between them stay. What only looks like
//! one, `[sic]` or `[COUNTRY]`, is the text's own.

use std::{collections::HashSet, sync::OnceLock};

use regex::Regex;

/// Codes that may stand without attributes and without an end.
const ALONE: [&str; 8] = ["gallery", "embed", "audio", "video", "playlist", "more", "toc", "contact-form"];

#[allow(clippy::unwrap_used, reason = "the pattern is ours, and a test compiles it")]
fn pattern() -> &'static Regex {
    static PATTERN: OnceLock<Regex> = OnceLock::new();
    PATTERN.get_or_init(|| {
        let attributes = r#"(?P<attributes>(?:\s+[A-Za-z_][\w-]*(?:=(?:"[^"\]]*"|'[^'\]]*'|[^\s\]"']+))?)*)"#;
        Regex::new(&format!(r"\[(?P<more>\[?)(?P<end>/?)(?P<name>[a-z][a-z0-9_-]*){attributes}\s*/?\](?P<close>\]?)"))
            .unwrap()
    })
}

/// The text without codes; `[[code]]` is how WordPress writes `[code]` itself.
pub fn without_shortcodes(text: &str) -> String {
    let ended: HashSet<&str> = pattern()
        .captures_iter(text)
        .filter(|c| &c["end"] == "/")
        .filter_map(|c| c.name("name"))
        .map(|n| n.as_str())
        .collect();
    let replaced = pattern().replace_all(text, |captures: &regex::Captures<'_>| {
        if &captures["more"] == "[" && &captures["close"] == "]" {
            return captures[0][1..captures[0].len() - 1].to_owned();
        }
        let (name, attributes) = (&captures["name"], &captures["attributes"]);
        let is_code = ended.contains(name) || attributes.contains('=') || ALONE.contains(&name) || name.contains('_');
        if is_code { format!("{}{}", &captures["more"], &captures["close"]) } else { captures[0].to_owned() }
    });
    replaced.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_go_and_words_in_brackets_stay() {
        for (text, expect) in [
            ("a [gallery] b", "a  b"),
            (r#"[vc_row width="1/2"][vc_column]Words[/vc_column][/vc_row]"#, "Words"),
            (r#"[caption id="a" align='left']A picture[/caption]"#, "A picture"),
            (
                "as they said [sic], [country], [name of State] and [1]",
                "as they said [sic], [country], [name of State] and [1]",
            ),
            ("[[gallery]]", "[gallery]"),
            ("[COUNTRY] [b]bold[/b]", "[COUNTRY] bold"),
            ("[", "["),
        ] {
            assert_eq!(without_shortcodes(text), expect);
        }
    }
}
