//! Files that a reader saves from the page.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};

use super::{dom, tree};

/// Offers a text as a file; what the browser does with it is the reader's own choice.
/// Says whether it could be offered.
pub fn save(name: &str, media_type: &str, text: &str) -> bool {
    let with = BlobPropertyBag::new();
    with.set_type(media_type);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &with);
    blob.and_then(|blob| offer(name, &blob)).inspect_err(super::log).is_ok()
}

/// Offers what a blob holds as a file.
pub(super) fn offer(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(blob)?;
    let link = tree::element("a");
    tree::set_attribute(&link, "href", Some(&url));
    tree::set_attribute(&link, "download", Some(name));
    // Firefox follows only links that are in the page.
    let body = dom::document().and_then(|d| d.body());
    body.iter().for_each(|body| tree::insert(body, &link, None));
    if let Some(link) = link.dyn_ref::<HtmlElement>() {
        link.click();
    }
    tree::remove(&link);
    // The address stays good for a while: some browsers begin to read it only after the click.
    super::task::spawn(async move {
        super::clock::sleep(60_000).await;
        if let Err(error) = Url::revoke_object_url(&url) {
            super::log(&error);
        }
    });
    Ok(())
}
