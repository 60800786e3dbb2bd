//! What this page leaves on the device: all of it can be removed, and a tab can leave nothing. The removing itself is done
//! by the boot script (`boot/reset.js`) before anything is opened, as what is open cannot be deleted.

use web_sys::Storage;

use super::{dom, log};

/// As `boot/reset.js` and `boot/worker.js` name it.
const TRACELESS: &str = "pledgebook/traceless";
const WAITING: &str = "pledgebook.waiting";

fn session() -> Option<Storage> {
    dom::window()?.session_storage().ok().flatten()
}

/// Whether this tab leaves nothing on the device. The mark lives in the tab and goes with it.
pub fn is_traceless() -> bool {
    session().is_some_and(|s| s.get_item(TRACELESS).ok().flatten().is_some())
}

/// Removes everything, by loading the page anew; then it ends there, or goes on as a tab that leaves nothing.
pub fn remove(and_go_on: bool) {
    let todo = if and_go_on { "traceless" } else { "all" };
    if let Err(error) = dom::dispatch("pledgebook:remove", todo) {
        log(&error);
    }
}

/// How many flags waited when this was last noted: what is known before their database has been opened.
pub fn waiting() -> usize {
    // Some browsers share the settings between all files, and any of them may have written it.
    if super::carried::is_file() {
        return 0;
    }
    let noted = super::settings::storage().and_then(|s| s.get_item(WAITING).ok().flatten());
    noted.and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// Notes how many flags wait.
pub fn set_waiting(n: usize) {
    let Some(storage) = super::settings::storage() else { return };
    let keep = n > 0 && !is_traceless();
    let noted = if keep { storage.set_item(WAITING, &n.to_string()) } else { storage.remove_item(WAITING) };
    if let Err(error) = noted {
        log(&error);
    }
}
