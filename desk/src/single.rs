//! The whole book in one HTML file that opens from a stick: the page that the site's build has left for it, with the app and
//! a feed put in. The same site and the same feed make the same bytes.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use lzma_rust2::{LzmaOptions, LzmaWriter};
use pledgebook_core::{
    feed::{MANIFEST_NAME, SIGNATURE_NAME},
    model::WebUrl,
};

use crate::{
    dense::dense,
    publish,
    whole::{CarryError, each_file},
};

/// What the build leaves in the folder of the site: tools/site/single.mjs makes both, and the marks in the page.
const TEMPLATE: &str = "single.template";
const CONTENTS: &str = "single.app";
const HOME: &str = "<meta name=\"pledgebook-file\" content=\"\">";
const APP: &str = "<!--app-->";
const FEED: &str = "<!--feed-->";
/// By its absence the page knows that it was cut short.
const END: &str = "<span id=\"whole\" hidden></span>";

/// What was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// When the feed was published.
    pub generated: String,
    /// How many parts the feed has.
    pub parts: usize,
    /// Bytes that the app takes in the file.
    pub app: usize,
    /// Bytes that the feed takes in the file.
    pub feed: usize,
}

/// Writes the file; it appears whole, in the place of one that is there. `home` is where the book is on the network.
pub fn single(site: &Path, feed: &Path, home: Option<&WebUrl>, out: &Path) -> Result<Written, CarryError> {
    let template = read_template(site)?;
    let app = app_element(site)?;
    let mut parts = Vec::new();
    let manifest = each_file(feed, |name, bytes| {
        let packed = publish::gzip(bytes).map_err(CarryError::of(out))?;
        parts.extend(feed_element(name, &packed));
        Ok(())
    })?;
    let home = format!("<meta name=\"pledgebook-file\" content=\"{}\">", attribute(home.map_or("", WebUrl::as_str)));
    let mut html = Vec::with_capacity(template.len() + app.len() + parts.len());
    let mut rest = template.as_str();
    for (mark, put) in [(HOME, home.as_bytes()), (APP, &app), (FEED, &parts)] {
        let (before, after) = rest.split_once(mark).ok_or_else(|| unusable(&site.join(TEMPLATE)))?;
        html.extend_from_slice(before.as_bytes());
        html.extend_from_slice(put);
        rest = after;
    }
    html.extend_from_slice(rest.as_bytes());
    publish::write_whole(publish::folder_of(out), out, &html).map_err(CarryError::of(out))?;
    let (app, feed) = (html.len() - parts.len(), parts.len());
    Ok(Written { generated: manifest.generated.to_string(), parts: manifest.parts.len(), app, feed })
}

/// The page, in which every mark stands once. It is ASCII: whatever else it says would be read as windows-1252.
fn read_template(site: &Path) -> Result<String, CarryError> {
    let path = site.join(TEMPLATE);
    let template = String::from_utf8(read(&path)?).map_err(|_| unusable(&path))?;
    let once = |mark: &&str| template.matches(*mark).count() == 1;
    let is_usable = template.is_ascii() && [HOME, APP, FEED, END].iter().all(once);
    if is_usable { Ok(template) } else { Err(unusable(&path)) }
}

/// All files of the app, packed as one: in that they are as small as they get.
fn app_element(site: &Path) -> Result<Vec<u8>, CarryError> {
    let path = site.join(CONTENTS);
    let bytes = read(&path)?;
    // What lists the files comes first.
    if !bytes.starts_with(b"[[") || !bytes.contains(&b'\n') {
        return Err(unusable(&path));
    }
    let packed = lzma(&bytes).map_err(CarryError::of(&path))?;
    let mut sum = flate2::Crc::new();
    sum.update(&packed);
    Ok(element("app", &format!(" data-crc=\"{}\"", sum.sum()), &packed))
}

fn lzma(bytes: &[u8]) -> io::Result<Vec<u8>> {
    // Measured on the app: of all the ways in which LZMA can look at what was before, these take the fewest bytes.
    let options =
        LzmaOptions { lc: 4, lp: 0, pb: 0, nice_len: LzmaOptions::NICE_LEN_MAX, ..LzmaOptions::with_preset(9) };
    let mut writer = LzmaWriter::new_use_header(Vec::new(), &options, Some(bytes.len() as u64))?;
    writer.write_all(bytes)?;
    writer.finish()
}

/// A file of the feed. Manifest and signature stand in base64, so that ordinary tools get them out and can check them.
fn feed_element(name: &str, packed: &[u8]) -> Vec<u8> {
    let own = format!("feed/{name}");
    if name != MANIFEST_NAME && name != SIGNATURE_NAME {
        return element(&own, "", packed);
    }
    let text = STANDARD.encode(packed);
    format!("<script type=\"application/gzip\" data-file=\"{}\">{text}</script>\n", attribute(&own)).into_bytes()
}

/// An element that holds bytes, with attributes besides.
fn element(name: &str, more: &str, bytes: &[u8]) -> Vec<u8> {
    let coded = dense(bytes);
    let (name, run) = (attribute(name), coded.run);
    let start = format!("<script type=\"application/octet-stream\" data-file=\"{name}\" data-run=\"{run}\"{more}>");
    [start.as_bytes(), &coded.signs, b"</script>\n"].concat()
}

fn read(path: &Path) -> Result<Vec<u8>, CarryError> {
    fs::read(path).map_err(|e| CarryError::Site(format!("{}: {e}", path.display())))
}

fn unusable(path: &Path) -> CarryError {
    CarryError::Site(format!("{} is not what this desk can make a file of", path.display()))
}

/// A text as the value of an attribute, in ASCII.
fn attribute(text: &str) -> String {
    text.chars().fold(String::new(), |mut value, sign| {
        match sign {
            '&' => value.push_str("&amp;"),
            '"' => value.push_str("&quot;"),
            '<' => value.push_str("&lt;"),
            _ if sign.is_ascii() => value.push(sign),
            _ => value.push_str(&format!("&#{};", u32::from(sign))),
        }
        value
    })
}
