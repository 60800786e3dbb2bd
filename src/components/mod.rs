//! Pieces of pages, each named as it is seen.

mod banner;
mod chips;
mod combobox;
mod copy_line;
mod entry;
mod flag_link;
mod flag_words;
mod footer;
mod header;
mod icon;
mod names;
mod pager;
mod pick;
mod progress;
mod publisher_link;
mod record_link;
mod search_box;
mod tally;
mod text;
mod timeline;
mod values;

pub use banner::{banner, failure_words};
pub use chips::{chips, filter_chips};
pub use combobox::{finder, party_finder};
pub use copy_line::{copy_line, incomplete_note, missing_words, paper_line, stale_note};
pub use entry::{entry_row, in_a_row};
pub use flag_link::flag_link;
pub use flag_words::{
    contact_of, decision_words, ground_words, lack_words, letters_words, plain_ground, principle_words, stage_words,
    subject_of, subject_words, title_for_lists,
};
pub use footer::footer;
pub use header::header;
pub use icon::{Icon, icon};
pub use names::{
    category_words, edition_name, edition_where, edition_year, list_of, marked, party_link, period_words, plain_title,
    short_name, term_text, theme_name, titled,
};
pub use pager::pager;
pub use pick::pick;
pub use progress::{of_report, progress_sign, progress_view, progress_words, sign_of};
pub use publisher_link::publisher_link;
pub use record_link::record_link;
pub use search_box::search_box;
pub use tally::{bar, progress_key, rate, reported_words, signs, tallies, tally_words, years_words};
pub use text::{WordsOf, part_words, show_all, text_block, words_note};
pub use timeline::{
    Chart, ChartGroup, GroupName, by_edition, by_theme, mini_timeline, oldest_first, save_button, timeline,
};
pub use values::{key_name, value_name};
