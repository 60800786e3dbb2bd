//! The pages, each named as it is seen.

mod about;
mod copy;
mod cover;
mod list;
mod not_found;
mod party;
mod pledge;

pub use about::about_page;
pub use copy::copy_page;
pub use cover::cover_page;
pub use list::list_page;
pub use not_found::not_found_page;
pub use party::party_page;
pub use pledge::pledge_page;
