//! The pages, each named as it is seen. Those of `more` are in a module of their own, which comes when it is wanted.

mod about;
mod brief;
mod compare;
mod copy;
mod cover;
mod flag;
mod flags;
mod late;
mod list;
mod more;
mod not_found;
mod parties;
mod party;
mod pledge;
mod receipt;
mod removed;
mod split;

pub use cover::cover_page;
pub use late::{follow_more, late_page};
pub use list::list_page;
