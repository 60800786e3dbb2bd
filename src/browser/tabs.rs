//! Other tabs of the same app: telling them that something changed, and who of them may do what only one should.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, Event};

use super::{dom, log, task};

/// A way to tell the other tabs.
pub struct Tabs(Option<BroadcastChannel>);

impl Tabs {
    /// Listens to what other tabs tell under a name, for as long as the page lives. A browser that has no channels tells
    /// nobody anything: a tab then sees what others did when it is opened anew.
    pub fn listen(name: &str, told: impl Fn() + 'static) -> Self {
        let channel = BroadcastChannel::new(name).inspect_err(log).ok();
        if let Some(channel) = &channel {
            let listener = Closure::<dyn Fn(Event)>::new(move |_| told()).into_js_value();
            channel.set_onmessage(Some(listener.unchecked_ref()));
        }
        Self(channel)
    }

    /// Tells the others that something changed.
    pub fn tell(&self) {
        if let Some(Err(error)) = self.0.as_ref().map(|c| c.post_message(&JsValue::TRUE)) {
            log(&error);
        }
    }
}

/// A lock that is held; it is given back when this is dropped, or the tab is closed or crashes.
pub struct Held(Function);

impl Drop for Held {
    fn drop(&mut self) {
        if let Err(error) = self.0.call0(&JsValue::NULL) {
            log(&error);
        }
    }
}

/// What came of asking for a lock.
pub enum Lock {
    /// It is held now.
    Held(Held),
    /// Another tab holds it.
    Taken,
    /// This browser has no locks.
    None,
}

/// Asks for a lock that one tab can hold; if another has it, waits for it or does not. By reflection: web-sys counts it as not
/// stable.
pub async fn lock(name: &str, and_wait: bool) -> Lock {
    let Some(locks) = dom::window().and_then(|w| get(&w.navigator(), "locks")) else { return Lock::None };
    let Some(request) = get(&locks, "request").and_then(|r| r.dyn_into::<Function>().ok()) else { return Lock::None };
    let options = js_sys::Object::new();
    if Reflect::set(&options, &"ifAvailable".into(), &(!and_wait).into()).is_err() {
        return Lock::None;
    }
    // The lock is held until the promise that the callback gives is fulfilled.
    let mut asking = |granted: Function, refused: Function| {
        let callback = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            if lock.is_null() {
                let _ = granted.call1(&JsValue::NULL, &JsValue::NULL);
                return JsValue::UNDEFINED;
            }
            Promise::new(&mut |resolve, _| {
                let _ = granted.call1(&JsValue::NULL, &resolve);
            })
            .into()
        });
        match request.call3(&locks, &name.into(), &options, &callback) {
            // A refusal of the request itself, as in a frame without storage.
            Ok(asked) => {
                if let Ok(asked) = asked.dyn_into::<Promise>() {
                    task::spawn(async move {
                        if let Err(error) = JsFuture::from(asked).await {
                            let _ = refused.call1(&JsValue::NULL, &error);
                        }
                    });
                }
            }
            Err(error) => {
                let _ = refused.call1(&JsValue::NULL, &error);
            }
        }
    };
    match JsFuture::from(Promise::new(&mut asking)).await {
        Ok(resolve) => resolve.dyn_into::<Function>().map_or(Lock::Taken, |give_back| Lock::Held(Held(give_back))),
        Err(error) => {
            log(&error);
            Lock::None
        }
    }
}

fn get(of: &JsValue, key: &str) -> Option<JsValue> {
    Reflect::get(of, &key.into()).ok().filter(|v| v.is_truthy())
}
