//! The only clock of the app, and its only source of chance.
#![allow(clippy::disallowed_methods)]

/// Milliseconds since 1970, as the device believes.
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// A number that differs from reader to reader, for spreading retries; not for secrets.
pub fn seed() -> u64 {
    // Both casts only have to keep enough bits apart; values are positive and below 2^53.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let seed = (js_sys::Math::random() * 9e15) as u64;
    seed
}

/// Resolves after some milliseconds.
pub async fn sleep(ms: u32) {
    gloo_timers::future::TimeoutFuture::new(ms).await;
}
