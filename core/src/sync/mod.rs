//! Copying a feed, as a machine without IO: an event in, actions out. It decides what is fetched, checks what comes,
//! and says what is stored in which order, so that a cut at any point leaves the old copy or the new one, whole, and
//! removals apply before any part is asked for.

mod backoff;
mod choice;
mod events;
mod health;
mod keep;
mod machine;
mod offer;
mod pace;
mod status;

pub use backoff::Backoff;
pub use choice::Choice;
pub use events::{Action, Check, Event, Published, Stored, Timer};
pub use health::{Health, NEARLY_FULL, STALE_DAYS, Signs};
pub use keep::may_follow;
pub use machine::Machine;
pub use offer::{Offer, Unpacked, Unpacking, Wrong};
pub use pace::next_try;
pub use status::{Ended, Failure, Status};
