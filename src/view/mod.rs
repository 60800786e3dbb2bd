//! What pages are made of: one type for every element, text and list, so that each costs data and not code of its own.
//! A page is written as it reads: `el("p.lead").with(words.say(Words::cover_lead))`.
//!
//! A closure in the place of a child or of an attribute's value follows the signals that it reads. When it runs again
//! the page is patched: an element with the same tag and attributes stays the same element and keeps its focus.

mod element;
mod foreign;
mod live;
mod parts;

use std::{borrow::Cow, sync::Arc};

use web_sys::Event;

pub use parts::{Children, IntoNode, IntoValue};

/// A text that is the program's own or was made.
type Text = Cow<'static, str>;

/// What happens at an event.
type Handler = Arc<dyn Fn(Event) + Send + Sync>;

/// A piece of a page.
pub struct Node(Box<Kind>);

enum Kind {
    Text(Text),
    Element(Element),
    List(List),
    /// A piece that is made anew whenever a signal changes that it reads.
    Follows(Box<dyn Fn() -> Node + Send>),
}

#[derive(Default)]
struct List {
    /// Lists of different keys have nothing in common.
    key: &'static str,
    items: Vec<Node>,
}

struct Element {
    tag: &'static str,
    /// What it is about: among its neighbours it stays the same element wherever it comes to stand.
    about: Option<String>,
    settings: Vec<Setting>,
    listeners: Vec<(&'static str, Handler)>,
    children: Vec<Node>,
}

/// Something of an element that has a name and a value.
struct Setting {
    place: Place,
    name: &'static str,
    value: Value,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// An attribute; without a value it is not there.
    Attribute,
    /// One class among others; it is there if there is a value.
    Class,
    /// What the reader may change: the value of a field, whether a box is ticked.
    Property,
}

/// A value, or how to get it.
pub enum Value {
    /// It stays what it is.
    Fixed(Option<Cow<'static, str>>),
    /// It follows signals.
    Follows(Box<dyn Fn() -> Option<Cow<'static, str>> + Send>),
}

/// An element by its tag and classes: `el("p.small.quiet")`.
pub fn el(tag: &'static str) -> Node {
    let (tag, classes) = tag.split_once('.').unwrap_or((tag, ""));
    let node = Node::new(Kind::Element(Element {
        tag,
        about: None,
        settings: Vec::new(),
        listeners: Vec::new(),
        children: Vec::new(),
    }));
    if classes.is_empty() { node } else { node.attr("class", classes.replace('.', " ")) }
}

/// Pieces side by side.
pub fn nodes(children: impl Children) -> Node {
    children.put_into(Node::new(Kind::List(List::default())))
}

/// As many pieces side by side as there are.
pub fn each<T>(items: impl IntoIterator<Item = T>, mut node: impl FnMut(T) -> Node) -> Node {
    let mut all = list(Vec::new());
    for item in items {
        all = all.push(node(item));
    }
    all
}

#[inline(never)]
fn list(items: Vec<Node>) -> Node {
    Node::new(Kind::List(List { key: "", items }))
}

#[inline(never)]
fn text(text: Text) -> Node {
    Node::new(Kind::Text(text))
}

impl Node {
    #[inline(never)]
    fn new(kind: Kind) -> Self {
        Self(Box::new(kind))
    }

    /// Tells this list from others in its place: nothing of one is kept for the other.
    pub fn key(mut self, key: &'static str) -> Self {
        if let Kind::List(list) = &mut *self.0 {
            list.key = key;
        }
        self
    }

    /// Says what this element is about. When its neighbours are made anew and all of them say so, each is found again by
    /// it: one that comes between others does not make them other elements, and the focus stays where it is.
    pub fn about(mut self, what: String) -> Self {
        if let Kind::Element(element) = &mut *self.0 {
            element.about = Some(what);
        }
        self
    }

    /// With an attribute; where there is no value, without it.
    pub fn attr(self, name: &'static str, value: impl IntoValue) -> Self {
        self.set(Place::Attribute, name, value.into_value())
    }

    /// With a class while a condition holds.
    pub fn class_if(self, class: &'static str, holds: impl IntoValue) -> Self {
        self.set(Place::Class, class, holds.into_value())
    }

    /// With the value of a field, which the reader may change.
    pub fn value(self, value: impl IntoValue) -> Self {
        self.set(Place::Property, "value", value.into_value())
    }

    /// Ticked while a condition holds, unless the reader changes it.
    pub fn checked(self, holds: impl IntoValue) -> Self {
        self.set(Place::Property, "checked", holds.into_value())
    }

    /// Listens to an event.
    pub fn on(self, event: &'static str, listener: impl Fn(Event) + Send + Sync + 'static) -> Self {
        self.listen(event, Arc::new(listener))
    }

    /// With what stands inside it, after what already does.
    pub fn with(self, children: impl Children) -> Self {
        children.put_into(self)
    }

    #[inline(never)]
    fn set(mut self, place: Place, name: &'static str, value: Value) -> Self {
        if let Kind::Element(element) = &mut *self.0 {
            element.settings.push(Setting { place, name, value });
        }
        self
    }

    #[inline(never)]
    fn listen(mut self, event: &'static str, handler: Handler) -> Self {
        if let Kind::Element(element) = &mut *self.0 {
            element.listeners.push((event, handler));
        }
        self
    }

    #[inline(never)]
    fn push(mut self, child: Self) -> Self {
        match &mut *self.0 {
            Kind::Element(element) => element.children.push(child),
            Kind::List(list) => list.items.push(child),
            _ => {}
        }
        self
    }
}
