//! The service worker, as far as the app has to know it: the boot script registers it and tells when a new version
//! waits; the app answers when the reader agrees.

use wasm_bindgen::prelude::Closure;
use web_sys::Event;

use super::{dom, history, log};

/// Calls `f` when a new version of the app is ready and waits.
pub fn on_update(f: impl Fn() + 'static) {
    if let Some(window) = dom::window() {
        history::on(&window, "pledgebook:update", Closure::<dyn Fn(Event)>::new(move |_| f()).into_js_value());
    }
}

/// Takes the new version: the page reloads with it.
pub fn accept_update() {
    if let Err(error) = dom::dispatch("pledgebook:update-accept", "") {
        log(&error);
    }
}
