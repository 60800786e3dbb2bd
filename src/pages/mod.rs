//! The pages, each named as it is seen.

mod about;
mod copy;
mod cover;
mod list;
mod not_found;
mod party;
mod pledge;

pub use about::AboutPage;
pub use copy::CopyPage;
pub use cover::CoverPage;
pub use list::ListPage;
pub use not_found::NotFoundPage;
pub use party::PartyPage;
pub use pledge::PledgePage;
