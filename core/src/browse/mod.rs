//! Browsing the copy: the catalogue that its parts make, the filters and sorts that a reader may choose, and one
//! page of what they give. All pure: the page is a function of (catalogue, query).

mod catalogue;
mod filter;
mod overview;
mod page;
mod parties;

pub use catalogue::{Catalogue, Content, Entry};
pub use filter::{Filter, Key, Query, Sort};
pub use overview::{Overview, Tally, Theme, YearOf};
pub use page::{PAGE, Page, page};
pub use parties::{Found, find_parties, mark_name};
