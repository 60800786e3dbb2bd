//! The only clock of the app, and its only source of chance.
#![allow(clippy::disallowed_methods)]

use pledgebook_core::model::Date;

/// Milliseconds since 1970, as the device believes.
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// Today, where the device is; the first day of all where its clock tells no day.
pub fn today() -> Date {
    let now = js_sys::Date::new_0();
    let small = |n: u32| u8::try_from(n).ok();
    let year = u16::try_from(now.get_full_year()).unwrap_or(1);
    let today = Date::new(year, small(now.get_month() + 1), small(now.get_date()));
    today.or_else(|| Date::new(1, None, None)).unwrap_or_else(|| unreachable!("the year 1 is a date"))
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
