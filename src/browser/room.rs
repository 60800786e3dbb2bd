//! The room that the browser lends this site, and whether it has promised not to take it back. By reflection, as all of it is
//! missing on plain http.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{dom, log};

/// What the browser says of its room.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
pub struct Room {
    /// Bytes that this site uses, and that it may use at most.
    pub used: Option<(f64, f64)>,
    /// Whether the browser has promised to keep what is here; None: it makes no promises.
    pub promised: Option<bool>,
}

impl Room {
    /// Asks the browser.
    pub async fn ask() -> Self {
        let estimate = call("estimate").await;
        let number = |key: &str| Reflect::get(estimate.as_ref()?, &key.into()).ok()?.as_f64();
        let used = number("usage").zip(number("quota"));
        Self { used, promised: call("persisted").await.and_then(|p| p.as_bool()) }
    }

    /// Whether it is used up so far that a browser may begin to clear away: more than this share.
    pub fn is_used_beyond(&self, share: f64) -> bool {
        self.used.is_some_and(|(used, quota)| used > quota * share)
    }
}

/// Asks for the promise; some browsers ask the reader.
pub async fn ask_to_keep() -> bool {
    call("persist").await.is_some_and(|promised| promised.is_truthy())
}

async fn call(method: &str) -> Option<JsValue> {
    let storage = Reflect::get(&dom::window()?.navigator(), &"storage".into()).ok().filter(JsValue::is_object)?;
    let method: Function = Reflect::get(&storage, &method.into()).ok()?.dyn_into().ok()?;
    let asked: Promise = method.call0(&storage).inspect_err(log).ok()?.dyn_into().ok()?;
    JsFuture::from(asked).await.inspect_err(log).ok()
}
