//! Pieces of pages, each named as it is seen.

mod banner;
mod chips;
mod combobox;
mod entry;
mod footer;
mod header;
mod icon;
mod names;
mod pager;
mod progress;
mod record_link;
mod search_box;
mod text;
mod values;

pub use banner::{banner, failure_words};
pub use chips::chips;
pub use combobox::party_finder;
pub use entry::{entry_row, in_a_row};
pub use footer::footer;
pub use header::header;
pub use icon::{Icon, icon};
pub use names::{
    category_words, edition_name, edition_where, edition_year, list_of, marked, party_link, period_words, plain_title,
    term_text, theme_name, titled,
};
pub use pager::pager;
pub use progress::{of_report, progress_sign, progress_view, progress_words};
pub use record_link::record_link;
pub use search_box::search_box;
pub use text::{WordsOf, show_all, text_block, words_note};
pub use values::{key_name, value_name};
