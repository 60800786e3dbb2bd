//! The notice of a removal: at the address of what is gone, and in the place of a text that is gone from a page. It says
//! when, by whom, on what ground, in whose words, and how to object.

use pledgebook_core::{
    browse::Query,
    feed::{By, Removal, State as Gone},
    flags::{Matter, Step, case_of, pledge_of_report, removal_of_text, subject_of_removal},
    model::{Ground, Pledge, PledgeId},
    route::Route,
};

use crate::{
    browser::intl,
    components::{Icon, contact_of, ground_words, icon, subject_words},
    state::{Mine, State, use_state},
    view::{IntoNode, Node, each, el, nodes},
    words::{SLOT_1, Words, rich},
};

/// The page at the address of something removed. Where only texts of a pledge are gone, but its new part is not here yet,
/// the rest of it has to wait.
pub(super) fn removed_page(id: &PledgeId, removals: &[Removal], words: Words) -> Node {
    let state = use_state();
    let whole = removals.iter().find(|r| r.texts.is_none());
    let Some(first) = whole.or_else(|| removals.first()).cloned() else { return nodes(Vec::new()) };
    let waits = whole.is_none();
    let shown: Vec<Removal> = match whole {
        Some(whole) => vec![whole.clone()],
        None => removals.to_vec(),
    };
    let heading = kind_words(&first, words);
    state.title(move || kind_words(&first, words));
    // A report is objected to as one of its pledge, if that is here.
    let of_report = pledge_of_report(id.as_str()).filter(|pledge| state.catalogue.with(|c| c.has(pledge)));
    let here = Place { pledge: of_report.as_ref().unwrap_or(id), record: None, state, words };
    el("div.stack.narrow").with((
        el("h1").attr("tabindex", "-1").with(heading),
        waits.then(|| el("p.lead").with(words.removal_coming())),
        each(&shown, |removal| el("section.stack").with(here.body(removal))),
        el("p").with(el("a").attr("href", Route::List(Query::of([])).href()).with(words.foot_all())),
    ))
}

/// Where a notice stands: beside which pledge, and whether its record is here.
pub(super) struct Place<'a> {
    pub(super) pledge: &'a PledgeId,
    pub(super) record: Option<&'a Pledge>,
    pub(super) state: State,
    pub(super) words: Words,
}

