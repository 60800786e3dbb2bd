//! A panic ends the app: what it says goes to the console and to the boot script, which is not wasm and can still speak.

use std::panic::{PanicHookInfo, set_hook};

use super::{dom, log};

/// Makes every panic be told.
pub fn tell() {
    set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        console_error_panic_hook::hook(info);
        let sent = dom::dispatch("pledgebook:panic", &info.to_string());
        if let Err(error) = sent {
            log(&error);
        }
    }));
}
