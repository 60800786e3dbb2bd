//! What became of a flag: its receipt, what happens next, the decision.

use leptos::prelude::untrack;
use pledgebook_core::{
    flags::{Matter, Saved, Sent, Step, Told},
    model::FlagId,
    route::Route,
};

use super::flags::{Outbox, edit};
use crate::{
    browser::intl,
    components::{Icon, decision_words, ground_words, icon, subject_words},
    signals::{Derived, Var},
    state::{NoWord, State, use_state},
    view::{Node, el, nodes},
    words::{Words, use_words},
};

/// The page of one flag.
pub fn receipt_page(id: FlagId) -> Node {
    let (state, words) = (use_state(), use_words());
    state.title(move || words.flags_receipt());
    let failed: Var<Option<NoWord>> = Var::new(None);
    let outbox = Outbox::new(state, words);
    let asked = Var::new(false);
    let knows_desk = Derived::new(move || state.copy.with(|c| c.manifest.is_some()));
    nodes(move || {
        let mine = state.mine.get();
        let (failure, knows_desk) = (failed.get(), knows_desk.get());
        untrack(|| match (mine.opened, mine.flag(&id)) {
            (false, _) => el("p.quiet").with(words.list_loading()),
            (true, None) => nothing(words),
            (true, Some(saved)) => {
                if let Some(sent) = saved.sent() {
                    // Opening the page asks once.
                    // What is decided may be decided anew, once somebody objects.
                    if sent.told != Told::TakenBack && knows_desk && !asked.get_untracked() {
                        asked.set(true);
                        state.ask_now(id.clone(), |_| ());
                    }
                    Shown { saved, sent, state, words, failed, failure }.page()
                } else {
                    waiting(saved, outbox, state, words)
                }
            }
        })
    })
}

fn nothing(words: Words) -> Node {
    el("div.stack.narrow").with((
        el("h1").attr("tabindex", "-1").with(words.flags_receipt()),
        el("p.lead").with(words.receipt_none()),
        el("p").with(el("a").attr("href", Route::Flags.href()).with(words.flags_title())),
    ))
}

/// A flag that the desk does not have yet has no receipt, and nothing on the page looks like one.
fn waiting(saved: &Saved, outbox: Outbox, state: State, words: Words) -> Node {
    el("div.stack.narrow").with((
        el("h1").attr("tabindex", "-1").with(words.flag_title()),
        state.mine.with_untracked(|m| m.not_kept.is_some()).then(|| el("p.panel.open").with(words.flag_not_kept())),
        el("ul.box.plain").with(outbox.entry(saved)),
        el("p").with(el("a").attr("href", Route::Flags.href()).with(words.flags_title())),
    ))
}

struct Shown<'a> {
    saved: &'a Saved,
    sent: &'a Sent,
    state: State,
    words: Words,
    failed: Var<Option<NoWord>>,
    failure: Option<NoWord>,
}

