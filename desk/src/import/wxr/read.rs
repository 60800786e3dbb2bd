//! Reads WordPress's XML export post by post. The file is not trusted: a document type, which could define entities, is refused, as no export
//! has one; nothing is expanded but the five entities of XML and numbers; depth, the length of a node and of a post have limits.

use std::{cell::Cell, fs::File, io::BufReader, io::Read as _, path::Path, rc::Rc};

use encoding_rs::Encoding;
use encoding_rs_io::DecodeReaderBytes;
use quick_xml::{Reader, events::Event};

use crate::import::{
    bytes::{guess, utf8_reader},
    error::{ImportError, io_error},
    limited::{Allowance, Limited},
};

/// The most bytes of a node. Pictures inside a text can be large; such a text is no pledge.
const NODE: u64 = 16 * 1024 * 1024;
/// The most bytes of all that is kept of a post.
const POST: usize = 16 * 1024 * 1024;
/// The deepest that an export goes is five.
const DEPTH: usize = 64;

/// A post.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Post {
    /// Its place among the posts, from 1.
    pub number: u64,
    /// Its own elements by their names without `wp:` and the like: `post_id`, `post_type`, `title`, `content`, …
    pub own: Vec<(String, String)>,
    /// Its meta fields.
    pub meta: Vec<(String, String)>,
    /// Its categories: domain, short name, name.
    pub categories: Vec<(String, String, String)>,
}

impl Post {
    /// One of its own elements; empty where it has none.
    pub fn get(&self, name: &str) -> &str {
        self.own.iter().find(|(n, _)| n == name).map_or("", |(_, text)| text.trim())
    }
}

type Input = Limited<BufReader<DecodeReaderBytes<File, Vec<u8>>>>;

struct Parser<'a> {
    file: &'a Path,
    reader: Reader<Input>,
    allowance: Allowance,
    path: Vec<String>,
    post: Option<Post>,
    text: String,
    key: String,
    category: (String, String),
    size: usize,
    posts: u64,
}

/// Reads all posts; `at` gets how far the reading is, and the file's length.
pub fn posts(
    file: &Path,
    at: &mut dyn FnMut(u64, u64),
    on_post: &mut dyn FnMut(Post) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let length = std::fs::metadata(file).map_err(io_error(file, "read"))?.len();
    let allowance = Allowance::new(NODE);
    let open = || File::open(file).map_err(io_error(file, "read"));
    let input = Limited::new(BufReader::new(utf8_reader(open()?, encoding_of(file)?)), &allowance);
    let count: Rc<Cell<u64>> = input.count();
    let mut reader = Reader::from_reader(input);
    // What browsers and WordPress forgive.
    reader.config_mut().allow_dangling_amp = true;
    let mut parser = Parser {
        file,
        reader,
        allowance,
        path: Vec::new(),
        post: None,
        text: String::new(),
        key: String::new(),
        category: Default::default(),
        size: 0,
        posts: 0,
    };
    let mut buffer = Vec::new();
    while let Some(post) = parser.next(&mut buffer)? {
        on_post(post)?;
        at(count.get(), length);
    }
    Ok(())
}

/// What the file says of its encoding, or what it is.
fn encoding_of(file: &Path) -> Result<&'static Encoding, ImportError> {
    let open = || File::open(file).map_err(io_error(file, "read"));
    let mut start = Vec::new();
    open()?.take(200).read_to_end(&mut start).map_err(io_error(file, "read"))?;
    let start = String::from_utf8_lossy(&start);
    let said = start.split_once("encoding=").and_then(|(_, rest)| rest.split(['"', '\'']).nth(1));
    match said.and_then(|label| Encoding::for_label(label.as_bytes())).filter(|e| *e != encoding_rs::UTF_8) {
        Some(encoding) => Ok(encoding),
        None => guess(open()?).map_err(io_error(file, "read")),
    }
}

