//! What stands in the page of a [`Node`], and how it is patched when the node is made anew.

use leptos::prelude::RenderEffect;

use super::{Kind, List, Node, Text, element::LiveElement};
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

impl Live {
    /// Makes what a node says, not yet in the page.
    pub(super) fn build(node: Node) -> Self {
        match *node.0 {
            Kind::Text(text) => Self::Text(tree::text(&text), text),
            Kind::Element(element) => Self::Element(LiveElement::build(element)),
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
            Self::Element(live) => tree::insert(parent, live.dom(), before),
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
            Self::Element(live) => Some(live.dom().clone().into()),
            Self::List(_, items, end) => items.first().map_or_else(|| Some(end.clone()), Self::first),
            Self::Follows(effect) => effect.with_value_mut(|live| live.first()).flatten(),
            Self::Value(_) => None,
        }
    }

    /// What it is about, if it is an element that says so.
    fn about(&self) -> Option<&str> {
        match self {
            Self::Element(live) => live.about(),
            _ => None,
        }
    }

    /// Takes it out of the page.
    pub(super) fn remove(self) {
        match self {
            Self::Text(text, _) => tree::remove(&text),
            Self::Element(live) => tree::remove(live.dom()),
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

/// Makes pieces side by side what nodes say; what is more goes before `end`.
pub(super) fn patch_items(live: &mut Vec<Live>, new: Vec<Node>, parent: &web_sys::Node, end: Option<&web_sys::Node>) {
    if !new.is_empty() && new.iter().all(|n| about(n).is_some()) && live.iter().all(|l| l.about().is_some()) {
        return patch_by_what(live, new, parent, end);
    }
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

/// The same for elements that say what they are about. One that stays is moved only if it is not where it should be: an
/// element that is moved loses the focus.
fn patch_by_what(live: &mut Vec<Live>, new: Vec<Node>, parent: &web_sys::Node, end: Option<&web_sys::Node>) {
    let mut old: Vec<Option<Live>> = live.drain(..).map(Some).collect();
    // What stays mostly stands in the order in which it stood: the search goes on from there.
    let mut from = 0;
    let mut take = |what: Option<&str>| {
        let is_it = |l: &Option<Live>| l.as_ref().is_some_and(|l| l.about() == what);
        let at = (from..old.len()).chain(0..from).find(|n| old.get(*n).is_some_and(is_it))?;
        from = at + 1;
        old.get_mut(at)?.take()
    };
    let items: Vec<(Option<Live>, Node)> = new.into_iter().map(|node| (take(about(&node)), node)).collect();
    old.into_iter().flatten().for_each(Live::remove);
    let mut here = items.iter().find_map(|(kept, _)| kept.as_ref()?.first());
    for (kept, node) in items {
        let mut item = match kept {
            Some(mut kept) => {
                kept.patch(node);
                kept
            }
            None => Live::build(node),
        };
        let first = item.first();
        if first.is_some() && first == here {
            here = first.and_then(|n| n.next_sibling()).filter(|n| Some(n) != end);
        } else {
            item.place(parent, here.as_ref().or(end));
        }
        live.push(item);
    }
}

/// What a node is about, if it says so.
fn about(node: &Node) -> Option<&str> {
    match &*node.0 {
        Kind::Element(element) => element.about.as_deref(),
        _ => None,
    }
}
