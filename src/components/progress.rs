//! A pledge's progress: a sign and its words, always both.

use pledgebook_core::model::{Completion, Progress};

use crate::{
    view::{Node, el},
    words::Words,
};

/// The address of the sign of a progress among the page's signs.
pub fn sign_of(progress: Progress) -> &'static str {
    match progress {
        Progress::Completed => "#s-completed",
        Progress::NotCompleted => "#s-not",
        Progress::Reported => "#s-said",
        Progress::Differ => "#s-differ",
        Progress::NoReport => "#s-none",
    }
}

/// What a progress is called.
pub fn progress_words(words: Words, progress: Progress) -> String {
    match progress {
        Progress::Completed => words.progress_completed(),
        Progress::NotCompleted => words.progress_not_completed(),
        Progress::Reported => words.progress_reported(),
        Progress::Differ => words.progress_differ(),
        Progress::NoReport => words.progress_no_report(),
    }
}

/// The progress that one report by itself would give.
pub fn of_report(completion: Completion) -> Progress {
    match completion {
        Completion::Yes => Progress::Completed,
        Completion::No => Progress::NotCompleted,
        Completion::NotSaid => Progress::Reported,
    }
}

/// The sign alone, where its words stand beside it.
pub fn progress_sign(progress: Progress) -> Node {
    el("svg.sign").attr("aria-hidden", "true").with(el("use").attr("href", sign_of(progress)))
}

/// The sign with its words.
pub fn progress_view(words: Words, progress: Progress) -> Node {
    el("span.prog").with((progress_sign(progress), el("span").with(progress_words(words, progress))))
}
