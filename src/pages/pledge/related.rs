//! What stands around a pledge: those that follow from it or that it follows, and others of the same parties on the same
//! themes.

use std::sync::Arc;

use pledgebook_core::{
    browse::{Catalogue, Entry, Related, Why},
    model::PledgeId,
};

use crate::{
    components::{edition_name, plain_title, titled},
    view::{Node, each, el, nodes},
    words::Words,
};

/// The pledges around it.
pub(super) fn view(entry: &Entry, catalogue: &Arc<Catalogue>, words: Words) -> Node {
    let related = Related::of(catalogue, &entry.pledge.id);
    let linked = |why: Option<Why>, id: &PledgeId| {
        let brief = catalogue.brief(id)?;
        let edition = brief.edition.as_ref().map(|e| edition_name(catalogue, e, words));
        let why = why.map(|why| match why {
            Why::Title => words.related_title(),
            Why::Resolution => words.related_resolution(),
        });
        let note = [edition, why].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        Some(el("li").with((titled(&brief, plain_title(&brief), None, words), " ", el("span.note").with(note))))
    };
    let section = |id: &'static str, title: String, rows: Vec<Node>| {
        (!rows.is_empty()).then(|| {
            el("section.sec.no-print").attr("id", id).with((
                el("div.sec-h").with(el("h2").with(title)),
                el("ul.plainlist.related").with(each(rows, |row| row)),
            ))
        })
    };
    let of = |list: &[(PledgeId, Why)]| list.iter().filter_map(|(id, why)| linked(Some(*why), id)).collect();
    nodes((
        section("follows", words.related_follows(), of(&related.follows)),
        section("precedes", words.related_precedes(), of(&related.precedes)),
        section("same", words.related_same(), related.same.iter().filter_map(|id| linked(None, id)).collect()),
    ))
}
