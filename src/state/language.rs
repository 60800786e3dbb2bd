//! Which language the interface has: the address's, else the one chosen on this device, else the browser's first
//! that we have, else English. One is loaded at a time; one that does not come leaves the old one.

use std::sync::Arc;

use pledgebook_core::sync::Failure;

use super::{State, address};
use crate::{
    browser::{
        dom,
        fetch::{self, Cached},
        history::{self, How},
        settings, task,
    },
    signals::effect,
    words::{Book, Language},
};

/// More bytes than any language file has.
const LIMIT: u64 = 1024 * 1024;

/// The book of the language that the reader most likely wants; if it does not come, of any that does.
pub async fn first_book() -> Result<Book, Failure> {
    let wanted = address::current()
        .lang
        .into_iter()
        .chain(settings::language())
        .chain(settings::languages())
        .find_map(|tag| Language::of_tag(&tag))
        .unwrap_or(Language::En);
    let mut failure = Failure::Offline;
    for language in [wanted].into_iter().chain(Language::ALL) {
        match load(language).await {
            Ok(book) => return Ok(book),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

/// Changes the language of the page, without a reload. A file that does not come leaves the language as it is.
pub fn switch_language(state: State, language: Language) {
    task::spawn(async move {
        if let Ok(book) = load(language).await {
            settings::set_language(language.tag());
            state.book.set(Arc::new(book));
            if address::current().lang.is_some() {
                // The menu is the later word: the address no longer forces another language.
                history::go(&state.route.get_untracked().href(), How::Type);
            }
        }
    });
}

/// Keeps the page's language and direction those of the book.
pub(super) fn follow(state: State) {
    effect(move || state.book.with(|book| dom::set_language(book.language.tag(), book.language.dir())));
}

/// The file of a language is named in the page, because its name has its hash.
async fn load(language: Language) -> Result<Book, Failure> {
    let names = dom::meta("pledgebook-i18n").unwrap_or_default();
    let names: serde_json::Value = serde_json::from_slice(names.as_bytes()).map_err(|_| Failure::Damaged)?;
    let name = names.get(language.tag()).and_then(|n| n.as_str()).ok_or(Failure::Http(404))?;
    let bytes = fetch::bytes(name, Cached::AsServed, LIMIT).await?;
    Book::read(language, &bytes).ok_or(Failure::Damaged)
}
