//! One quiet line under the header when there is something to know of the copy: that it is still coming, why it could
//! not be brought up to date, that a new version of the app waits.

use pledgebook_core::{route::Route, sync::Failure};

use super::{Icon, icon};
use crate::{
    browser::intl,
    state::{CopyInfo, use_state},
    view::{Children, Node, el, nodes},
    words::{Words, use_words},
};

/// What happened, and what it means for the copy, in words. None where there is nothing to say.
pub fn failure_words(words: Words, failure: &Failure) -> String {
    match failure {
        Failure::Offline => words.failure_offline(),
        Failure::TimedOut => words.failure_timed_out(),
        Failure::Http(status) => words.failure_http(status.to_string()),
        Failure::TooLarge => words.failure_too_large(),
        Failure::NotAFeed => words.failure_not_a_feed(),
        Failure::TooNew => words.failure_too_new(),
        Failure::Invalid(_) => words.failure_invalid(),
        Failure::OtherFeed => words.failure_other_feed(),
        Failure::Unsigned => words.failure_unsigned(),
        Failure::Damaged => words.failure_damaged(),
        Failure::NotKept(_) => words.failure_not_kept(),
    }
}

/// The banner.
pub fn banner() -> Node {
    let (state, words) = (use_state(), use_words());
    let update = move || {
        // Never while something is half-typed that is kept nowhere: name and address in the form of a flag.
        let is_typing = state.route.with(|r| matches!(r, Route::Flag(..)));
        (state.update.get() && !is_typing).then(|| {
            let take = el("button.link").attr("type", "button").on("click", move |_| state.take_update());
            strip("quiet", words.nav_about(), Icon::Note, (words.update_ready(), " ", take.with(words.update_take())))
        })
    };
    nodes((update, move || state.copy.with(|copy| about_copy(copy, words))))
}

fn about_copy(copy: &CopyInfo, words: Words) -> Option<Node> {
    if !copy.opened {
        return None;
    }
    let status = &copy.status;
    let failed = status.failure();
    let (tone, sign, text) = match failed {
        // Without a line the header says so; the page need not, unless there is nothing to show.
        Some(Failure::Offline | Failure::TimedOut) if status.is_whole() => return not_kept(copy, words),
        Some(failure) => {
            let stands = match copy.copied_at {
                Some(at) => words.banner_copy_stands(intl::day(at, words.language())),
                None if status.have > 0 => words.banner_partial_stands(status.have, status.of),
                None => words.banner_nothing_yet(),
            };
            ("attn", Icon::Stop, format!("{} {stands}", failure_words(words, failure)))
        }
        None if copy.lacks() && status.running => {
            let text = match status.of {
                0 => words.banner_beginning(),
                of => words.banner_copying(status.have, of),
            };
            ("partial", Icon::Sync, text)
        }
        None if copy.asks => return Some(ask(copy, words)),
        None => return not_kept(copy, words),
    };
    let progress = (tone == "partial" && status.of > 0).then(|| {
        el("progress")
            .attr("max", status.bytes_of.to_string())
            .attr("value", status.bytes.to_string())
            .attr("aria-label", words.banner_progress())
    });
    Some(line(tone, sign, text, progress, words))
}

/// Who saves data is asked before more than the newest Conference is copied, and told how much that is.
fn ask(copy: &CopyInfo, words: Words) -> Node {
    // In kilobytes, which needs no more than a number: the code that finds a unit is in the second module.
    #[allow(clippy::cast_precision_loss)]
    let size = intl::number((copy.status.bytes_left_out / 1000) as f64, words.language());
    let said = words.banner_asks(size);
    let choose = el("a").attr("href", Route::Copy.href()).with(words.banner_asks_choose());
    strip("partial", words.foot_copy(), Icon::Copy, (said, " ", choose))
}

fn not_kept(copy: &CopyInfo, words: Words) -> Option<Node> {
    copy.status
        .not_kept
        .as_ref()
        .filter(|why| !why.is_empty())
        .map(|_| line("attn", Icon::Note, words.banner_not_kept(), None, words))
}

fn line(tone: &'static str, sign: Icon, text: String, extra: Option<Node>, words: Words) -> Node {
    let more = el("a").attr("href", Route::Copy.href()).with(words.banner_more());
    strip(tone, words.foot_copy(), sign, (text, " ", more, " ", extra))
}

fn strip(tone: &'static str, label: String, sign: Icon, said: impl Children) -> Node {
    let said = el("p").with(said);
    el("section.banner").attr("data-tone", tone).attr("aria-label", label).with(el("div.page").with((icon(sign), said)))
}
