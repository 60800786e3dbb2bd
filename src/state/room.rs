//! How safely this device keeps the copy, and the app anew: asked for by the page of the copy alone.

use super::State;
use crate::browser::{dom, history, log, room, task};

pub use crate::browser::room::Room;

/// What became of the wish for an app that is fetched anew.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Reset {
    /// There is none.
    #[default]
    No,
    /// The server is asked first.
    Asking,
    /// It does not answer; nothing was changed.
    Offline,
}

impl State {
    /// Asks the browser for its room.
    pub fn look_at_room(self) {
        task::spawn(async move { self.room.set(Room::ask().await) });
    }

    /// Asks the browser to promise that it keeps the copy; `refused` is called if it does not.
    pub fn ask_to_keep(self, refused: impl FnOnce() + 'static) {
        task::spawn(async move {
            let promised = room::ask_to_keep().await;
            self.room.set(Room::ask().await);
            if !promised {
                refused();
            }
        });
    }

    /// Has app and copy fetched anew; the boot script does it, and the page is loaded anew.
    pub fn reset_app(self) {
        self.reset.set(Reset::Asking);
        if let Err(error) = dom::dispatch("pledgebook:reset", "") {
            log(&error);
        }
    }

    /// Listens to whether the server was there.
    pub fn listen_to_reset(self) {
        history::on_window("pledgebook:reset-refused", move || self.reset.set(Reset::Offline));
    }
}
