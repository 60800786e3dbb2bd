//! The second module of the app, as far as the first must know it: the start script fetches it (`boot/more.js`) when it
//! is asked to, and tells how that ended.

use wasm_bindgen::prelude::Closure;
use web_sys::Event;

use super::{dom, history, log};

/// When the module is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// A page of it is waited for.
    Now,
    /// When there is nothing else to do, and the reader does not save data.
    Idle,
}

/// Asks for the module. One that is on the way already is not asked for twice.
pub fn ask(when: When) {
    let event = match when {
        When::Now => "pledgebook:more",
        When::Idle => "pledgebook:more-when-idle",
    };
    if let Err(error) = dom::dispatch(event, "") {
        log(&error);
    }
}

/// Calls `ended` with whether the module is here, after each time that it was asked for.
pub fn listen(ended: impl Fn(bool) + Clone + 'static) {
    let Some(window) = dom::window() else { return };
    for (event, here) in [("pledgebook:more-here", true), ("pledgebook:more-failed", false)] {
        let ended = ended.clone();
        history::on(&window, event, Closure::<dyn Fn(Event)>::new(move |_| ended(here)).into_js_value());
    }
}
