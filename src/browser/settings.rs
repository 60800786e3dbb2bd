//! The one setting that has to be known before anything is drawn: the language. A browser that keeps nothing just
//! asks its own settings again.

use super::dom;

const LANGUAGE: &str = "pledgebook.language";

pub(super) fn storage() -> Option<web_sys::Storage> {
    dom::window()?.local_storage().ok().flatten()
}

/// The language that was chosen on this device.
pub fn language() -> Option<String> {
    storage()?.get_item(LANGUAGE).ok().flatten()
}

/// Remembers a language; a device that refuses is not asked twice.
pub fn set_language(tag: &str) {
    let storage = storage().filter(|_| !super::traces::is_traceless());
    if let Some(Err(error)) = storage.map(|s| s.set_item(LANGUAGE, tag)) {
        super::log(&error);
    }
}

/// The languages of the browser, the preferred one first.
pub fn languages() -> Vec<String> {
    let Some(window) = dom::window() else { return Vec::new() };
    window.navigator().languages().iter().filter_map(|l| l.as_string()).collect()
}

/// What the browser believes of its network: a hint, never a verdict.
pub fn seems_offline() -> bool {
    dom::window().is_some_and(|w| !w.navigator().on_line())
}