impl Place<'_> {
    /// In the place of a text that has gone: that it has, and the notice when it is asked for.
    pub(super) fn of_text(&self, hash: &str) -> Node {
        let words = self.words;
        let catalogue = self.state.catalogue.get_untracked();
        match self.record.and_then(|record| removal_of_text(catalogue.removals(), record, hash)) {
            Some(removal) => self.folded(removal, text_words(removal, words)),
            None => el("p.panel").with(words.removal_text()),
        }
    }

    /// The notice, folded under a sentence.
    pub(super) fn folded(&self, removal: &Removal, sentence: String) -> Node {
        el("details.panel.notice").with((el("summary").with(sentence), el("div.stack").with(self.body(removal))))
    }

    fn body(&self, removal: &Removal) -> Node {
        let words = self.words;
        let row = |term: String, said: Node| el("div").with((el("dt").with(term), el("dd").with(said)));
        let day = removal.day().map(|day| row(words.removal_row_when(), intl::date(day, words.language()).into_node()));
        let ground = ground_of_notice(removal, words).map(|said| row(words.removal_row_ground(), said.into_node()));
        let statement = statement(removal, words).map(|said| row(words.removal_row_statement(), said));
        let redress = removal.redress.as_ref().map(|url| {
            let link = el("a.ext").attr("href", url.href()).attr("rel", "noreferrer");
            let address = el("bdi").with(url.as_str().to_owned());
            row(words.removal_row_redress(), link.with((address, icon(Icon::Out))))
        });
        nodes((
            el("dl.facts.wide").with((
                row(words.removal_row_what(), self.what(removal)),
                day,
                row(words.removal_row_by(), by_words(removal, words).into_node()),
                ground,
                statement,
                redress,
            )),
            (removal.state == Gone::Held).then(|| el("p").with(words.removal_held_note())),
            self.object(removal),
            el("p.note").with(words.removal_paper()),
        ))
    }

    fn what(&self, removal: &Removal) -> Node {
        let words = self.words;
        let subject = subject_of_removal(removal, self.pledge, self.record, None);
        let id = el("bdi.mono").with(removal.id.to_string());
        let is_report = *removal.id != *self.pledge.as_str();
        let said = match (&removal.texts, subject.part) {
            (Some(_), Some(_)) => subject_words(&subject, words),
            // Its place is known by a mark; a title and an address leave none.
            (Some(_), None) if self.record.is_some() => words.removal_what_other(),
            (Some(_), None) => words.removal_what_text(),
            (None, _) if is_report => words.removal_what_report(),
            (None, _) => words.removal_what_record(),
        };
        nodes((said, " ", id))
    }

    /// How to object: by the form where this copy takes flags, else by writing to who publishes it.
    fn object(&self, removal: &Removal) -> Node {
        let (state, words, pledge) = (self.state, self.words, self.pledge.clone());
        let case = case_of(removal);
        nodes(move || {
            let takes = state.copy.with(|c| c.manifest.as_ref().map(|m| m.flags.is_some()))?;
            let Some(case) = case.clone().filter(|_| takes) else {
                let (name, address) = state.copy.with(contact_of);
                let contact = match address {
                    Some(address) => el("a").attr("href", address).with(el("bdi").with(name)),
                    None => el("bdi").with(name),
                };
                return Some(el("p").with(rich(&words.removal_contact(SLOT_1), vec![contact])));
            };
            let mine = state.mine.with(|m: &Mine| m.objection_to(&case).map(|f| f.flag.id.clone()));
            let link = match mine {
                Some(id) => el("a").attr("href", Route::Receipt(id).href()).with(words.objection_yours()),
                None => {
                    let form = Route::Flag(pledge.clone(), Some(Matter::Decision(case)), Step::default());
                    el("a.btn").attr("href", form.href()).with(words.objection_object())
                }
            };
            Some(el("p.no-print").with(link))
        })
    }
}

/// What became of something: removed, taken away for now, withdrawn.
pub(super) fn kind_words(removal: &Removal, words: Words) -> String {
    match (removal.by, removal.state) {
        (By::Party, _) => words.removal_title_party(),
        (_, Gone::Held) => words.removal_title_held(),
        (_, Gone::Removed) => words.removal_title(),
    }
}

fn text_words(removal: &Removal, words: Words) -> String {
    match (removal.by, removal.state) {
        (By::Party, _) => words.removal_text_party(),
        (_, Gone::Held) => words.removal_text_held(),
        (_, Gone::Removed) => words.removal_text(),
    }
}

fn by_words(removal: &Removal, words: Words) -> String {
    match removal.by {
        By::Moderator => words.removal_by_person(),
        By::Automatic => words.removal_by_machine(),
        By::Party => words.removal_by_party(),
    }
}

/// The ground; one that this app has no word for as the feed has it.
fn ground_of_notice(removal: &Removal, words: Words) -> Option<String> {
    match Ground::from_wire(&removal.ground) {
        Some(ground) => Some(ground_words(ground, words)),
        None => Some(pledgebook_core::model::shown(&removal.ground).into_owned()).filter(|g| !g.is_empty()),
    }
}

/// The public statement in the reader's language, or in the one that there is, which is then named.
pub(super) fn statement(removal: &Removal, words: Words) -> Option<Node> {
    let (lang, text) = removal.statement.best(words.tag())?;
    let shown = pledgebook_core::model::shown(text).into_owned();
    let paragraphs = each(shown.split("\n\n").map(str::to_owned), |p| el("p").with(p));
    let foreign = (lang.primary() != words.tag())
        .then(|| el("span.badge").with(intl::language_name(lang.as_str(), words.language())));
    let said = el("div.stack")
        .attr("lang", lang.as_str().to_owned())
        .attr("dir", if lang.is_rtl() { "rtl" } else { "ltr" })
        .with(paragraphs);
    Some(nodes((foreign, said)))
}
