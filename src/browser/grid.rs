//! Moving through a table by the keyboard: it is one stop on the way of the tab key, and arrows go from thing to thing
//! inside. What can be reached has the class `it`; in a row that is the pledge's link and then the marks of its dates.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, SvgElement};

use super::log;

/// The rows that PageUp and PageDown go by.
const FAR: usize = 10;

/// Does what a key means in a table at which it was pressed.
pub fn on_key(event: &Event) {
    let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
    let table = event.current_target().and_then(|t| t.dyn_into::<Element>().ok());
    let at = event.target().and_then(|t| t.dyn_into::<Element>().ok()).and_then(|e| e.closest(".it").ok().flatten());
    let (Some(table), Some(at)) = (table, at) else { return };
    if key.ctrl_key() || key.meta_key() || key.alt_key() {
        return;
    }
    let rows = rows(&table);
    let Some(row) = rows.iter().position(|row| row.contains(Some(&at))) else { return };
    if key.key() == "Enter" && at.dyn_ref::<SvgElement>().is_some() {
        open(&rows[row]);
    } else if let Some(to) = target(&key.key(), &rows, row, &at, is_rtl(&table)) {
        move_to(&table, &to);
    } else {
        return;
    }
    event.prevent_default();
}

/// Makes what was clicked the one that the tab key comes back to.
pub fn on_focus(event: &Event) {
    let table = event.current_target().and_then(|t| t.dyn_into::<Element>().ok());
    let at = event.target().and_then(|t| t.dyn_into::<Element>().ok()).and_then(|e| e.closest(".it").ok().flatten());
    if let Some((table, at)) = table.zip(at) {
        make_stop(&table, &at);
    }
}

fn target(key: &str, rows: &[Element], row: usize, at: &Element, rtl: bool) -> Option<Element> {
    let things = things(&rows[row]);
    let n = things.iter().position(|t| t == at).unwrap_or(0);
    let last = rows.len().saturating_sub(1);
    // In another row the thing at the same place, or its last one.
    let in_row = |row: usize| {
        let things = self::things(rows.get(row)?);
        things.get(n.min(things.len().saturating_sub(1))).cloned()
    };
    match key {
        "ArrowRight" if !rtl => things.get(n + 1).cloned(),
        "ArrowLeft" if rtl => things.get(n + 1).cloned(),
        "ArrowRight" | "ArrowLeft" => things.get(n.checked_sub(1)?).cloned(),
        "ArrowDown" => in_row(row + 1),
        "ArrowUp" => in_row(row.checked_sub(1)?),
        "PageDown" if row < last => in_row((row + FAR).min(last)),
        "PageUp" if row > 0 => in_row(row.saturating_sub(FAR)),
        "Home" => things.first().cloned(),
        "End" => things.last().cloned(),
        _ => None,
    }
}

fn all(within: &Element, selector: &str) -> Vec<Element> {
    let Ok(list) = within.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|n| list.get(n)?.dyn_into().ok()).collect()
}

fn rows(table: &Element) -> Vec<Element> {
    all(table, "tbody tr").into_iter().filter(|row| matches!(row.query_selector(".it"), Ok(Some(_)))).collect()
}

/// What can be reached in a row: on a small screen there is no axis, and its marks are not seen.
fn things(row: &Element) -> Vec<Element> {
    let is_seen = |e: &Element| {
        let rect = e.get_bounding_client_rect();
        rect.width() + rect.height() > 0.0
    };
    all(row, ".it").into_iter().filter(is_seen).collect()
}

fn is_rtl(table: &Element) -> bool {
    table.closest("[dir]").ok().flatten().and_then(|e| e.get_attribute("dir")).is_some_and(|d| d == "rtl")
}

fn make_stop(table: &Element, thing: &Element) {
    for other in all(table, ".it[tabindex='0']") {
        super::tree::set_attribute(&other, "tabindex", Some("-1"));
    }
    super::tree::set_attribute(thing, "tabindex", Some("0"));
}

fn move_to(table: &Element, thing: &Element) {
    make_stop(table, thing);
    let focused = match (thing.dyn_ref::<HtmlElement>(), thing.dyn_ref::<SvgElement>()) {
        (Some(element), _) => element.focus(),
        (_, Some(element)) => element.focus(),
        _ => Ok(()),
    };
    if let Err(error) = focused {
        log(&error);
    }
}

/// Follows the link of a row.
fn open(row: &Element) {
    if let Some(link) = row.query_selector("a.it").ok().flatten().and_then(|l| l.dyn_into::<HtmlElement>().ok()) {
        link.click();
    }
}
