//! Dates, numbers, lists, plurals and names of countries and languages, as the browser's own `Intl` writes them. All
//! digits are Latin, in Arabic too, as in the records.

use js_sys::{Array, Function, Intl, Object, Reflect};
use pledgebook_core::{model::Date, order::sorted};
use wasm_bindgen::{JsCast, JsValue};

use crate::words::{language::Language, message::Numbers};

/// The locale by which `Intl` writes a language.
fn locale(language: Language) -> &'static str {
    match language {
        Language::En => "en-GB",
        Language::Fr => "fr",
        Language::Es => "es",
        Language::Ar => "ar-u-nu-latn",
    }
}

fn locales(language: Language) -> Array {
    Array::of1(&locale(language).into())
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (key, value) in pairs {
        // Setting a key of a plain object of our own cannot fail.
        let _: Result<bool, JsValue> = Reflect::set(&options, &(*key).into(), &(*value).into());
    }
    options
}

fn call(function: &Function, this: &JsValue, arg: &JsValue) -> Option<String> {
    function.call1(this, arg).ok()?.as_string()
}

/// Makes one of `Intl`'s newer objects, which js-sys does not know, and calls a method of it.
fn by_name(class: &str, language: Language, with: &Object, method: &str, arg: &JsValue) -> Option<String> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &class.into()).ok()?.dyn_into().ok()?;
    let object = Reflect::construct(&class, &Array::of2(&locales(language), with)).ok()?;
    let method: Function = Reflect::get(&object, &method.into()).ok()?.dyn_into().ok()?;
    call(&method, &object, arg)
}

/// Plurals and numbers of a language.
pub struct NumbersOf(pub Language);

impl Numbers for NumbersOf {
    fn category(&self, n: f64) -> String {
        Intl::PluralRules::new(&locales(self.0), &Object::new()).select(n).into()
    }

    fn write(&self, n: f64) -> String {
        number(n, self.0)
    }
}

/// A text in small letters, decomposed for compatibility, for folding: the browser has the tables.
pub fn decompose(text: &str) -> String {
    // Decomposing leaves some capitals, such as those that were written double-struck.
    js_sys::JsString::from(text).to_lower_case().normalize("NFKD").to_lower_case().into()
}

/// A number, grouped as the language does. Below a thousand nothing is grouped, and making a format takes longer than
/// all the numbers of the facets together.
pub fn number(n: f64, language: Language) -> String {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let whole = n as u32;
    if whole < 1000 && f64::from(whole) == n {
        return whole.to_string();
    }
    let format = Intl::NumberFormat::new(&locales(language), &Object::new()).format();
    call(&format, &JsValue::UNDEFINED, &n.into()).unwrap_or_default()
}

/// A number of bytes in the unit that fits: `1.4 MB`.
pub fn bytes(n: u64, language: Language) -> String {
    #[allow(clippy::cast_precision_loss)]
    let n = n as f64;
    let (value, unit) = match n {
        n if n < 1e3 => (n, "byte"),
        n if n < 1e6 => (n / 1e3, "kilobyte"),
        n if n < 1e9 => (n / 1e6, "megabyte"),
        n => (n / 1e9, "gigabyte"),
    };
    let with = options(&[("style", "unit"), ("unit", unit), ("unitDisplay", "short"), ("maximumFractionDigits", "1")]);
    let format = Intl::NumberFormat::new(&locales(language), &with).format();
    call(&format, &JsValue::UNDEFINED, &value.into()).unwrap_or_default()
}

/// A date with the precision that it has: a year, a month of a year, or a day.
pub fn date(date: Date, language: Language) -> String {
    let mut with = vec![("timeZone", "UTC"), ("year", "numeric"), ("calendar", "gregory")];
    with.extend(date.month().map(|_| ("month", "long")));
    with.extend(date.day().map(|_| ("day", "numeric")));
    let (year, month, day) = date.first();
    let iso = format!("{year:04}-{month:02}-{day:02}T12:00:00Z");
    format_date(&js_sys::Date::new(&iso.into()), &with, language).unwrap_or_else(|| date.to_string())
}

/// A moment of this device's clock as a day: `20 November 2026`.
pub fn day(ms: f64, language: Language) -> String {
    let with = [("year", "numeric"), ("month", "long"), ("day", "numeric"), ("calendar", "gregory")];
    format_date(&js_sys::Date::new(&ms.into()), &with, language).unwrap_or_default()
}

