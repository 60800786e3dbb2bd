//! What stands in the page of a [`Node`], and how it is patched when the node is made anew.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::{Owner, RenderEffect};
use web_sys::Element as DomElement;

use super::{Element, Handler, Kind, List, Node, Place, Setting, Text, Value};
use crate::browser::tree;

/// A piece as it stands in the page.
pub(super) enum Live {
    Text(web_sys::Text, Text),
    Element(LiveElement),
    List(&'static str, Vec<Live>, web_sys::Node),
    Follows(RenderEffect<Live>),
    /// The value of an attribute, which also follows signals.
    Value(Option<Text>),
}

pub(super) struct LiveElement {
    element: DomElement,
    tag: &'static str,
    settings: Vec<(Place, &'static str, Live)>,
    listeners: Vec<(&'static str, Listener)>,
    children: Vec<Live>,
}

/// A listener whose handler can be changed.
type Listener = Rc<RefCell<(Handler, Owner)>>;

impl Live {
    /// Makes what a node says, not yet in the page.
    pub(super) fn build(node: Node) -> Self {
        match *node.0 {
            Kind::Text(text) => Self::Text(tree::text(&text), text),
            Kind::Element(element) => Self::Element(build_element(element)),
            Kind::List(List { key, items }) => {
                Self::List(key, items.into_iter().map(Self::build).collect(), tree::marker())
            }
            Kind::Follows(make) => Self::follow(make, None),
        }
    }

    fn follow(make: Box<dyn Fn() -> Node + Send>, before: Option<Self>) -> Self {
        Self::Follows(RenderEffect::new_with_value(
            move |before: Option<Self>| match before {
                None => Self::build(make()),
                Some(mut live) => {
                    live.patch(make());
                    live
                }
            },
            before,
        ))
    }

    /// Puts it into a parent before one of its nodes, or at its end.
    pub(super) fn place(&mut self, parent: &web_sys::Node, before: Option<&web_sys::Node>) {
        match self {
            Self::Text(text, _) => tree::insert(parent, text, before),
            Self::Element(live) => tree::insert(parent, &live.element, before),
            Self::List(_, items, end) => {
                for item in items {
                    item.place(parent, before);
                }
                tree::insert(parent, end, before);
            }
            Self::Follows(effect) => {
                effect.with_value_mut(|live| live.place(parent, before));
            }
            Self::Value(_) => {}
        }
    }

    /// The first of its nodes in the page.
    pub(super) fn first(&self) -> Option<web_sys::Node> {
        match self {
            Self::Text(text, _) => Some(text.clone().into()),
            Self::Element(live) => Some(live.element.clone().into()),
            Self::List(_, items, end) => items.first().map_or_else(|| Some(end.clone()), Self::first),
            Self::Follows(effect) => effect.with_value_mut(|live| live.first()).flatten(),
            Self::Value(_) => None,
        }
    }

    /// Takes it out of the page.
    pub(super) fn remove(self) {
        match self {
            Self::Text(text, _) => tree::remove(&text),
            Self::Element(live) => tree::remove(&live.element),
            Self::List(_, items, end) => {
                items.into_iter().for_each(Self::remove);
                tree::remove(&end);
            }
            Self::Follows(effect) => {
                if let Some(live) = effect.take_value() {
                    live.remove();
                }
            }
            Self::Value(_) => {}
        }
    }

    /// Makes it what a node says, keeping what can stay.
    pub(super) fn patch(&mut self, node: Node) {
        match (self, *node.0) {
            (Self::Text(live, old), Kind::Text(new)) => {
                if *old != new {
                    live.set_data(&new);
                    *old = new;
                }
            }
            (Self::Element(live), Kind::Element(new)) if live.is_like(&new) => live.patch(new),
            (Self::List(key, live, end), Kind::List(new)) if *key == new.key => {
                if let Some(parent) = end.parent_node() {
                    patch_items(live, new.items, &parent, Some(end));
                }
            }
            (Self::Follows(effect), Kind::Follows(make)) => {
                let before = effect.take_value();
                let Self::Follows(new) = Self::follow(make, before) else { return };
                *effect = new;
            }
            (live, kind) => {
                let mut new = Self::build(Node::new(kind));
                let first = live.first();
                if let Some(parent) = first.as_ref().and_then(web_sys::Node::parent_node) {
                    new.place(&parent, first.as_ref());
                }
                std::mem::replace(live, new).remove();
            }
        }
    }
}

fn patch_items(live: &mut Vec<Live>, new: Vec<Node>, parent: &web_sys::Node, end: Option<&web_sys::Node>) {
    for gone in live.drain(new.len().min(live.len())..) {
        gone.remove();
    }
    for (n, node) in new.into_iter().enumerate() {
        if let Some(live) = live.get_mut(n) {
            live.patch(node);
        } else {
            let mut item = Live::build(node);
            item.place(parent, end);
            live.push(item);
        }
    }
}

fn build_element(node: Element) -> LiveElement {
    let element = tree::element(node.tag);
    let settings = node.settings.into_iter().map(|s| (s.place, s.name, build_value(&element, s, None))).collect();
    let listeners =
        node.listeners.into_iter().map(|(event, handler)| (event, listen(&element, event, handler))).collect();
    let mut children: Vec<Live> = node.children.into_iter().map(Live::build).collect();
    for child in &mut children {
        child.place(&element, None);
    }
    LiveElement { element, tag: node.tag, settings, listeners, children }
}

fn listen(element: &DomElement, event: &str, handler: Handler) -> Listener {
    let listener = Rc::new(RefCell::new((handler, Owner::current().unwrap_or_default())));
    let heard = listener.clone();
    tree::listen(element, event, move |event| {
        let (handler, owner) = heard.borrow().clone();
        owner.with(|| handler(event));
    });
    listener
}

/// Sets what has a name and a value; `before` is what it was until now.
fn build_value(element: &DomElement, setting: Setting, before: Option<Live>) -> Live {
    let Setting { place, name, value } = setting;
    let before = match before {
        Some(Live::Follows(effect)) => effect.take_value(),
        other => other,
    };
    match value {
        Value::Fixed(new) => set_value(element, place, name, new, before),
        Value::Follows(make) => {
            let element = element.clone();
            Live::Follows(RenderEffect::new_with_value(
                move |before| set_value(&element, place, name, make(), before),
                before,
            ))
        }
    }
}

fn set_value(element: &DomElement, place: Place, name: &str, new: Option<Text>, before: Option<Live>) -> Live {
    let same = matches!(&before, Some(Live::Value(old)) if *old == new);
    let new_text = new.as_deref();
    match place {
        Place::Property => tree::set_value(element, new_text.unwrap_or_default()),
        _ if same => {}
        Place::Attribute => tree::set_attribute(element, name, new_text),
        Place::Class => tree::set_class(element, name, new.is_some()),
    }
    Live::Value(new)
}

impl LiveElement {
    /// Whether a node can be made of this element.
    fn is_like(&self, node: &Element) -> bool {
        let settings = self.settings.len() == node.settings.len()
            && self.settings.iter().zip(&node.settings).all(|(a, b)| a.1 == b.name);
        let listeners = self.listeners.len() == node.listeners.len()
            && self.listeners.iter().zip(&node.listeners).all(|(a, b)| a.0 == b.0);
        self.tag == node.tag && settings && listeners
    }

    fn patch(&mut self, node: Element) {
        for ((.., live), setting) in self.settings.iter_mut().zip(node.settings) {
            let before = std::mem::replace(live, Live::Value(None));
            *live = build_value(&self.element, setting, Some(before));
        }
        for ((_, live), (_, handler)) in self.listeners.iter().zip(node.listeners) {
            *live.borrow_mut() = (handler, Owner::current().unwrap_or_default());
        }
        patch_items(&mut self.children, node.children, &self.element, None);
    }
}
