//! Flagging, the reader's side: what can be flagged of a pledge, the draft of a flag, and the outbox that sends flags once
//! and keeps what became of them. No clock, no network and no storage: times and answers come from outside.

mod draft;
mod forget;
mod matter;
mod outbox;
mod saved;
mod texts;

pub use draft::{Draft, Lack, Step, Typed};
pub use matter::{
    Matter, case_of, ground_of, pledge_of_report, removal_of_case, removal_of_text, removed_elsewhere,
    subject_of_removal,
};
pub use outbox::{Answer, Decision, Next, Outcome, Sent, Stage, Told, Trouble, Why, read_answer, read_status};
pub use saved::{Place, Saved};
pub use texts::{Flaggable, TextNow, flaggable};
