//! The link to the page of record at the source, the only kind of link that leads out of the book.

use leptos::prelude::*;
use pledgebook_core::model::WebUrl;

use super::{Icon, icon};
use crate::words::{Words, use_words};

/// `Page of record`, with the sign of leading out.
#[component]
pub fn RecordLink(
    /// Where it is.
    url: WebUrl,
) -> impl IntoView {
    let words = use_words();
    view! {
        <a class="ext" href=url.as_str().to_owned() rel="noreferrer">
            {words.say(Words::record_link)}
            {icon(Icon::Out)}
        </a>
    }
}
