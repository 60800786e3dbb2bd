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
        match load(language, !cfg!(two_modules)).await {
            Ok(book) => return Ok(book),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

/// Changes the language of the page, without a reload. A file that does not come leaves the language as it is.
pub fn switch_language(state: State, language: Language) {
    task::spawn(async move {
        // A page of the second module needs its texts in every language.
        let whole = state.book.with_untracked(|b| b.is_whole());
        if let Ok(book) = load(language, whole).await {
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

/// Brings the texts of the second module, in the language that the page has then.
pub(super) async fn complete(state: State) -> Result<(), Failure> {
    loop {
        let book = state.book.get_untracked();
        if book.is_whole() {
            return Ok(());
        }
        let whole = with_later((*book).clone()).await?;
        // The reader may have chosen another language meanwhile.
        if state.book.with_untracked(|b| b.language == whole.language) {
            state.book.set(Arc::new(whole));
        }
    }
}

async fn load(language: Language, whole: bool) -> Result<Book, Failure> {
    let book = Book::read(language, &file(language.tag()).await?).ok_or(Failure::Damaged)?;
    if whole { with_later(book).await } else { Ok(book) }
}

async fn with_later(book: Book) -> Result<Book, Failure> {
    let bytes = file(&("later-".to_owned() + book.language.tag())).await?;
    book.with_later(&bytes).ok_or(Failure::Damaged)
}

/// The files of languages are named in the page, because their names have their hashes.
async fn file(key: &str) -> Result<Arc<[u8]>, Failure> {
    let names = dom::meta("pledgebook-i18n").unwrap_or_default();
    let names: serde_json::Value = serde_json::from_slice(names.as_bytes()).map_err(|_| Failure::Damaged)?;
    let name = names.get(key).and_then(|n| n.as_str()).ok_or(Failure::Http(404))?;
    fetch::bytes(name, Cached::AsServed, LIMIT).await
}
