//! Whether this page is a file that carries the whole book, and what it says of itself. `desk single-file` writes it; the
//! start script then answers from the page whatever is fetched (`boot/file/answer.js`).

use super::dom;

const FILE: &str = "pledgebook-file";

/// Whether this page is such a file.
pub fn is_file() -> bool {
    dom::meta(FILE).is_some()
}

/// Where the book is on the network, as the file's maker wrote it; empty where they did not.
pub fn home() -> String {
    dom::meta(FILE).unwrap_or_default()
}
