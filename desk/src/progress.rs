//! How far something is, on a terminal; where standard error is none, nothing is shown.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar.
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar on standard error, with a word for what is done.
    pub fn shown(doing: &'static str) -> Self {
        // The library itself shows nothing where standard error is no terminal.
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {percent}% {eta}") {
            bar.set_style(style);
        }
        bar.set_message(doing);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    /// None.
    pub fn hidden() -> Self {
        Self(ProgressBar::hidden())
    }

    /// Begins anew with so many steps.
    pub fn expect(&self, steps: u64) {
        self.0.set_position(0);
        self.0.set_length(steps);
    }

    /// So many steps are done.
    pub fn step(&self, steps: u64) {
        self.0.inc(steps);
    }

    /// So many steps are done in all.
    pub fn at(&self, steps: u64) {
        self.0.set_position(steps);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
