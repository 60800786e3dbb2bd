//! Who publishes this copy, as a link to where they are reached: by mail, or else at their page.

use crate::{
    state::State,
    view::{Node, el},
};

/// The publisher's name, with an address where one is given.
pub fn publisher_link(state: State) -> Node {
    let publisher = state.copy.with(|copy| copy.manifest.as_ref().map(|m| m.publisher.clone())).unwrap_or_default();
    let mail = publisher.contact.as_ref().map(|contact| format!("mailto:{contact}"));
    let name = el("bdi").with(publisher.name.to_string());
    match mail.or(publisher.url.as_ref().map(|url| url.href())) {
        Some(address) => el("a").attr("href", address).with(name),
        None => name,
    }
}
