//! The only clock of the app, and its only source of chance.
#![allow(clippy::disallowed_methods)]

use pledgebook_core::model::Date;
use wasm_bindgen::JsCast;

/// Milliseconds since 1970, as the device believes.
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// The same in whole milliseconds.
pub fn now_ms() -> u64 {
    // Milliseconds since 1970 are positive and below 2^53.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let now = now() as u64;
    now
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

/// Now in RFC 3339, UTC, to the second.
pub fn stamp() -> String {
    let iso = String::from(js_sys::Date::new_0().to_iso_string());
    iso.split_once('.').map_or(iso.clone(), |(whole, _)| format!("{whole}Z"))
}

/// Milliseconds since 1970 of a time in RFC 3339.
pub fn parse(stamp: &str) -> Option<f64> {
    Some(js_sys::Date::parse(stamp)).filter(|at| at.is_finite())
}

/// A new UUID of version 4; by the browser's own source of chance.
pub fn uuid() -> Option<String> {
    let crypto = js_sys::Reflect::get(&js_sys::global(), &"crypto".into()).ok()?;
    let bytes = js_sys::Uint8Array::new_with_length(16);
    let fill: js_sys::Function = js_sys::Reflect::get(&crypto, &"getRandomValues".into()).ok()?.dyn_into().ok()?;
    fill.call1(&crypto, &bytes).ok()?;
    let mut id = bytes.to_vec();
    // Version and variant, as RFC 9562 wants.
    for (at, keep, set) in [(6, 0x0f, 0x40), (8, 0x3f, 0x80)] {
        id.get_mut(at).into_iter().for_each(|b| *b = (*b & keep) | set);
    }
    let hex = |from: usize, to: usize| -> String {
        id.get(from..to).unwrap_or_default().iter().map(|b| format!("{b:02x}")).collect()
    };
    Some([hex(0, 4), hex(4, 6), hex(6, 8), hex(8, 10), hex(10, 16)].join("-"))
}

/// Resolves after some milliseconds.
pub async fn sleep(ms: u32) {
    gloo_timers::future::TimeoutFuture::new(ms).await;
}
