//! Work that waits: futures that run beside the page. All of them are of one type, so that what drives them is in the wasm
//! once.

use std::{future::Future, pin::Pin};

/// Runs a future to its end.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    start(Box::pin(future));
}

#[inline(never)]
fn start(future: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(future);
}
