//! Words out of what a source gives: markup becomes the feed's plain text, what old pages and word processors broke is mended, and a
//! page is divided at its labels. Pure: a text in, a text out.

pub mod chrome;
pub mod html;
pub mod labels;
mod lines;
pub mod repair;
pub mod shortcodes;

pub use html::{Html, Newlines};
pub use labels::{Divided, divide};
pub use repair::repair;
