//! What every page of the desk has around it, and the small parts that several of them use.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{DOCTYPE, Markup, html};

use super::visit::Visit;
use crate::words::{LANGUAGES, Words};

/// The names of the languages in themselves.
const NAMES: [&str; 4] = ["English", "Français", "Español", "العربية"];

/// A whole page.
pub fn page(visit: &Visit, status: StatusCode, title: &str, body: Markup) -> Response {
    let words = visit.words;
    let page = html! {
        (DOCTYPE)
        html lang=(words.tag()) dir=(words.dir()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · " (words.t("desk.title")) }
                link rel="stylesheet" href="/desk/style.css";
                link rel="icon" href="data:,";
            }
            body {
                a.skip href="#main" { (words.t("desk.skip")) }
                header.top {
                    div.page.head {
                        a.mark href="/desk/cases" { (words.t("desk.title")) }
                        @if visit.who.is_some() { (nav(visit)) }
                        (languages(visit))
                    }
                }
                main #main { div.page { (body) } }
            }
        }
    };
    (status, page).into_response()
}

fn nav(visit: &Visit) -> Markup {
    let words = visit.words;
    let who = visit.moderator();
    html! {
        nav aria-label=(words.t("desk.nav")) {
            @for (path, key) in [("/desk/cases", "desk.cases"), ("/desk/numbers", "desk.numbers")] {
                a href=(path) aria-current=[(visit.path == path).then_some("page")] { (words.t(key)) }
            }
        }
        div.who {
            span { bdi { (who.name) } @if who.role == crate::office::Role::Observer { " (" (words.t("desk.observer")) ")" } }
            (button(visit, "/desk/sign-out", "desk.sign-out"))
            (button(visit, "/desk/sign-out-everywhere", "desk.everywhere"))
        }
    }
}

/// A form of one button.
pub fn button(visit: &Visit, to: &str, key: &str) -> Markup {
    html! { form.one method="post" action=(to) { (token(visit)) button type="submit" { (visit.words.t(key)) } } }
}

/// What every form holds.
pub fn token(visit: &Visit) -> Markup {
    html! { input type="hidden" name="csrf" value=(visit.csrf); }
}

fn languages(visit: &Visit) -> Markup {
    // Of a form's own address there is no page to show again.
    let path = if visit.path.matches('/').count() > 3 {
        visit.path.rsplit_once('/').map_or("/desk", |(p, _)| p)
    } else {
        &visit.path
    };
    let kept: Vec<&(String, String)> = visit.query.all().iter().filter(|(name, _)| name != "lang").collect();
    html! {
        nav.langs aria-label=(visit.words.t("desk.language")) {
            @for (tag, name) in LANGUAGES.iter().zip(NAMES) {
                @let query = kept.iter().fold(form_urlencoded::Serializer::new(String::new()), |mut all, (k, v)| { all.append_pair(k, v); all }).append_pair("lang", tag).finish();
                a href=(format!("{path}?{query}")) lang=(tag) hreflang=(tag) aria-current=[(*tag == visit.words.tag()).then_some("true")] { (name) }
            }
        }
    }
}

/// A page that says why something was not done, and leads back.
pub fn refused(visit: &Visit, status: StatusCode, key: &str) -> Response {
    let words = visit.words;
    let body = html! {
        h1 { (words.t("desk.not-done")) }
        div.errs role="alert" { p { (words.t(key)) } }
        p { a href="/desk/cases" { (words.t("desk.to-cases")) } }
    };
    page(visit, status, &words.t("desk.not-done"), body)
}

/// To another page.
pub fn to(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(axum::http::header::LOCATION, path.to_owned())]).into_response()
}

/// A moment, in UTC to the minute: the same in every language.
pub fn time(text: &str) -> Markup {
    let short = text.get(..16).unwrap_or(text).replace('T', " ");
    html! { time datetime=(text) dir="ltr" { (short) " UTC" } }
}

/// Text that somebody outside wrote: in paragraphs, in the direction of its own script, never as markup.
pub fn foreign(text: &str) -> Markup {
    html! { div.foreign { @for line in text.lines() { p dir="auto" { (line) } } } }
}

/// A choice.
pub fn option(value: &str, label: &str, chosen: bool) -> Markup {
    html! { option value=(value) selected[chosen] { (label) } }
}

/// A warning.
pub fn warn(words: Words, key: &str, slots: &[(&str, &str)]) -> Markup {
    html! { p.warn { (words.say(key, slots)) } }
}