impl Parser<'_> {
    fn wrong(&self, what: impl Into<String>) -> ImportError {
        let place = format!("{}: post {}", self.file.display(), self.posts + u64::from(self.post.is_some()));
        ImportError::Source(place, what.into())
    }

    /// The next post; None at the end.
    fn next(&mut self, buffer: &mut Vec<u8>) -> Result<Option<Post>, ImportError> {
        loop {
            buffer.clear();
            self.allowance.renew();
            let event = match self.reader.read_event_into(buffer) {
                Ok(event) => event,
                Err(_) if self.allowance.is_spent() => {
                    return Err(self.wrong(format!(
                        "a node of more than {NODE} bytes, which no pledge has: export again without it"
                    )));
                }
                Err(error) => {
                    let at = self.reader.error_position();
                    return Err(self.wrong(format!("it is no XML at byte {at}: {error}")));
                }
            };
            match event {
                Event::Start(tag) => {
                    let (name, attributes) = (tag.name().as_ref().to_owned(), attributes(&tag));
                    self.start(&name, &attributes)?;
                }
                Event::Empty(tag) => {
                    let (name, attributes) = (tag.name().as_ref().to_owned(), attributes(&tag));
                    self.start(&name, &attributes)?;
                    self.end();
                }
                Event::End(_) => {
                    if let Some(post) = self.end() {
                        return Ok(Some(post));
                    }
                }
                Event::Text(text) => {
                    let text = text.xml10_content().into_owned();
                    self.push(&text)?;
                }
                Event::CData(text) => {
                    let text = text.xml10_content().into_owned();
                    self.push(&text)?;
                }
                Event::GeneralRef(reference) => {
                    let name = reference.xml10_content().into_owned();
                    let text = entity(&name);
                    self.push(&text)?;
                }
                Event::DocType(_) => {
                    return Err(self.wrong(
                        "it has a document type, which no WordPress export has: it could define entities without end",
                    ));
                }
                Event::Eof if self.path.is_empty() => return Ok(None),
                Event::Eof => return Err(self.wrong("the file ends in the middle: export it again")),
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
            }
        }
    }

    fn start(&mut self, name: &str, attributes: &[(String, String)]) -> Result<(), ImportError> {
        if self.path.len() >= DEPTH {
            return Err(self.wrong(format!("elements stand more than {DEPTH} deep in each other")));
        }
        if self.path.is_empty() && name != "rss" {
            return Err(self.wrong(format!("its first element is {name:?}: a WordPress export begins with \"rss\"")));
        }
        self.path.push(name.to_owned());
        self.text.clear();
        match (self.path.len(), name) {
            (3, "item") => {
                self.size = 0;
                self.post = Some(Post { number: self.posts + 1, ..Post::default() });
            }
            (4, "category") => {
                let get =
                    |key: &str| attributes.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone()).unwrap_or_default();
                self.category = (get("domain"), get("nicename"));
            }
            (4, "wp:postmeta") => self.key.clear(),
            _ => {}
        }
        Ok(())
    }

    fn push(&mut self, text: &str) -> Result<(), ImportError> {
        if self.post.is_none() {
            return Ok(());
        }
        self.size += text.len();
        if self.size > POST {
            return Err(
                self.wrong(format!("a post of more than {POST} bytes, which no pledge has: export again without it"))
            );
        }
        self.text.push_str(text);
        Ok(())
    }

    /// The end of an element; a post where it ends.
    fn end(&mut self) -> Option<Post> {
        let name = self.path.pop()?;
        let text = std::mem::take(&mut self.text);
        let depth = self.path.len() + 1;
        let post = self.post.as_mut()?;
        match (depth, name.as_str()) {
            (3, "item") => {
                self.posts += 1;
                return self.post.take();
            }
            (4, "category") => post.categories.push((self.category.0.clone(), self.category.1.clone(), text)),
            (5, "wp:meta_key") => text.trim().clone_into(&mut self.key),
            (5, "wp:meta_value") => post.meta.push((self.key.clone(), text)),
            (4, "wp:postmeta") => {}
            (4, name) => {
                let bare = name.strip_suffix(":encoded").or_else(|| name.strip_prefix("wp:")).unwrap_or(name);
                post.own.push((bare.to_owned(), text));
            }
            _ => {}
        }
        None
    }
}

fn attributes(tag: &quick_xml::events::BytesStart<'_>) -> Vec<(String, String)> {
    let mut all = tag.attributes();
    all.with_checks(false).filter_map(Result::ok).map(|a| (a.key.as_ref().to_owned(), unescaped(&a.value))).collect()
}

/// The text with entities read, one by one.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match after.split_once(';').filter(|(name, _)| name.len() < 12 && !name.contains(char::is_whitespace)) {
            Some((name, after)) => {
                out.push_str(&entity(name));
                rest = after;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out + rest
}

