//! Our words in the reader's language. The methods are made by `build.rs` from `locales/en.json`; one language is
//! loaded at a time. Reading a word inside a view follows a change of language without a reload.

pub mod language;
pub mod message;
mod slots;

use std::sync::Arc;

use leptos::prelude::expect_context;

pub use language::Language;
pub use message::Arg;
pub use slots::{SLOT_1, SLOT_2, SLOT_3, rich};

use crate::{browser::intl, signals::Var};

/// A language with its messages.
#[derive(Clone, PartialEq, Debug)]
pub struct Book {
    /// Which.
    pub language: Language,
    /// Its messages, in the alphabetical order of their keys.
    messages: Vec<Box<str>>,
}

impl Book {
    /// The book of a language's first file: a JSON array of as many texts as the first module needs.
    pub fn read(language: Language, json: &[u8]) -> Option<Self> {
        Self { language, messages: Vec::new() }.with(json, FIRST_MESSAGES)
    }

    /// With the texts of its second file.
    pub fn with_later(self, json: &[u8]) -> Option<Self> {
        self.with(json, MESSAGES)
    }

    /// Whether the texts of the second module are here.
    pub fn is_whole(&self) -> bool {
        self.messages.len() == MESSAGES
    }

    fn with(mut self, json: &[u8], all: usize) -> Option<Self> {
        let json: serde_json::Value = serde_json::from_slice(json).ok()?;
        self.messages.extend(json.as_array()?.iter().filter_map(|m| m.as_str().map(Into::into)));
        (self.messages.len() == all).then_some(self)
    }
}

/// The words of the current language; cheap to copy, reactive where it is read.
#[derive(Clone, Copy)]
pub struct Words(Var<Arc<Book>>);

impl Words {
    /// Words that follow a signal.
    pub fn new(book: Var<Arc<Book>>) -> Self {
        Self(book)
    }

    /// The current language.
    pub fn language(self) -> Language {
        self.0.with(|book| book.language)
    }

    /// The current language's tag.
    pub fn tag(self) -> &'static str {
        self.language().tag()
    }

    /// A word that follows the language by itself, for use in a view. One type for all of them, where
    /// closures would each be one of their own.
    pub fn say(self, word: fn(Self) -> String) -> impl Fn() -> String + Copy + Send + Sync + use<> {
        move || word(self)
    }

    fn message(self, index: usize, args: &[(&str, Arg)]) -> String {
        self.0.with(|book| {
            let text = book.messages.get(index).map_or("", |m| m);
            if args.is_empty() { text.to_owned() } else { message::fill(text, args, &intl::NumbersOf(book.language)) }
        })
    }
}

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// The words of the page.
pub fn use_words() -> Words {
    expect_context()
}
