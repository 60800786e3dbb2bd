//! The whole book in one HTML file that opens from a stick: the page that the site's build has left for it, with a feed put in.
//! The same site and the same feed make the same bytes.

use std::{fs, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use pledgebook_core::model::WebUrl;

use crate::{
    publish,
    whole::{CarryError, each_file},
};

/// What the build leaves in the folder of the site: tools/site/single.mjs makes it, and the marks in it.
const TEMPLATE: &str = "single.template";
const FEED: &str = "<!--feed-->";
const HOME: &str = "<meta name=\"pledgebook-file\" content=\"\">";
/// By its absence the page knows that it was cut short.
const END: &str = "<span id=\"whole\" hidden></span>";
/// Both modules of the app, and the style.
const PARTS: [&str; 3] = ["data-file=\"app.wasm\"", "data-file=\"more.wasm\"", "<style>"];

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
    let home = HOME.replace("\"\"", &format!("\"{}\"", attribute(home.map_or("", WebUrl::as_str))));
    let page = template.replacen(HOME, &home, 1);
    let mut elements = String::new();
    let manifest = each_file(feed, |name, bytes| {
        let packed = publish::gzip(bytes).map_err(CarryError::of(out))?;
        // Base64 has no sign that could end the element; a part's name is letters, digits, dots and hyphens.
        let (name, packed) = (attribute(name), STANDARD.encode(packed));
        elements.push_str(&format!("<script type=\"application/gzip\" data-file=\"feed/{name}\">{packed}</script>\n"));
        Ok(())
    })?;
    let (app, feed) = (page.len() - FEED.len(), elements.len());
    let html = page.replacen(FEED, &elements, 1);
    publish::write_whole(publish::folder_of(out), out, html.as_bytes()).map_err(CarryError::of(out))?;
    Ok(Written { generated: manifest.generated.to_string(), parts: manifest.parts.len(), app, feed })
}

fn read_template(site: &Path) -> Result<String, CarryError> {
    let path = site.join(TEMPLATE);
    let bytes = fs::read(&path).map_err(|e| CarryError::Site(format!("{}: {e}", path.display())))?;
    let unusable = || CarryError::Site(format!("{} is not what this desk can make a file of", path.display()));
    let template = String::from_utf8(bytes).map_err(|_| unusable())?;
    let once = |mark: &&str| template.matches(*mark).count() == 1;
    if [FEED, HOME, END].iter().chain(&PARTS).all(once) { Ok(template) } else { Err(unusable()) }
}

/// A text as the value of an attribute.
fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
