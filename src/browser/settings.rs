//! Settings that have to be known before anything is drawn, the language above all. A browser that keeps nothing just
//! asks its own settings again.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::dom;

const LANGUAGE: &str = "pledgebook.language";

pub(super) fn storage() -> Option<web_sys::Storage> {
    dom::window()?.local_storage().ok().flatten()
}

/// A setting of this device.
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Remembers a setting, or forgets it; a device that refuses is not asked twice.
pub fn set(key: &str, value: Option<&str>) {
    let Some(storage) = storage().filter(|_| !super::traces::is_traceless()) else { return };
    let done = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
    if let Err(error) = done {
        super::log(&error);
    }
}

/// The language that was chosen on this device.
pub fn language() -> Option<String> {
    get(LANGUAGE)
}

/// Remembers a language.
pub fn set_language(tag: &str) {
    set(LANGUAGE, Some(tag));
}

/// Whether the reader has asked the browser to save data.
pub fn saves_data() -> bool {
    let connection = dom::window().and_then(|w| Reflect::get(&w.navigator(), &"connection".into()).ok());
    let saves = connection.filter(JsValue::is_object).and_then(|c| Reflect::get(&c, &"saveData".into()).ok());
    saves.is_some_and(|s| s.is_truthy())
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
