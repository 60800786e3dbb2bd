//! The link to the page of record at the source, the only kind of link that leads out of the book.

use pledgebook_core::model::WebUrl;

use super::{Icon, icon};
use crate::{
    view::{Node, el},
    words::{Words, use_words},
};

/// `Page of record`, with the sign of leading out.
pub fn record_link(url: &WebUrl) -> Node {
    el("a.ext")
        .attr("href", url.href())
        .attr("rel", "noreferrer")
        .with((use_words().say(Words::record_link), icon(Icon::Out)))
}
