//! Copying a feed, as a machine without IO: an event in, actions out. It decides what is fetched, checks what comes,
//! and says what is stored in which order, so that a cut at any point leaves the old copy or the new one, whole, and
//! removals apply before any part is asked for.

mod backoff;
mod machine;
mod offer;
mod status;

pub use backoff::Backoff;
pub use machine::{Action, Event, Machine, Stored, Timer};
pub use offer::{Offer, Unpacked, Unpacking, Wrong};
pub use status::{Ended, Failure, Status};
