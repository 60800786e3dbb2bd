//! One of several, or some of several, that can be ticked: a whole line each.

use crate::{
    browser::dom,
    view::{Node, el},
};

/// The line. `kind` is `radio` or `checkbox`; `holds` says whether it is ticked, `choose` hears when the reader changes that.
pub fn pick(
    kind: &'static str,
    name: &'static str,
    label: String,
    hint: Option<String>,
    holds: impl Fn() -> bool + Send + Sync + 'static,
    choose: impl Fn(bool) + Send + Sync + 'static,
) -> Node {
    el("label.pick").with((
        el("input")
            .attr("type", kind)
            .attr("name", name)
            .checked(move || holds().then_some("true"))
            .on("change", move |event| choose(dom::is_checked(&event))),
        el("span").with(label),
        hint.map(|hint| el("span.hint").with(hint)),
    ))
}