/// A moment of this device's clock with its time: `20 November 2026, 09:12`.
pub fn moment(ms: f64, language: Language) -> String {
    let with = [("dateStyle", "long"), ("timeStyle", "short"), ("calendar", "gregory")];
    format_date(&js_sys::Date::new(&ms.into()), &with, language).unwrap_or_default()
}

/// An RFC 3339 time with its day and time, on this device's clock.
pub fn stamp(rfc3339: &str, language: Language) -> String {
    moment(js_sys::Date::parse(rfc3339), language)
}

fn format_date(date: &js_sys::Date, with: &[(&str, &str)], language: Language) -> Option<String> {
    if date.get_time().is_nan() {
        return None;
    }
    let format = Intl::DateTimeFormat::new(&locales(language), &options(with)).format();
    call(&format, &JsValue::UNDEFINED, date)
}

/// How long ago something was, in the largest whole unit: `3 days ago`. The future is said, not computed with.
pub fn ago(ms: f64, language: Language) -> Option<String> {
    let minutes = (ms / 60_000.0).floor();
    let (n, unit) = match minutes {
        m if m < 0.0 => return None,
        m if m < 60.0 => (m, "minute"),
        m if m < 48.0 * 60.0 => ((m / 60.0).floor(), "hour"),
        m => ((m / 1440.0).floor(), "day"),
    };
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &"RelativeTimeFormat".into()).ok()?.dyn_into().ok()?;
    let with = options(&[("numeric", "auto")]);
    let object = Reflect::construct(&class, &Array::of2(&locales(language), &with)).ok()?;
    let method: Function = Reflect::get(&object, &"format".into()).ok()?.dyn_into().ok()?;
    method.call2(&object, &(-n).into(), &unit.into()).ok()?.as_string()
}

/// The name of a country by its ISO 3166-1 code, or the code.
pub fn country(code: &str, language: Language) -> String {
    display_name(code, "region", language)
}

/// The name of a language by its tag, or the tag.
pub fn language_name(tag: &str, language: Language) -> String {
    display_name(tag, "language", language)
}

fn display_name(code: &str, kind: &str, language: Language) -> String {
    by_name("DisplayNames", language, &options(&[("type", kind)]), "of", &code.into())
        .unwrap_or_else(|| code.to_owned())
}

/// Things in a row: `a, b and c`.
pub fn list(items: &[String], language: Language) -> String {
    let array: Array = items.iter().map(|i| JsValue::from_str(i)).collect();
    by_name("ListFormat", language, &Object::new(), "format", &array).unwrap_or_else(|| items.join(", "))
}

/// Things of which one is enough: `a, b or c`.
pub fn either(items: &[String], language: Language) -> String {
    let array: Array = items.iter().map(|i| JsValue::from_str(i)).collect();
    by_name("ListFormat", language, &options(&[("type", "disjunction")]), "format", &array)
        .unwrap_or_else(|| items.join(", "))
}

/// The place of each text among all, as the language sorts its words. The browser sorts them by itself: a call from here
/// for each comparison would take seconds for a large copy.
pub fn places(texts: &[String], language: Language) -> Vec<u32> {
    let given: Array = texts.iter().map(|t| JsValue::from_str(t)).collect();
    let compare = Intl::Collator::new(&locales(language), &Object::new()).compare();
    let sort = Reflect::get(&given, &"sort".into()).ok().and_then(|s| s.dyn_into::<Function>().ok());
    let in_order = given.slice(0, given.length());
    let sorted = sort.and_then(|sort| sort.call1(&in_order, &compare).ok());
    let places = js_sys::Map::new();
    // Without a collator all have one place, and stay as they are.
    for place in (0..in_order.length()).rev().filter(|_| sorted.is_some()) {
        places.set(&in_order.get(place), &place.into());
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    given.iter().map(|text| places.get(&text).as_f64().unwrap_or(0.0) as u32).collect()
}

/// Sorted by a name as the language sorts its words.
pub fn sorted_by_name<T>(items: Vec<T>, language: Language, name: impl Fn(&T) -> String) -> Vec<T> {
    let compare = Intl::Collator::new(&locales(language), &Object::new()).compare();
    let order = |a: &T, b: &T| {
        let result = compare.call2(&JsValue::UNDEFINED, &name(a).into(), &name(b).into());
        result.ok().and_then(|r| r.as_f64()).unwrap_or(0.0).total_cmp(&0.0)
    };
    sorted(items, order)
}
