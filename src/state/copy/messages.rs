//! What the driver of copying hears, and the way to tell it.

use pledgebook_core::{browse::Part, feed::Sha256Hex, model::PledgeId, sync::Event};

use super::Driver;
use crate::browser::{queue::Queue, tabs::Lock};

/// The way to tell the driver something.
#[derive(Clone, Default)]
pub struct Sync(pub(super) Queue<Message>);

/// What the driver hears.
pub(super) enum Message {
    /// Something happened to the machine.
    Event(Event),
    /// A part was read.
    Read(Sha256Hex, Part),
    /// Begin, if the reader has not paused that.
    Begin(Option<PledgeId>, bool),
    /// Another tab is at it.
    Waits,
    /// It is this tab's turn; whether it waited for that.
    Turn(Lock, bool),
    /// It is time to draw what came meanwhile.
    Draw,
    /// The second module has something to do here.
    Do(Box<dyn FnOnce(&mut Driver)>),
}

impl Sync {
    /// Begins a sync, unless one is running, or it is paused and nobody asks for it.
    pub fn start_again(&self, by_reader: bool) {
        self.send(Message::Begin(None, by_reader));
    }

    pub(super) fn send(&self, message: Message) {
        self.0.send(message);
    }
}
