//! The address bar: the query of the page, links that begin with a question mark, back and forward. A module of our
//! own because a router costs 34 kB for this one-page scheme and stumbles over paths with blanks and over file://.

use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent, ScrollRestoration};

use super::{dom, log, place::Place};

/// The query of the page, with its question mark if there is one.
pub fn query() -> String {
    dom::window().and_then(|w| w.location().search().ok()).unwrap_or_default()
}

/// The folder of the page, ending in a slash; names the databases of this copy.
pub fn folder() -> String {
    let path = dom::window().and_then(|w| w.location().pathname().ok()).unwrap_or_default();
    path.rsplit_once('/').map_or_else(|| "/".to_owned(), |(folder, _)| folder.to_owned() + "/")
}

/// The address of the page, without its query.
pub fn page() -> String {
    let Some(location) = dom::window().map(|w| w.location()) else { return String::new() };
    let part = |text: Result<String, JsValue>| text.unwrap_or_default();
    format!("{}//{}{}", part(location.protocol()), part(location.host()), part(location.pathname()))
}

/// How an address comes to be another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// A link was followed: a new page, which begins at its top.
    Follow,
    /// Something was chosen of the page: back takes it away again, and the reader stays where they are.
    Choose,
    /// Something was typed: no place of its own in the history.
    Type,
}

/// Goes to a query.
pub fn go(query: &str, how: How) {
    let Some(window) = dom::window() else { return };
    let path = window.location().pathname().unwrap_or_default();
    // The cover's link is a bare question mark; its address needs none.
    let url = if query == "?" { path } else { path + query };
    let here = JsValue::from(Place::here().to_string());
    let moved = window.history().and_then(|h| match how {
        How::Follow => h.replace_state(&here, "").and_then(|()| h.push_state_with_url(&JsValue::NULL, "", Some(&url))),
        How::Choose => h.replace_state(&here, "").and_then(|()| h.push_state_with_url(&here, "", Some(&url))),
        How::Type => h.replace_state_with_url(&here, "", Some(&url)),
    });
    match moved {
        Ok(()) if how == How::Follow => window.scroll_to_with_x_and_y(0.0, 0.0),
        Ok(()) => {}
        // Some browsers limit how often the history may be written. What is typed may miss its place there; a link may
        // not: then the page loads anew.
        Err(error) if how == How::Type => log(&error),
        Err(_) => {
            if let Err(error) = window.location().set_search(query) {
                log(&error);
            }
        }
    }
}

/// Calls `moved` with the query whenever the reader goes back or forward, and `followed` with the link when one that
/// begins with a question mark is clicked plainly. Listens for as long as the page lives.
pub fn listen(moved: impl Fn(String) + 'static, followed: impl Fn(String) + 'static) {
    let Some(window) = dom::window() else { return };
    if let Ok(history) = window.history()
        && let Err(error) = history.set_scroll_restoration(ScrollRestoration::Manual)
    {
        log(&error);
    }
    let on_pop = Closure::<dyn Fn()>::new(move || moved(query()));
    on(&window, "popstate", on_pop.into_js_value());
    let on_click = Closure::<dyn Fn(MouseEvent)>::new(move |event: MouseEvent| {
        if let Some(href) = plain_click(&event) {
            event.prevent_default();
            followed(href);
        }
    });
    on(&window, "click", on_click.into_js_value());
}

/// Calls `f` whenever the window says that there is a network again.
pub fn on_online(f: impl Fn() + 'static) {
    on_window("online", f);
}

/// Calls `f` at each event of this name that a script of the page sends.
pub fn on_window(event: &str, f: impl Fn() + 'static) {
    if let Some(window) = dom::window() {
        on(&window, event, Closure::<dyn Fn(Event)>::new(move |_| f()).into_js_value());
    }
}

/// Adds a listener that lives as long as the page.
pub(super) fn on(window: &web_sys::Window, event: &str, listener: JsValue) {
    if let Err(error) = window.add_event_listener_with_callback(event, listener.unchecked_ref()) {
        log(&error);
    }
}

/// The link that a click follows here: the main button, no key held, no other window, a raw address of `?…`.
fn plain_click(event: &MouseEvent) -> Option<String> {
    let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || modified {
        return None;
    }
    let link: HtmlAnchorElement = event.target()?.dyn_ref::<Element>()?.closest("a[href]").ok()??.dyn_into().ok()?;
    let href = link.get_attribute("href")?;
    let is_ours = href.starts_with('?') && link.target().is_empty() && !link.has_attribute("download");
    if is_ours && let Err(error) = link.focus() {
        // Not every browser focuses what is clicked; the reader shall come back to it.
        log(&error);
    }
    is_ours.then_some(href)
}
