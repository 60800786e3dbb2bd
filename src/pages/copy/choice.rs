//! Which Conferences the copy holds: a form, as a slip of the hand must not delete half of it.

use pledgebook_core::{
    feed::{Manifest, PartKind},
    model::EditionId,
    sync::Choice,
};

use crate::{
    browser::intl,
    components::{edition_name, pick},
    signals::{Derived, Var},
    state::State,
    view::{Node, each, el, nodes},
    words::Words,
};

/// A Conference as the manifest has it: its id, pledges, bytes.
type Edition = (Option<EditionId>, u64, u64);

/// What the form says; None: as the copy is.
#[derive(Clone, Copy)]
struct Form {
    state: State,
    words: Words,
    typed: Var<Option<Choice>>,
    /// Whether the last sending was a choice, or lacked one.
    sent: Var<Option<bool>>,
}

/// The section.
pub fn choice_section(state: State, words: Words) -> Node {
    let form = Form { state, words, typed: Var::new(None), sent: Var::new(None) };
    let manifest = Derived::new(move || state.copy.with(|c| c.manifest.clone()));
    nodes(move || {
        let editions = manifest.get().map(|m| editions(&m)).unwrap_or_default();
        // Where there is one, there is nothing to choose.
        (editions.len() > 1).then(|| form.view(&editions))
    })
}

impl Form {
    fn choice(self) -> Choice {
        self.typed.get().unwrap_or_else(|| self.state.copy.with(|c| c.choice.clone()))
    }

    fn view(self, editions: &[Edition]) -> Node {
        let (state, words) = (self.state, self.words);
        let size = |editions: &[Edition]| intl::bytes(editions.iter().map(|e| e.2).sum(), words.language());
        let submit = move |event: web_sys::Event| {
            event.prevent_default();
            let choice = self.choice();
            let is_one = choice != Choice::Editions(Vec::new());
            self.sent.set(Some(is_one));
            if is_one {
                state.choose_editions(choice);
            }
        };
        let said = move || match self.sent.get()? {
            true => Some(words.choice_used()),
            false => Some(words.choice_lacks()),
        };
        let ids: Vec<_> = editions.iter().map(|e| e.0.clone()).collect();
        el("section.sec").attr("id", "choice").with((
            el("div.sec-h").with(el("h2").attr("id", "choice-h").with(words.choice_title())),
            el("p").with(words.choice_text()),
            el("form").on("submit", submit).with((
                el("fieldset").attr("aria-labelledby", "choice-h").with((
                    self.radio(words.choice_all(size(editions)), Choice::All, |c| *c == Choice::All),
                    self.radio(words.choice_newest(size(editions.get(..1).unwrap_or_default())), Choice::Newest, |c| {
                        *c == Choice::Newest
                    }),
                    self.radio(words.choice_some(), Choice::Editions(ids), |c| matches!(c, Choice::Editions(_))),
                    el("div.finer").with(each(editions, |edition| self.tick(edition, editions))),
                )),
                el("p").with(el("button.btn").attr("type", "submit").with(words.choice_use())),
            )),
            el("div").attr("role", "status").with(move || said().map(|said| el("p.note").with(said))),
        ))
    }

    fn radio(self, label: String, choice: Choice, is: fn(&Choice) -> bool) -> Node {
        pick("radio", "holds", label, None, move || is(&self.choice()), move |_| self.set(choice.clone()))
    }

    /// One Conference. To tick it, or not, is to choose "only these".
    fn tick(self, (id, pledges, bytes): &Edition, all: &[Edition]) -> Node {
        let words = self.words;
        let name = id.as_ref().map_or_else(
            || words.choice_none(),
            |id| self.state.catalogue.with_untracked(|c| edition_name(c, id, words)),
        );
        let label = words.choice_edition(name, *pledges as usize, intl::bytes(*bytes, words.language()));
        let newest = all.first().map(|e| e.0.clone());
        let every: Vec<_> = all.iter().map(|e| e.0.clone()).collect();
        let (own, ids) = (id.clone(), every);
        let holds = move || match self.choice() {
            Choice::All => true,
            Choice::Newest => newest.as_ref() == Some(&own),
            Choice::Editions(chosen) => chosen.contains(&own),
        };
        let own = id.clone();
        let choose = move |ticked: bool| {
            let mut chosen = match self.choice() {
                Choice::All => ids.clone(),
                Choice::Newest => ids.get(..1).unwrap_or_default().to_vec(),
                Choice::Editions(chosen) => chosen,
            };
            chosen.retain(|c| *c != own);
            if ticked {
                chosen.push(own.clone());
            }
            // In the order of the Conferences, as it is kept.
            self.set(Choice::Editions(ids.iter().filter(|id| chosen.contains(id)).cloned().collect()));
        };
        pick("checkbox", "edition", label, None, holds, choose)
    }

    fn set(self, choice: Choice) {
        self.sent.set(None);
        self.typed.set(Some(choice));
    }
}

/// The Conferences of a manifest in its order, the newest first.
fn editions(manifest: &Manifest) -> Vec<Edition> {
    let mut found: Vec<Edition> = Vec::new();
    for part in manifest.parts.iter().filter(|p| p.kind == PartKind::Pledges) {
        match found.iter_mut().find(|e| e.0 == part.edition) {
            Some(edition) => (edition.1, edition.2) = (edition.1 + part.records, edition.2 + part.bytes),
            None => found.push((part.edition.clone(), part.records, part.bytes)),
        }
    }
    found
}