impl Shown<'_> {
    fn page(&self) -> Node {
        let words = self.words;
        let heading = match (&self.sent.decision, self.sent.told) {
            (_, Told::TakenBack) => words.receipt_s_taken_back(),
            (Some(decision), _) => decision_words(decision, words),
            (None, Told::UnderReview) => words.receipt_s_review(),
            (None, _) if self.objects() => words.objection_arrived(),
            (None, _) => words.receipt_arrived(),
        };
        el("div.stack").with((
            el("h1").attr("tabindex", "-1").attr("id", "receipt").with(heading),
            el("div.steps-2").with((
                el("div.stack").with((self.decision(), self.panel(), self.next(), self.acts())),
                el("aside.stack").attr("aria-label", self.what_is_it()).with(self.what()),
            )),
        ))
    }

    fn objects(&self) -> bool {
        self.saved.flag.objects_to.is_some()
    }

    fn what_is_it(&self) -> String {
        if self.objects() { self.words.objection_what() } else { self.words.flag_what() }
    }

    /// What can be done against a decision; or what was.
    fn object(&self) -> Option<Node> {
        let (words, flag) = (self.words, &self.saved.flag);
        let mine = self.state.mine.with_untracked(|m| m.objection_to(&flag.id).map(|f| f.flag.id.clone()));
        if let Some(id) = mine {
            return Some(el("a").attr("href", Route::Receipt(id).href()).with(words.objection_yours()));
        }
        self.saved.can_object().then(|| {
            let matter = Some(Matter::Decision(flag.id.clone()));
            let form = Route::Flag(flag.subject.pledge.clone(), matter, Step::default());
            el("a").attr("href", form.href()).with(words.objection_object())
        })
    }

    fn stamp(&self, at: &str) -> String {
        intl::stamp(at, self.words.language())
    }

    fn panel(&self) -> Node {
        let words = self.words;
        let save = {
            let text = self.as_text();
            let (state, name) = (self.state, format!("receipt-{}", self.sent.receipt));
            move |_| {
                state.save(&format!("{name}.txt"), "text/plain;charset=utf-8", &text);
            }
        };
        el("div.panel.stack").with((
            el("p.small.quiet").with(words.flags_receipt()),
            el("p.code").with(el("bdi").with(self.sent.receipt.to_string())),
            el("p.small").with((words.receipt_received(self.stamp(&self.sent.received)), " ", self.is_kept())),
            el("p").with(
                el("button.btn")
                    .attr("type", "button")
                    .on("click", save)
                    .with((icon(Icon::Save), words.receipt_save())),
            ),
        ))
    }

    /// Whether this device keeps the receipt: where it does not, the reader must.
    fn is_kept(&self) -> String {
        let kept = self.state.mine.with_untracked(|m| m.not_kept.is_none());
        if kept { self.words.receipt_kept() } else { self.words.receipt_not_kept() }
    }

    /// The receipt as a file: with the secret, as whoever has the file shall be able to ask.
    fn as_text(&self) -> String {
        let (words, saved, sent) = (self.words, self.saved, self.sent);
        let service = self.state.service().map(|s| s.status.replace("{id}", saved.flag.id.as_str()));
        let lines = [
            format!("Pledgebook · {} {}", words.flags_receipt(), sent.receipt),
            format!("{} · {}", saved.title, subject_words(&saved.flag.subject, words)),
            words.receipt_received(&*sent.received),
            self.state.address_of(&Route::Pledge(saved.flag.subject.pledge.clone())),
            String::new(),
            format!("id: {}", saved.flag.id.as_str()),
            format!("secret: {}", sent.secret),
            format!("GET {}", service.unwrap_or_default()),
            "Authorization: Bearer <secret>".to_owned(),
        ];
        lines.join("\r\n") + "\r\n"
    }

    fn decision(&self) -> Option<Node> {
        let (words, decision) = (self.words, self.sent.decision.as_ref()?);
        let when = decision.at.as_ref().map(|at| words.receipt_decided(self.stamp(at)));
        let text = |text: &str| el("p").attr("dir", "auto").with(pledgebook_core::model::shown(text).into_owned());
        Some(el("div.stack.decision").with((
            when.map(|when| el("p.small.quiet").with(when)),
            decision.statement.as_deref().map(text),
            decision.redress.as_deref().map(text),
        )))
    }

    fn next(&self) -> Option<Node> {
        let words = self.words;
        if !matches!(self.sent.told, Told::Received | Told::UnderReview) {
            return None;
        }
        let publisher = self.state.copy.with_untracked(|c| c.manifest.as_ref().map(|m| m.publisher.name.to_string()));
        let publisher = publisher.unwrap_or_default();
        let days = self.state.service().and_then(|s| s.answer_days);
        let by =
            days.zip(self.state.time_of(&self.sent.received)).map(|(days, at)| at + f64::from(days) * 86_400_000.0);
        let read = match by {
            Some(by) => words.receipt_next_read_by(intl::day(by, words.language()), publisher),
            None => words.receipt_next_read(publisher),
        };
        Some(nodes((
            el("h2").with(words.receipt_next()),
            el("ol.next.stack").with((
                el("li").with(read),
                el("li").with(words.receipt_next_person()),
                el("li").with(words.receipt_next_here()),
            )),
        )))
    }

    fn acts(&self) -> Node {
        let (state, words, failed) = (self.state, self.words, self.failed);
        let is_open = matches!(self.sent.told, Told::Received | Told::UnderReview);
        let tell = move |why: NoWord| failed.set(Some(why));
        let id = self.saved.flag.id.clone();
        let back = {
            let id = id.clone();
            move |_| {
                failed.set(None);
                state.take_back(id.clone(), tell);
            }
        };
        let ask = move |_| {
            failed.set(None);
            state.ask_now(id.clone(), tell);
        };
        let again = {
            let saved = self.saved.clone();
            move |_| edit(&saved, state)
        };
        let button = |text: String| el("button.link").attr("type", "button").with(text);
        #[allow(clippy::cast_precision_loss)]
        let asked = intl::moment(self.sent.asked as f64, words.language());
        let failure = self.failure.map(|why| {
            let said = match why {
                NoWord::NoDesk => words.flags_t_no_desk(),
                NoWord::Silence => words.receipt_silent(),
                NoWord::Status(status) => words.receipt_other(status.to_string()),
            };
            el("p.err").attr("role", "alert").with((icon(Icon::Stop), el("span").with(said)))
        });
        let pledge = el("a").attr("href", Route::Pledge(self.saved.flag.subject.pledge.clone()).href());
        let take_back = if self.objects() { words.objection_take_back() } else { words.receipt_take_back() };
        nodes((
            failure,
            el("p.note").with(words.receipt_asked(asked)),
            el("p.acts").with((
                button(words.receipt_ask()).on("click", ask),
                is_open.then(|| button(words.receipt_add()).on("click", again)),
                is_open.then(|| button(take_back).on("click", back)),
                self.object(),
                pledge.with(words.receipt_to_pledge()),
                el("a").attr("href", Route::Flags.href()).with(words.flags_title()),
            )),
        ))
    }

    fn what(&self) -> Node {
        let (words, flag) = (self.words, &self.saved.flag);
        let row =
            |term: String, said: String| el("div").with((el("dt").with(term), el("dd").attr("dir", "auto").with(said)));
        let quote =
            flag.quote.as_deref().map(|q| el("blockquote.quote").attr("dir", "auto").with(el("p").with(q.to_owned())));
        let pledge = el("a").attr("href", Route::Pledge(flag.subject.pledge.clone()).href());
        let to = flag.objects_to.as_ref().map(|about| {
            let own = self.state.mine.with_untracked(|m| m.flag(about).is_some());
            let (route, said) = if own {
                (Route::Receipt(about.clone()), words.objection_to_flag())
            } else {
                (Route::Pledge(flag.subject.pledge.clone()), words.objection_to_notice())
            };
            el("p.small").with((words.objection_is(), " · ", el("a").attr("href", route.href()).with(said)))
        });
        nodes((
            el("h2.sans-h").with(self.what_is_it()),
            to,
            el("p.small").with((
                pledge.with(el("bdi").with(self.saved.title.clone())),
                " · ",
                subject_words(&flag.subject, words),
            )),
            quote,
            el("dl.facts").with((
                row(words.flag_step_ground(), ground_words(flag.ground, words)),
                row(words.flag_step_why(), flag.explanation.to_string()),
                row(
                    words.flag_step_contact(),
                    if self.saved.wants_contact { words.flag_contact_yes() } else { words.flag_contact_no() },
                ),
            )),
        ))
    }
}
