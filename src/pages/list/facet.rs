//! One facet: a heading that opens, and values to tick. Its values are built when it is opened; what is typed into the
//! search box changes the text of their numbers and nothing else.

use leptos::prelude::{request_animation_frame, untrack};
use pledgebook_core::{
    browse::Key,
    model::{EditionId, Progress, clip},
};
use web_sys::Event;

use super::{
    facets::tally,
    listing::Listing,
    values::{SHOWN, Values, label},
};
use crate::{
    browser::{dom, intl},
    components::{Icon, edition_year, icon, key_name, progress_sign},
    signals::Derived,
    view::{IntoNode, Node, each, el, nodes},
    words::Words,
};

/// The letters of a value that its line has room for.
const LONGEST: usize = 160;

/// The facet; nothing where the copy has no values for it and none is chosen.
pub(super) fn view(list: Listing, key: Key) -> Node {
    let values = Values::of(list, key);
    let is_offered = Derived::new(move || values.all.with(|all| !all.is_empty()));
    let open = list.state.open_facets;
    let is_open = Derived::new(move || open.with(|open| open.contains(&key)));
    let chosen = Derived::new(move || list.filters.with(|all| all.iter().filter(|f| f.key == key).count()));
    let toggled = move |event: Event| {
        let now = dom::has_attribute(&event, "open");
        if now != open.with_untracked(|open| open.contains(&key)) {
            open.update(|open| if now { open.push(key) } else { open.retain(|k| *k != key) });
        }
    };
    let heading = move || key_name(key, list.words);
    let tally = move || (chosen.get() > 0).then(|| tally(chosen.get(), list.words));
    let facet = move || {
        el("details.facet").attr("open", move || is_open.get()).on("toggle", toggled).with((
            el("summary").attr("id", format!("facet-{}", key.word())).with((
                el("span").with(heading),
                tally,
                icon(Icon::Down),
            )),
            move || is_open.get().then(|| inside(list, key, values, chosen)),
        ))
    };
    (move || is_offered.get().then(facet)).into_node()
}

fn inside(list: Listing, key: Key, values: Values, chosen: Derived<usize>) -> Node {
    let is_long = Derived::new(move || values.all.with(|all| all.len() > SHOWN));
    let has_chosen = Derived::new(move || chosen.get() > 0);
    let is_cut = Derived::new(move || !values.whole.get() && values.fitting.get() > SHOWN);
    el("fieldset.in-f").with((
        el("legend.vh").with(move || key_name(key, list.words)),
        move || has_chosen.get().then(|| mode(list, key)),
        move || is_long.get().then(|| find(list, key, values)),
        move || each(values.shown.get(), |value| option(list, key, value)),
        move || (values.fitting.get() == 0).then(|| el("p.note").with(list.words.find_none())),
        move || is_cut.get().then(|| show_all(list, key, values)),
    ))
}

/// Whether the chosen values are wanted or not.
fn mode(list: Listing, key: Key) -> Node {
    let radio = |without: bool, said: fn(Words) -> String| {
        let checked = move || list.is_without(key) == without;
        let choose = move |_: Event| list.choose(list.query.get_untracked().with_mode(key, without));
        let id = format!("mode-{}-{}", key.word(), if without { "none" } else { "any" });
        let field = el("input").attr("type", "radio").attr("id", id).attr("name", format!("mode-{}", key.word()));
        el("label").with((field.checked(checked).on("change", choose), list.words.say(said)))
    };
    el("div.mode")
        .attr("role", "radiogroup")
        .attr("aria-label", move || key_name(key, list.words))
        .with((radio(false, Words::filters_one_of), radio(true, Words::filters_none_of)))
}

/// The box for finding a value of many.
fn find(list: Listing, key: Key, values: Values) -> Node {
    let said = move || list.words.filters_find();
    let on_key = move |event: Event| {
        if dom::key_of(&event) == "Escape" {
            values.typed.set(String::new());
        }
    };
    el("p").with(
        el("input.in.small")
            .attr("id", format!("find-{}", key.word()))
            .attr("type", "text")
            .attr("aria-label", said)
            .attr("placeholder", said)
            .attr("dir", move || values.typed.with(|t| !t.is_empty()).then_some("auto"))
            .attr("autocomplete", "off")
            .attr("spellcheck", "false")
            .value(move || values.typed.get())
            .on("keydown", on_key)
            .on("input", move |event| values.typed.set(dom::value_of(&event))),
    )
}

/// Shows all values; the focus goes to the first that was not there before.
fn show_all(list: Listing, key: Key, values: Values) -> Node {
    let show = move |_: Event| {
        let before = values.shown.get_untracked();
        values.whole.set(true);
        let next = values.shown.with_untracked(|all| all.iter().find(|v| !before.contains(v)).cloned());
        request_animation_frame(move || {
            dom::focus_id(&next.map(|value| id(key, &value)).unwrap_or_default());
        });
    };
    let said = list.words.filters_show_all(values.fitting.get_untracked());
    el("button.link.small").attr("type", "button").on("click", show).with(said)
}

fn id(key: Key, value: &str) -> String {
    format!("f-{}-{value}", key.word())
}

fn option(list: Listing, key: Key, value: String) -> Node {
    let name = clip(&label(list, key, &value), LONGEST).into_owned();
    let id = id(key, &value);
    let sign = (key == Key::Progress).then(|| Progress::from_word(&value)).flatten().map(progress_sign);
    let year = (key == Key::Edition).then(|| EditionId::new(&value)).flatten();
    let year = year.and_then(|e| list.state.catalogue.with(|c| edition_year(c, &e)));
    let value: std::sync::Arc<str> = value.into();
    let own = value.clone();
    let count = Derived::new(move || list.found.with(|page| page.counts.of(key, &own)));
    let number = move || intl::number(f64::from(u32::try_from(count.get()).unwrap_or(u32::MAX)), list.words.language());
    let own = value.clone();
    let checked = move || list.has(key, &own);
    let toggle = move |event: Event| {
        list.toggle(key, &value);
        // An address holds only so many values: what was not taken is not ticked.
        dom::set_checked(&event, untrack(|| list.has(key, &value)));
    };
    el("label.opt").class_if("zero", move || count.get() == 0).with((
        el("input").attr("type", "checkbox").attr("id", id).checked(checked).on("change", toggle),
        el("span").with((
            sign.map(|sign| nodes((sign, " "))),
            el("bdi").with(name),
            year.map(|year| nodes((" ", el("span.note").with(year.to_string())))),
        )),
        el("span.c").with(number),
    ))
}
