//! Keys that mean something wherever the reader is.

use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{HtmlElement, KeyboardEvent};

use super::{dom, history};

/// Where a slash is a letter.
const FIELDS: &str = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

/// Calls `f` when the reader presses the slash, but not where they are writing; `f` says whether it was of use.
pub fn on_slash(f: impl Fn() -> bool + 'static) {
    let Some(window) = dom::window() else { return };
    let pressed = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing();
        let target = event.target().and_then(|t| t.dyn_into::<HtmlElement>().ok());
        let writes = target.is_some_and(|t| t.closest(FIELDS).ok().flatten().is_some());
        if event.key() == "/" && !modified && !writes && !event.default_prevented() && f() {
            event.prevent_default();
        }
    });
    history::on(&window, "keydown", pressed.into_js_value());
}
