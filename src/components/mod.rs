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

pub use banner::{Banner, failure_words};
pub use chips::{Chips, key_name};
pub use combobox::PartyFinder;
pub use entry::{EntryRow, in_a_row};
pub use footer::Footer;
pub use header::Header;
pub use icon::{Icon, icon};
pub use names::{
    category_words, edition_name, edition_where, edition_year, list_of, party_link, period_words, term_text,
    theme_name, titled,
};
pub use pager::Pager;
pub use progress::{of_report, progress_sign, progress_view, progress_words};
pub use record_link::RecordLink;
pub use search_box::SearchBox;
pub use text::{TextBlock, WordsNote};
