//! The browser: fetch, store, history, clock, formats. `JsValue` ends here; what leaves this module is plain Rust,
//! and every failure is a value with words. Only `state` uses it, and `words` for the writing of numbers.

pub mod carried;
pub mod clock;
pub mod desk;
pub mod dom;
pub mod fetch;
pub mod files;
pub mod grid;
pub mod history;
pub mod intl;
pub mod keys;
pub mod mine;
pub mod more;
pub mod pack;
pub mod panic;
pub mod place;
pub mod queue;
pub mod room;
pub mod settings;
pub mod store;
pub mod tabs;
pub mod task;
pub mod traces;
pub mod tree;
pub mod worker;

use wasm_bindgen::JsValue;

/// Writes an error that has no consequence for the reader to the console.
pub fn log(value: &JsValue) {
    web_sys::console::warn_1(value);
}