/// One of XML's five entities or a character by its number. Any other is left as it stands: in a text in markup it is read there.
fn entity(name: &str) -> String {
    let number = name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => n.parse().ok(),
    });
    match (name, number.and_then(char::from_u32)) {
        ("amp", _) => "&".to_owned(),
        ("lt", _) => "<".to_owned(),
        ("gt", _) => ">".to_owned(),
        ("quot", _) => "\"".to_owned(),
        ("apos", _) => "'".to_owned(),
        (_, Some(c)) => c.to_string(),
        _ => format!("&{name};"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(xml: &[u8]) -> Result<Vec<Post>, String> {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("export.xml");
        std::fs::write(&file, xml).expect("written");
        let mut all = Vec::new();
        let done = posts(&file, &mut |_, _| {}, &mut |post| {
            all.push(post);
            Ok(())
        });
        done.map(|()| all).map_err(|e| e.to_string())
    }

    #[test]
    fn posts_have_their_elements_meta_fields_and_categories() {
        let xml = r#"<?xml version="1.0" encoding="UTF-8" ?><rss><channel><title>Site</title><item><title>A &amp; B</title>
            <wp:post_id>7</wp:post_id><content:encoded><![CDATA[<p>x</p>]]></content:encoded><category domain="language" nicename="fr">Fran&#231;ais</category>
            <wp:postmeta><wp:meta_key>k</wp:meta_key><wp:meta_value><![CDATA[v & w]]></wp:meta_value></wp:postmeta></item><item/></channel></rss>"#;
        let posts = read(xml.as_bytes()).expect("reads");
        assert_eq!(posts.len(), 1, "an empty element is no post");
        let post = &posts[0];
        assert_eq!(
            (post.get("title"), post.get("post_id"), post.get("content"), post.get("link")),
            ("A & B", "7", "<p>x</p>", "")
        );
        assert_eq!(post.meta, [("k".to_owned(), "v & w".to_owned())]);
        assert_eq!(post.categories, [("language".to_owned(), "fr".to_owned(), "Français".to_owned())]);
    }

    #[test]
    fn what_is_no_export_is_refused_with_the_reason() {
        let bomb = r#"<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>"#;
        let deep = format!("<rss>{}", "<a>".repeat(100));
        for (xml, says) in [
            (bomb, "a document type"),
            (&deep, "more than 64 deep"),
            ("<html><body></body></html>", "begins with \"rss\""),
            ("<rss><channel><item><title>x", "ends in the middle"),
            ("<rss><channel></item>", "no XML at byte"),
            ("not XML at all", ""),
        ] {
            match read(xml.as_bytes()) {
                Err(error) => assert!(error.contains(says), "{error}"),
                Ok(posts) => assert!(says.is_empty() && posts.is_empty(), "{xml}"),
            }
        }
    }

    #[test]
    fn a_node_of_50_megabytes_is_refused_and_not_held() {
        for start in [
            "<rss><channel><item><content:encoded><![CDATA[",
            "<rss><channel><item><title>",
            "<rss><channel><!-- ",
            "<rss a=\"",
        ] {
            let mut xml = start.as_bytes().to_vec();
            xml.resize(50 * 1024 * 1024, b'x');
            let error = read(&xml).expect_err(start);
            assert!(error.contains("a node of more than"), "{error}");
        }
        let many = format!("<rss><channel><item><title>{}", format!("&lt;{}", "x".repeat(100_000)).repeat(170));
        assert!(read(many.as_bytes()).expect_err("refused").contains("a post of more than"));
    }

    #[test]
    fn entities_are_read_once_and_unknown_ones_stay() {
        for (text, expect) in [
            ("a &amp;lt; b", "a &lt; b"),
            ("&nbsp;", "&nbsp;"),
            ("&#233;&#xE9;", "éé"),
            ("R&D & more", "R&D & more"),
            ("&#0;&#xD800;", "\0&#xD800;"),
        ] {
            assert_eq!(unescaped(text), expect);
        }
    }

    #[test]
    fn an_old_encoding_is_read_as_the_file_says() {
        let xml = b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><rss><channel><item><title>Soci\xe9t\xe9</title></item></channel></rss>";
        assert_eq!(read(xml).expect("reads")[0].get("title"), "Société");
    }
}
