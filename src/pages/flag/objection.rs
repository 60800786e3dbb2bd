//! The form as an objection: to a removal that this copy knows, or to what was decided about a flag of the reader.

use pledgebook_core::{
    browse::Held,
    feed::Removal,
    flags::{Draft, Saved, ground_of, removal_of_case, subject_of_removal},
    model::{FlagId, PledgeId},
    route::Route,
};

use super::{Form, Stands};
use crate::{
    browser::intl,
    components::{decision_words, title_for_lists},
    pages::removed::{kind_words, statement},
    view::{Node, el, nodes},
};

/// A decision that can be objected to.
enum Decided {
    Removal(Removal),
    Flag(Box<Saved>),
}

impl Form {
    /// The decision that is objected to; None: the form flags.
    pub(super) fn about(self) -> Option<FlagId> {
        self.asked.with(|(_, matter, _)| matter.as_ref().and_then(|m| m.decision().cloned()))
    }

    pub(super) fn is_objection(self) -> bool {
        self.about().is_some()
    }

    fn decided(self, about: &FlagId) -> Option<Decided> {
        let removal = self.state.catalogue.with(|c| removal_of_case(c.removals(), about).cloned());
        let flag = || self.state.mine.with(|m| m.flag(about).filter(|f| f.can_object()).cloned());
        removal.map(Decided::Removal).or_else(|| flag().map(Box::new).map(Decided::Flag))
    }

    /// What can be shown of an objection. The pledge need not be here: it may be what was removed.
    pub(super) fn stands_against(self, about: &FlagId) -> Stands {
        let (coming, takes) = self.state.copy.with(|c| (c.is_coming(), c.manifest.as_ref().map(|m| m.flags.is_some())));
        let opened = self.state.mine.with(|m| m.opened);
        match (self.decided(about), takes) {
            _ if !opened => Stands::Loading,
            // Which part a text was, its pledge has to say.
            (Some(Decided::Removal(removal)), _) if coming && removal.texts.is_some() => Stands::Loading,
            (Some(_), Some(true)) => Stands::Ready,
            _ if coming => Stands::Loading,
            (Some(_), _) => Stands::NoDesk,
            (None, _) => Stands::Unknown,
        }
    }

    /// An empty objection.
    pub(super) fn objection(self, pledge: &PledgeId, about: &FlagId) -> Option<Draft> {
        let id = self.state.new_flag_id()?;
        match self.decided(about)? {
            Decided::Flag(saved) => {
                let Saved { flag, title, .. } = *saved;
                Some(Draft::objection(id, about.clone(), flag.subject, title, flag.ground))
            }
            Decided::Removal(removal) => {
                let seq = self.state.copy.with_untracked(|c| c.manifest.as_ref().map(|m| m.seq));
                let catalogue = self.state.catalogue.get_untracked();
                let here = match catalogue.pledge(pledge) {
                    Held::Here(entry) => Some(entry),
                    Held::Coming | Held::Nowhere => None,
                };
                let subject = subject_of_removal(&removal, pledge, here.as_deref().map(|e| &e.pledge), seq);
                let title = title_for_lists(&catalogue, pledge, self.words);
                Some(Draft::objection(id, about.clone(), subject, title, ground_of(&removal)))
            }
        }
    }

    /// This copy does not know what would be objected to.
    pub(super) fn unknown(self) -> Node {
        let words = self.words;
        let pledge = Route::Pledge(self.asked.get_untracked().0);
        el("div.stack.narrow").with((
            el("h1").attr("tabindex", "-1").with(words.objection_title()),
            el("p.lead").with(words.objection_unknown()),
            el("p").with(el("a").attr("href", pledge.href()).with(words.receipt_to_pledge())),
        ))
    }

    /// The decision, beside every step of an objection to it.
    pub(super) fn decision(self) -> Option<Node> {
        let words = self.words;
        let about = self.about()?;
        let pledge = self.asked.get_untracked().0;
        let quote = |said: Node| el("blockquote.quote").with(said);
        Some(match self.decided(&about)? {
            Decided::Removal(removal) => {
                let day = removal.day().map(|day| format!(" · {}", intl::date(day, words.language())));
                nodes((
                    el("p.small").with((kind_words(&removal, words), day)),
                    statement(&removal, words).map(quote),
                    el("p.small")
                        .with(el("a").attr("href", Route::Pledge(pledge).href()).with(words.objection_to_notice())),
                ))
            }
            Decided::Flag(saved) => {
                let decision = saved.sent().and_then(|s| s.decision.clone())?;
                let text = decision.statement.as_deref().map(|s| pledgebook_core::model::shown(s).into_owned());
                nodes((
                    el("p.small").with(decision_words(&decision, words)),
                    text.map(|text| quote(el("p").attr("dir", "auto").with(text))),
                    el("p.small")
                        .with(el("a").attr("href", Route::Receipt(about).href()).with(words.objection_to_flag())),
                ))
            }
        })
    }
}
