//! Sentences with something in them that is more than text: a link, a number in bold. The message has placeholders
//! as any other; what is put in for them is a mark, and a mark is where a view goes.

use crate::view::{IntoNode, Node};

/// Stands for the first view of a sentence.
pub const SLOT_1: &str = "\u{e001}";
/// Stands for the second view of a sentence.
pub const SLOT_2: &str = "\u{e002}";
/// Stands for the third view of a sentence.
pub const SLOT_3: &str = "\u{e003}";

/// The sentence with views in the places of the marks, in whatever order the language puts them.
pub fn rich(sentence: &str, views: Vec<Node>) -> Vec<Node> {
    let mut out = Vec::new();
    let mut text = String::new();
    let mut slots: Vec<Option<Node>> = views.into_iter().map(Some).collect();
    for c in sentence.chars() {
        let slot = [SLOT_1, SLOT_2, SLOT_3].iter().position(|s| s.starts_with(c));
        match slot.and_then(|n| slots.get_mut(n)).and_then(Option::take) {
            Some(view) => {
                out.push(std::mem::take(&mut text).into_node());
                out.push(view);
            }
            None => text.push(c),
        }
    }
    out.push(text.into_node());
    out
}
