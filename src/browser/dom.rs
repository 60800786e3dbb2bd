//! The document around the app: its title, language and direction, where the focus goes, whether a box is open.

use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{
    Document, Element, Event, FocusOptions, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
    KeyboardEvent, MediaQueryListEvent, Window,
};

/// The window.
pub fn window() -> Option<Window> {
    web_sys::window()
}

/// The document.
pub fn document() -> Option<Document> {
    window()?.document()
}

/// Sets the title of the tab.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Sets the language and direction of the page.
pub fn set_language(tag: &str, dir: &str) {
    let Some(root) = document().and_then(|d| d.document_element()) else { return };
    for (name, value) in [("lang", tag), ("dir", dir)] {
        if let Err(error) = root.set_attribute(name, value) {
            crate::browser::log(&error);
        }
    }
}

/// The content of a meta element.
pub fn meta(name: &str) -> Option<String> {
    let selector = "meta[name='".to_owned() + name + "']";
    document()?.query_selector(&selector).ok().flatten()?.get_attribute("content")
}

fn find(selector: &str) -> Option<Element> {
    document()?.query_selector(selector).ok().flatten()
}

/// Puts the focus on the first element that a selector finds, without scrolling to it; says whether there is one.
pub fn focus(selector: &str) -> bool {
    focus_element(find(selector))
}

/// The same by an id, whatever letters it has.
pub fn focus_id(id: &str) -> bool {
    focus_element(document().and_then(|d| d.get_element_by_id(id)))
}

fn focus_element(element: Option<Element>) -> bool {
    let Some(element) = element.and_then(|e| e.dyn_into::<HtmlElement>().ok()) else { return false };
    let with = FocusOptions::new();
    with.set_prevent_scroll(true);
    if let Err(error) = element.focus_with_options(&with) {
        crate::browser::log(&error);
    }
    true
}

/// Calls `changed` whenever a media query begins or ceases to hold; gives whether it does now.
pub fn media(query: &str, changed: impl Fn(bool) + 'static) -> bool {
    let Some(list) = window().and_then(|w| w.match_media(query).ok().flatten()) else { return false };
    let listener = Closure::<dyn Fn(MediaQueryListEvent)>::new(move |e: MediaQueryListEvent| changed(e.matches()));
    if let Err(error) = list.add_event_listener_with_callback("change", listener.into_js_value().unchecked_ref()) {
        crate::browser::log(&error);
    }
    list.matches()
}

/// Takes an element out of the page.
pub fn remove(selector: &str) {
    if let Some(element) = find(selector) {
        element.remove();
    }
}

/// Whether the page stands in somebody's frame.
pub fn is_framed() -> bool {
    window().is_some_and(|w| w.parent().ok().flatten().is_some_and(|parent| parent != w))
}

/// The element into which the app is mounted.
pub fn mount_point() -> Option<HtmlElement> {
    find("#app")?.dyn_into().ok()
}

/// Tells the boot box that the app cannot start, with the details for whoever is asked for help.
pub fn boot_failed(details: &str) {
    if let Err(error) = dispatch("pledgebook:boot-failed", details) {
        crate::browser::log(&error);
    }
}

/// Dispatches an event with a text on the window: how the app speaks to the scripts of the boot.
pub fn dispatch(name: &str, detail: &str) -> Result<bool, wasm_bindgen::JsValue> {
    let Some(window) = window() else { return Ok(false) };
    let with = web_sys::CustomEventInit::new();
    with.set_detail(&detail.into());
    window.dispatch_event(&web_sys::CustomEvent::new_with_event_init_dict(name, &with)?.into())
}

/// What the field holds at which an event happened.
pub fn value_of(event: &Event) -> String {
    let target = event.target();
    let input = target.as_ref().and_then(|t| t.dyn_ref::<HtmlInputElement>()).map(HtmlInputElement::value);
    let area = || target.as_ref().and_then(|t| t.dyn_ref::<HtmlTextAreaElement>()).map(HtmlTextAreaElement::value);
    input
        .or_else(|| target.as_ref().and_then(|t| t.dyn_ref::<HtmlSelectElement>()).map(HtmlSelectElement::value))
        .or_else(area)
        .unwrap_or_default()
}

/// Sets what the menu holds at which an event happened.
pub fn set_value_of(event: &Event, value: &str) {
    if let Some(element) = event.target().as_ref().and_then(|t| t.dyn_ref::<Element>()) {
        super::tree::set_value(element, value);
    }
}

/// Takes the focus from the element at which an event happened.
pub fn leave(event: &Event) {
    if let Some(Err(error)) = event.target().and_then(|t| t.dyn_into::<HtmlElement>().ok()).map(|e| e.blur()) {
        crate::browser::log(&error);
    }
}

/// Whether the element at which an event happened has an attribute.
pub fn has_attribute(event: &Event, name: &str) -> bool {
    event.target().and_then(|t| t.dyn_into::<Element>().ok()).is_some_and(|e| e.has_attribute(name))
}

/// Ticks the box at which an event happened, or not.
pub fn set_checked(event: &Event, checked: bool) {
    if let Some(input) = event.target().as_ref().and_then(|t| t.dyn_ref::<HtmlInputElement>()) {
        input.set_checked(checked);
    }
}

/// The key of an event of the keyboard.
pub fn key_of(event: &Event) -> String {
    event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).unwrap_or_default()
}

/// What the first field of the form holds that an event sends.
pub fn value_of_form(event: &Event) -> String {
    let form = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    let field = form.and_then(|f| f.query_selector("input").ok().flatten());
    field.and_then(|f| f.dyn_into::<HtmlInputElement>().ok()).map(|f| f.value()).unwrap_or_default()
}

/// Prints the page.
pub fn print() {
    if let Some(Err(error)) = window().map(|w| w.print()) {
        crate::browser::log(&error);
    }
}

/// What the reader has selected in the page within the element of an id; None where that is nothing.
pub fn selected_in(id: &str) -> Option<String> {
    let selection = window()?.get_selection().ok()??;
    let within = document()?.get_element_by_id(id)?;
    let node = selection.anchor_node()?;
    let text = String::from(selection.to_string());
    (within.contains(Some(&node)) && !text.trim().is_empty()).then_some(text)
}

/// Whether the box at which an event happened is ticked.
pub fn is_checked(event: &Event) -> bool {
    event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()).is_some_and(|i| i.checked())
}
