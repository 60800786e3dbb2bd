//! A piece of a page where Leptos expects a view: the app is mounted by Leptos, and a `view!` may have pieces in it.

use leptos::tachys::{
    html::attribute::{Attribute, any_attribute::AnyAttribute},
    hydration::Cursor,
    renderer::types,
    view::{Mountable, Position, PositionState, Render, RenderHtml, add_attr::AddAnyAttr},
};

use super::{Node, live::Live};
use crate::browser::tree;

/// A piece in a view of Leptos.
pub struct NodeState(Option<Live>);

impl Mountable for NodeState {
    fn unmount(&mut self) {
        if let Some(live) = self.0.take() {
            live.remove();
        }
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        if let Some(live) = &mut self.0 {
            live.place(parent, marker);
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let first = self.0.as_ref().and_then(Live::first);
        let parent = first.as_ref().and_then(web_sys::Node::parent_node);
        let Some(parent) = parent.as_ref().and_then(tree::as_element) else { return false };
        child.mount(parent, first.as_ref());
        true
    }

    fn elements(&self) -> Vec<types::Element> {
        Vec::new()
    }
}

impl Render for Node {
    type State = NodeState;

    fn build(self) -> NodeState {
        NodeState(Some(Live::build(self)))
    }

    fn rebuild(self, state: &mut NodeState) {
        if let Some(live) = &mut state.0 {
            live.patch(self);
        }
    }
}

impl AddAnyAttr for Node {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, _: A) -> Self {
        self
    }
}

impl RenderHtml for Node {
    type AsyncOutput = Self;
    type Owned = Self;
    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> NodeState {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
