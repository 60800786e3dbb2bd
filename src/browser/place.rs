//! Where a reader is in a page: how far down, and on which element. The browser's history keeps it with each entry,
//! since the browser's own restoring of scroll comes before the page is drawn, and knows nothing of the focus.

use std::{cell::Cell, fmt, rc::Rc};

use wasm_bindgen::{JsValue, prelude::Closure};
use web_sys::{Event, Window};

use super::{clock, dom, history, log, task};

/// Milliseconds after which a new place is kept: a scroll tells of itself many times a second.
const PACE: u32 = 120;

/// A place in a page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// Pixels from the top. Whole ones: to write and read fractions would cost the wasm more than they are worth.
    top: i32,
    /// The id of the element that has the focus; empty where none has, or one without an id.
    focus: String,
}

/// As it stands in the history: `1280 p-33IC-0042`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.top, self.focus)
    }
}

impl Place {
    /// Where the reader is now.
    pub fn here() -> Self {
        let top = dom::window().map_or(0, |w| scrolled(&w));
        let focus = dom::document().and_then(|d| d.active_element()).map(|e| e.id()).unwrap_or_default();
        Self { top, focus }
    }

    /// Where the reader was when they left the current entry of the history.
    pub fn kept() -> Option<Self> {
        let kept = dom::window()?.history().ok()?.state().ok()?.as_string()?;
        let (top, focus) = kept.split_once(' ')?;
        Some(Self { top: top.parse().ok()?, focus: focus.to_owned() })
    }

    /// Keeps the place with the current entry.
    pub fn keep(&self) {
        let state = JsValue::from(self.to_string());
        if let Some(Err(error)) = dom::window().and_then(|w| w.history().ok()).map(|h| h.replace_state(&state, "")) {
            log(&error);
        }
    }

    /// Scrolls to the place and puts the focus there. Says whether the page was long enough, and whether the element
    /// was there; where there is none to look for, None.
    pub fn go(&self) -> (bool, Option<bool>) {
        let Some(window) = dom::window() else { return (false, None) };
        window.scroll_to_with_x_and_y(0.0, f64::from(self.top));
        let reached = scrolled(&window).abs_diff(self.top) < 2;
        (reached, self.has_focus().then(|| dom::focus_id(&self.focus)))
    }

    /// Whether there is an element to put the focus on.
    pub fn has_focus(&self) -> bool {
        !self.focus.is_empty()
    }

    /// The same place with the focus anywhere.
    pub fn without_focus(self) -> Self {
        Self { focus: String::new(), ..self }
    }
}

#[allow(clippy::cast_possible_truncation)]
fn scrolled(window: &Window) -> i32 {
    window.scroll_y().unwrap_or_default().round() as i32
}

/// Calls `moved` a moment after the reader has scrolled or moved the focus, and `acted` at once when they do something
/// by which they say where they want to be.
pub fn listen(moved: impl Fn() + 'static, acted: impl Fn() + 'static) {
    let Some(window) = dom::window() else { return };
    let due = Rc::new(Cell::new(false));
    let moved = Rc::new(moved);
    let soon = Closure::<dyn Fn(Event)>::new(move |_| {
        if due.replace(true) {
            return;
        }
        let (due, moved) = (Rc::clone(&due), Rc::clone(&moved));
        task::spawn(async move {
            clock::sleep(PACE).await;
            due.set(false);
            moved();
        });
    })
    .into_js_value();
    let acted = Closure::<dyn Fn(Event)>::new(move |_| acted()).into_js_value();
    for event in ["scroll", "focusin"] {
        history::on(&window, event, soon.clone());
    }
    for event in ["wheel", "touchstart", "pointerdown", "keydown"] {
        history::on(&window, event, acted.clone());
    }
}
