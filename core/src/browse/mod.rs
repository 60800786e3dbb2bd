//! Browsing the copy: segments, what each part gives; the catalogue that they make; the filters and sorts that a reader
//! may choose; and one page of what they give. All pure: the page is a function of (catalogue, query).

mod catalogue;
mod columns;
mod compare;
mod deeds;
mod entry;
mod filter;
mod find;
mod groups;
mod lens;
mod matrix;
mod matrix_count;
mod matrix_rows;
mod orders;
mod overview;
mod page;
mod parties;
mod portrait;
mod reading;
mod related;
mod segment;
mod select;
mod stale;
mod values;

pub use catalogue::{Catalogue, Part};
pub use compare::Compare;
pub use deeds::Deed;
pub use entry::{Brief, Entry, Held, ReportBrief};
pub use filter::{Filter, Key, Query, Sort};
pub use find::Near;
pub use groups::Membership;
pub use lens::{has_residue, is_mixed, written_in};
pub use matrix::{EditionSum, Matrix, MatrixRow};
pub use matrix_rows::PartySort;
pub use orders::{Collate, Orders};
pub use overview::{Overview, Tally, Theme, YearOf};
pub use page::{Drop, PAGE, Page, Row, Snippet, first, page, total};
pub use parties::{Found, find_parties, mark_name};
pub use portrait::{Portrait, Through};
pub use reading::Years;
pub use related::{Related, Why};
pub use segment::{Builder, PledgeSegment, Segment};
pub use select::Counts;
pub use stale::About;

pub use crate::search::Piece;

#[cfg(test)]
mod counts_tests;
#[cfg(test)]
mod ranking_tests;
#[cfg(test)]
mod sample_tests;
