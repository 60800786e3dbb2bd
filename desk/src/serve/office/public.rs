//! What the public sees of the desk: its numbers, and the style of its pages.

use std::sync::Arc;

use axum::{
    Extension,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use serde_json::Value;

use super::{
    Desk,
    frame::{page as frame, refused, time},
    told,
    visit::Visit,
};
use crate::{office, words::Words};

/// The site's own colours, type and elements, and what only the desk has.
const STYLE: &str = concat!(
    "@layer reset, tokens, base, desk;\n",
    include_str!("../../../../style/reset.css"),
    include_str!("../../../../style/tokens.css"),
    include_str!("../../../../style/base.css"),
    include_str!("../../../style/desk.css")
);

/// The columns, in order.
const COLUMNS: [&str; 9] =
    ["received", "pending", "kept", "removed", "referred", "void", "held", "restored", "median_days"];

/// The style.
pub async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
}

/// The numbers.
pub async fn page(State(desk): State<Arc<Desk>>, Extension(visit): Extension<Visit>) -> Response {
    let words = visit.words;
    let told_numbers = match office::transparency(&desk.office.store, visit.now).await {
        Ok(numbers) => numbers,
        Err(error) => {
            told(&error);
            return refused(&visit, StatusCode::SERVICE_UNAVAILABLE, "refused.store");
        }
    };
    let since = told_numbers.get("since").and_then(Value::as_str);
    let body = html! {
        h1 { (words.t("public.title")) }
        p { (words.t("public.note")) }
        p.note { @if let Some(since) = since { (words.say("public.since", &[("day", since)])) " " } (words.t("public.few")) " " @if let Some(at) = told_numbers.get("generated").and_then(Value::as_str) { (time(at)) } }
        (table(&told_numbers, "all", "public.all", words))
        (table(&told_numbers, "by_ground", "public.by-ground", words))
        (table(&told_numbers, "by_edition", "public.by-edition", words))
    };
    frame(&visit, StatusCode::OK, &words.t("public.title"), body)
}

fn table(numbers: &Value, key: &str, title: &str, words: Words) -> Markup {
    let rows: Vec<(String, &Value)> = match (key, numbers.get(key)) {
        ("all", Some(all)) => vec![(words.t("public.all-rows"), all)],
        (_, Some(Value::Object(map))) => map.iter().map(|(name, counts)| (label(key, name, words), counts)).collect(),
        _ => Vec::new(),
    };
    html! {
        @if !rows.is_empty() {
            div.wide tabindex="0" role="region" aria-label=(words.t(title)) { table {
                caption { (words.t(title)) }
                thead { tr { td {} @for column in COLUMNS { th.n scope="col" { (words.t(&format!("public.{column}"))) } } } }
                tbody { @for (name, counts) in &rows { tr { th scope="row" { bdi { (name) } } @for column in COLUMNS { td.n { (number(counts.get(column), words)) } } } } }
            } }
        }
    }
}

fn label(key: &str, name: &str, words: Words) -> String {
    match (key, name) {
        ("by_ground", ground) => words.ground(ground),
        (_, "none") => words.t("queue.no-edition"),
        (_, edition) => edition.to_owned(),
    }
}

fn number(value: Option<&Value>, words: Words) -> String {
    match value {
        Some(Value::Number(n)) => n.to_string(),
        Some(Value::String(_)) => words.t("public.one-to-four"),
        _ => "–".to_owned(),
    }
}
