//! Addresses that may become links. Only plain http and https addresses whose host is what it seems to be; all else
//! stays text.

use std::fmt;

/// An http or https address without user part, blanks, control characters or direction marks.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct WebUrl(Box<str>);

/// The longest address that becomes a link, in bytes.
const LONGEST: usize = 2_000;

impl WebUrl {
    /// The address, if it is safe to follow: `https://host…`, never `javascript:`, `//host` or `https://a@b`.
    pub fn new(s: &str) -> Option<Self> {
        let rest = strip_scheme(s)?;
        let host = rest.split(['/', '?', '#']).next()?;
        let good_host = is_host(host);
        let hazard = |c: char| {
            c.is_whitespace()
                || c.is_control()
                || super::text::is_hazard(c)
                || matches!(c, '\\' | '<' | '>' | '"' | '`')
        };
        (s.len() <= LONGEST && good_host && !s.chars().any(hazard)).then(|| Self(s.into()))
    }

    /// The address as it stands in the source.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address as a link's target: in ASCII, so that it means the same in a page of whatever encoding. What is not ASCII is
    /// written as its bytes in UTF-8, as a browser does it in a page that is in UTF-8.
    // By hand: with the crate percent-encoding a first visit is half a kilobyte larger.
    pub fn href(&self) -> String {
        let host = self.host().len();
        // A host is no matter of bytes: the browser knows how names are written.
        let (origin, rest) = self.0.split_at(self.0.len() - strip_scheme(&self.0).map_or(0, |rest| rest.len() - host));
        rest.bytes().fold(origin.to_owned(), |mut address, byte| {
            if byte.is_ascii() {
                address.push(char::from(byte));
            } else {
                let digit = |n: u8| char::from(b"0123456789ABCDEF".get(usize::from(n)).copied().unwrap_or(b'0'));
                address.extend(['%', digit(byte >> 4), digit(byte & 15)]);
            }
            address
        })
    }

    /// The host, with its port.
    pub fn host(&self) -> &str {
        strip_scheme(&self.0).and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default()
    }
}

/// Whether this can be a host with a port: a name, or a numeric address in brackets.
fn is_host(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((numeric, port)) if numeric.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, ':' | '.')) => port,
            _ => return false,
        },
        None if host.chars().any(char::is_alphanumeric) => host,
        None => return false,
    };
    name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':'))
}

fn strip_scheme(s: &str) -> Option<&str> {
    let lower = |n: usize| s.get(..n).map(str::to_ascii_lowercase);
    if lower(8).as_deref() == Some("https://") {
        s.get(8..)
    } else if lower(7).as_deref() == Some("http://") {
        s.get(7..)
    } else {
        None
    }
}

impl fmt::Debug for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_means_the_same_in_a_page_of_any_encoding() {
        for (address, href) in [
            ("https://x.example/a?b=c#d", "https://x.example/a?b=c#d"),
            ("https://x.example/santé?q=صحة%20x", "https://x.example/sant%C3%A9?q=%D8%B5%D8%AD%D8%A9%20x"),
            ("https://société.example/é", "https://société.example/%C3%A9"),
            ("HTTP://x.example:81", "HTTP://x.example:81"),
        ] {
            assert_eq!(WebUrl::new(address).expect(address).href(), href);
        }
    }

    #[test]
    fn web_addresses_become_links_with_their_host() {
        for (url, host) in [
            ("https://example.org/a?b#c", "example.org"),
            ("HTTP://Example.org", "Example.org"),
            ("https://xn--rcrc-0ra.example:8080/", "xn--rcrc-0ra.example:8080"),
            ("https://[::1]/x", "[::1]"),
        ] {
            assert_eq!(WebUrl::new(url).expect(url).host(), host);
        }
    }

    #[test]
    fn nothing_else_becomes_a_link() {
        for bad in [
            "",
            "javascript:alert(1)",
            "JaVaScRiPt://example.org/%0aalert(1)",
            "java\tscript:alert(1)",
            "data:text/html,x",
            "//evil.example",
            "/path",
            "https://",
            "https:///x",
            "https://a@b",
            "https://a:b@c/",
            "https://a.example\u{202e}/x",
            "https://a b",
            " https://a.example",
            "ftp://a.example",
            "https:\\\\a",
            "https://a\\@b",
            "mailto:a@b.example",
            "vbscript:x",
            "https://?x",
            "https://..",
            "https://[removed]/",
            "https://user:[removed]/",
            "https://[::1",
            "https://[::1]x@y/",
        ] {
            assert_eq!(WebUrl::new(bad), None, "{bad}");
        }
        assert_eq!(WebUrl::new(&format!("https://a.example/{}", "x".repeat(3_000))), None);
    }
}
