//! Saving a timeline as a picture.

use std::sync::Arc;

use pledgebook_core::{
    browse::Catalogue,
    timeline::{Fact, Picture, PictureRow, Shape, What, picture},
};

use super::{Chart, GroupName, sentences};
use crate::{
    components::{Icon, copy_line, edition_name, icon},
    state::State,
    view::{Node, el},
    words::Words,
};

/// The button that saves a chart under a name.
pub fn save_button(chart: Chart, name: String, catalogue: &Arc<Catalogue>, state: State, words: Words) -> Node {
    let catalogue = Arc::clone(catalogue);
    let save = move |_| {
        let text = picture(&picture_of(&chart, &catalogue, state, words), chart.axis.as_ref());
        state.save(&format!("{name}.svg"), "image/svg+xml", &text);
    };
    el("button.link").attr("type", "button").on("click", save).with((icon(Icon::Save), words.tl_save()))
}

fn picture_of(chart: &Chart, catalogue: &Catalogue, state: State, words: Words) -> Picture {
    let mut rows = Vec::new();
    for group in &chart.groups {
        let mut name = match &group.name {
            GroupName::Edition(Some(edition)) => Some(edition_name(catalogue, edition, words)),
            GroupName::Edition(None) => Some(words.value_none(words.key_edition())),
            GroupName::Named(name) => Some(name.clone()),
        };
        for deed in &group.deeds {
            let facts = deed.dates.facts();
            let mut said = sentences::dates(deed, chart.of.as_ref(), catalogue, words);
            for fact in &facts {
                if let What::Report(completion, n) = fact.what {
                    let by = sentences::reporter(deed, n, chart.of.as_ref(), catalogue, words);
                    said.push(sentences::report(completion, fact.from, by, words));
                }
            }
            if deed.reports.is_empty() {
                said.push(words.progress_no_report());
            }
            let nothing = !facts.iter().any(Fact::is_dated);
            let is_drawn = |f| chart.axis.as_ref().is_some_and(|axis| Shape::of(f, axis).is_some());
            let sentence = |f| sentences::mark(f, deed, chart.of.as_ref(), catalogue, words);
            rows.push(PictureRow {
                group: name.take(),
                title: sentences::title(deed, words),
                words: said,
                label: nothing.then(|| words.tl_no_dates()),
                facts: facts.iter().filter(|f| is_drawn(f)).map(|f| (f.clone(), sentence(f))).collect(),
            });
        }
    }
    Picture {
        title: chart.title.clone(),
        note: copy_line(state, words),
        today: words.tl_today(),
        rows,
        rtl: words.language().dir() == "rtl",
    }
}
