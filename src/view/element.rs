//! An element as it stands in the page: its attributes, of which some follow signals, its listeners, its children.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::{Owner, RenderEffect};
use web_sys::Element as DomElement;

use super::{
    Element, Handler, Place, Setting, Text, Value,
    live::{Live, patch_items},
};
use crate::browser::tree;

pub(super) struct LiveElement {
    about: Option<String>,
    element: DomElement,
    tag: &'static str,
    settings: Vec<(Place, &'static str, Live)>,
    listeners: Vec<(&'static str, Listener)>,
    children: Vec<Live>,
}

/// A listener whose handler can be changed.
type Listener = Rc<RefCell<(Handler, Owner)>>;

impl LiveElement {
    /// Makes the element with all that is inside it, not yet in the page.
    pub(super) fn build(node: Element) -> Self {
        let element = tree::element(node.tag);
        let settings = node.settings.into_iter().map(|s| (s.place, s.name, build_value(&element, s, None))).collect();
        let listeners =
            node.listeners.into_iter().map(|(event, handler)| (event, listen(&element, event, handler))).collect();
        let mut children: Vec<Live> = node.children.into_iter().map(Live::build).collect();
        for child in &mut children {
            child.place(&element, None);
        }
        Self { about: node.about, element, tag: node.tag, settings, listeners, children }
    }

    /// What it is about, if it says so.
    pub(super) fn about(&self) -> Option<&str> {
        self.about.as_deref()
    }

    /// The element itself.
    pub(super) fn dom(&self) -> &DomElement {
        &self.element
    }

    /// Whether a node can be made of this element.
    pub(super) fn is_like(&self, node: &Element) -> bool {
        let settings = self.settings.len() == node.settings.len()
            && self.settings.iter().zip(&node.settings).all(|(a, b)| a.1 == b.name);
        let listeners = self.listeners.len() == node.listeners.len()
            && self.listeners.iter().zip(&node.listeners).all(|(a, b)| a.0 == b.0);
        self.tag == node.tag && self.about == node.about && settings && listeners
    }

    /// Makes it what a node says that is like it.
    pub(super) fn patch(&mut self, node: Element) {
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
    match place {
        Place::Attribute if same => {}
        Place::Attribute => tree::set_attribute(element, name, new.as_deref()),
        // These two also when they are what they were: the reader types over the one, `class` over the other.
        Place::Property => tree::set_property(element, name, new.as_deref()),
        Place::Class => tree::set_class(element, name, new.is_some()),
    }
    Live::Value(new)
}
