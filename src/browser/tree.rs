//! The tree of the page: making its nodes, putting them where they belong, taking them out.

use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{Document, Element, Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, Node, Text};

use super::{dom, log};

thread_local! {
    static DOCUMENT: Option<Document> = dom::document();
}

fn made<T>(make: impl FnOnce(&Document) -> T) -> T {
    DOCUMENT.with(|document| match document {
        Some(document) => make(document),
        None => unreachable!("the app runs in a page"),
    })
}

fn told<T>(result: Result<T, JsValue>) {
    if let Err(error) = result {
        log(&error);
    }
}

/// A new element.
pub fn element(tag: &str) -> Element {
    let namespace = match tag {
        "svg" | "use" | "line" | "g" | "rect" | "path" | "text" | "circle" => "http://www.w3.org/2000/svg",
        _ => "http://www.w3.org/1999/xhtml",
    };
    match made(|d| d.create_element_ns(Some(namespace), tag)) {
        Ok(element) => element,
        Err(_) => unreachable!("{tag} is the name of an element"),
    }
}

/// A new text.
pub fn text(text: &str) -> Text {
    made(|d| d.create_text_node(text))
}

/// A node that shows nothing and keeps a place.
pub fn marker() -> Node {
    made(|d| d.create_comment("").into())
}

/// Puts a node into a parent before one of its nodes, or at its end.
pub fn insert(parent: &Node, node: &Node, before: Option<&Node>) {
    told(parent.insert_before(node, before));
}

/// Takes a node out of the page.
pub fn remove(node: &Node) {
    if let Some(parent) = node.parent_node() {
        told(parent.remove_child(node));
    }
}

/// A node that is an element.
pub fn as_element(node: &Node) -> Option<&Element> {
    node.dyn_ref()
}

/// Sets an attribute, or takes it away.
pub fn set_attribute(element: &Element, name: &str, value: Option<&str>) {
    told(match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    });
}

/// Gives an element a class, or takes it away.
pub fn set_class(element: &Element, class: &str, on: bool) {
    told(element.class_list().toggle_with_force(class, on));
}

/// Sets what a reader may change: what a field holds, or whether a box is ticked.
pub fn set_property(element: &Element, name: &str, value: Option<&str>) {
    match (name, element.dyn_ref::<HtmlInputElement>()) {
        ("checked", Some(input)) => input.set_checked(value.is_some()),
        _ => set_value(element, value.unwrap_or_default()),
    }
}

/// Sets what a field holds.
pub fn set_value(element: &Element, value: &str) {
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.set_value(value);
    } else if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
        select.set_value(value);
    } else if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>()
        && area.value() != value
    {
        // Setting even the same text would move the caret.
        area.set_value(value);
    }
}

/// Listens to an event for as long as the element is in the page. Some events (`toggle`, `blur`) come a moment after the
/// element was taken out, when the signals that its listener reads are gone.
pub fn listen(element: &Element, event: &str, listener: impl Fn(Event) + 'static) {
    let own = element.clone();
    let heard = move |event| {
        if own.is_connected() {
            listener(event);
        }
    };
    let listener = Closure::<dyn Fn(Event)>::new(heard).into_js_value();
    told(element.add_event_listener_with_callback(event, listener.unchecked_ref()));
}
