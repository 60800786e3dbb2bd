//! What people write for a date, a Conference, a language, yes or no, in four languages, as the feed writes it. What can be read in two
//! ways is not read.

use std::sync::OnceLock;

use pledgebook_core::{
    model::{Date, Lang},
    search::fold,
};
use regex::Regex;
use serde::{Deserialize, Serialize};

/// How dates in numbers are meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Order {
    /// 28/07/2019
    #[serde(rename = "dmy")]
    DayFirst,
    /// 07/28/2019
    #[serde(rename = "mdy")]
    MonthFirst,
}

/// Months, folded; the Arabic ones under both of their names.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "janvier", "janv", "enero", "ene", "يناير", "كانون الثاني"],
    &["february", "feb", "fevrier", "fevr", "febrero", "فبراير", "شباط"],
    &["march", "mar", "mars", "marzo", "مارس", "اذار"],
    &["april", "apr", "avril", "avr", "abril", "abr", "ابريل", "نيسان"],
    &["may", "mai", "mayo", "مايو", "ايار"],
    &["june", "jun", "juin", "junio", "يونيو", "حزيران"],
    &["july", "jul", "juillet", "juil", "julio", "يوليو", "تموز"],
    &["august", "aug", "aout", "agosto", "ago", "اغسطس", "اب"],
    &["september", "sept", "sep", "septembre", "septiembre", "سبتمبر", "ايلول"],
    &["october", "oct", "octobre", "octubre", "اكتوبر", "تشرين الاول"],
    &["november", "nov", "novembre", "noviembre", "نوفمبر", "تشرين الثاني"],
    &["december", "dec", "decembre", "diciembre", "dic", "ديسمبر", "كانون الاول"],
];

/// A date. Without an order, 03/04/2019 is none.
pub fn date(text: &str, order: Option<Order>) -> Option<Date> {
    let text = digits(text.trim());
    // A day with a time is the day; the time says nothing that the feed has a place for.
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let has_time = text.len() > day.len()
        && text[day.len()..].trim_start_matches(['T', ' ']).starts_with(|c: char| c.is_ascii_digit())
        && day.len() == 10;
    if let Some(date) = Date::parse(if has_time { day } else { &text }) {
        return Some(date);
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Date::parse(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    in_numbers(&text, order).or_else(|| in_words(&text))
}

fn in_numbers(text: &str, order: Option<Order>) -> Option<Date> {
    let parts: Vec<&str> = text.split(['/', '.', '-']).map(str::trim).collect();
    let number = |s: &str| s.parse::<u16>().ok().filter(|_| s.len() <= 4);
    let [a, b, c] = parts[..] else {
        let [month, year] = parts[..] else { return None };
        return (year.len() == 4).then(|| Date::new(number(year)?, Some(u8::try_from(number(month)?).ok()?), None))?;
    };
    let (a_n, b_n, c_n) = (number(a)?, number(b)?, number(c)?);
    let of = |y: u16, m: u16, d: u16| Date::new(y, Some(u8::try_from(m).ok()?), Some(u8::try_from(d).ok()?));
    if a.len() == 4 {
        return of(a_n, b_n, c_n);
    }
    if c.len() != 4 {
        return None;
    }
    match order {
        Some(Order::DayFirst) => of(c_n, b_n, a_n),
        Some(Order::MonthFirst) => of(c_n, a_n, b_n),
        None if a_n > 12 || a_n == b_n => of(c_n, b_n, a_n),
        None if b_n > 12 => of(c_n, a_n, b_n),
        None => None,
    }
}

/// 9 December 2019, December 9, 2019, diciembre de 2019, 1er mars 2020.
fn in_words(text: &str) -> Option<Date> {
    let folded = fold(text);
    let (month, name) = (1u8..)
        .zip(MONTHS)
        .flat_map(|(n, names)| names.iter().map(move |name| (n, *name)))
        .filter(|(_, name)| format!(" {folded} ").contains(&format!(" {name} ")))
        .max_by_key(|(_, name)| name.len())?;
    let rest = format!(" {folded} ").replacen(&format!(" {name} "), " ", 1);
    let (mut year, mut day) = (None, None);
    for word in rest.split_whitespace().filter(|w| !matches!(*w, "de" | "del" | "of" | "le" | "el" | "the" | "في")) {
        let number = word
            .trim_end_matches("er")
            .trim_end_matches("st")
            .trim_end_matches("nd")
            .trim_end_matches("rd")
            .trim_end_matches("th");
        match number.len() {
            4 if year.is_none() => year = Some(number.parse().ok()?),
            1 | 2 if day.is_none() => day = Some(number.parse().ok()?),
            _ => return None,
        }
    }
    Date::new(year?, Some(month), day)
}

/// Arabic and full-width digits as ASCII ones.
fn digits(text: &str) -> String {
    let one = |c: char| match c {
        '٠'..='٩' => char::from_digit(u32::from(c) - u32::from('٠'), 10).unwrap_or(c),
        '۰'..='۹' => char::from_digit(u32::from(c) - u32::from('۰'), 10).unwrap_or(c),
        c => c,
    };
    text.chars().map(one).collect()
}

/// A Conference: `33IC` of "33IC", "33rd International Conference", "33e Conférence", "33.ª Conferencia", "33".
pub fn edition(text: &str) -> Option<String> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = PATTERN.get_or_init(|| Regex::new(r"^(?:\w+ )?(\d{2}) ?(?:ic|st|nd|rd|th|e|eme|a|o)?(?: .*)?$").ok());
    let folded = fold(&digits(text));
    let number: u8 = pattern.as_ref()?.captures(&folded)?.get(1)?.as_str().parse().ok()?;
    (1..=60).contains(&number).then(|| format!("{number}IC"))
}

/// `open` or `specific`.
pub fn kind(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    let has = |words: &[&str]| words.iter().any(|w| folded.split(' ').any(|f| f.starts_with(w)));
    match (has(&["open", "ouvert", "abiert", "مفتوح"]), has(&["specif", "especif", "محدد", "خاص"])) {
        (true, false) => Some("open"),
        (false, true) => Some("specific"),
        _ => None,
    }
}

/// Whether something is completed. "Partly" is neither.
pub fn completed(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "yes" | "y" | "oui" | "si" | "نعم" | "true" | "1" | "completed" | "complete" | "acheve" | "achevee"
        | "finalizada" | "finalizado" | "مكتمل" | "done" => Some(true),
        "no" | "n" | "non" | "لا" | "كلا" | "false" | "0" | "not completed" | "not yet" | "non acheve"
        | "non achevee" | "in progress" | "en cours" | "en curso" | "ongoing" | "pas encore" | "todavia no"
        | "غير مكتمل" => Some(false),
        _ => None,
    }
}

/// A language by its tag or its name.
pub fn lang(text: &str) -> Option<String> {
    let tag = match fold(text).as_str() {
        "english" | "anglais" | "ingles" | "الانجليزيه" | "en" | "eng" => "en",
        "french" | "francais" | "frances" | "الفرنسيه" | "fr" | "fra" => "fr",
        "spanish" | "espagnol" | "espanol" | "الاسبانيه" | "es" | "spa" => "es",
        "arabic" | "arabe" | "العربيه" | "عربي" | "ar" | "ara" => "ar",
        _ => {
            let tag = text.trim().replace('_', "-");
            return Lang::new(&tag).map(|l| l.as_str().to_owned());
        }
    };
    Some(tag.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_with_the_precision_that_they_have_or_not_at_all() {
        for (text, order, expect) in [
            ("2019", None, "2019"),
            ("2019-12", None, "2019-12"),
            ("2019-12-09", None, "2019-12-09"),
            ("2019-12-09 08:30:00", None, "2019-12-09"),
            ("2019-12-09T08:30:00+14:00", None, "2019-12-09"),
            ("20191209", None, "2019-12-09"),
            ("28.07.2019", None, "2019-07-28"),
            ("07/28/2019", None, "2019-07-28"),
            ("03/04/2019", Some(Order::DayFirst), "2019-04-03"),
            ("03/04/2019", Some(Order::MonthFirst), "2019-03-04"),
            ("12/2019", None, "2019-12"),
            ("9 December 2019", None, "2019-12-09"),
            ("December 9, 2019", None, "2019-12-09"),
            ("1er mars 2020", None, "2020-03-01"),
            ("9 de diciembre de 2019", None, "2019-12-09"),
            ("diciembre de 2019", None, "2019-12"),
            ("٩ ديسمبر ٢٠١٩", None, "2019-12-09"),
            ("كانون الأول 2019", None, "2019-12"),
        ] {
            assert_eq!(date(text, order).map(|d| d.to_string()).as_deref(), Some(expect), "{text}");
        }
        for text in [
            "",
            "03/04/2019",
            "2024-02-30",
            "0000",
            "31.02.2019",
            "by the end of 2023",
            "2016 – 2019",
            "28.07.19",
            "May",
        ] {
            assert_eq!(date(text, None), None, "{text}");
        }
    }

    #[test]
    fn conferences_kinds_completion_and_languages_are_read_in_four_languages() {
        for text in [
            "33IC",
            "33",
            "33rd International Conference",
            "33e Conférence internationale",
            "33ª Conferencia",
            "XX 33IC",
            "المؤتمر ٣٣",
        ] {
            assert_eq!(edition(text).as_deref(), Some("33IC"), "{text}");
        }
        for text in ["", "2019", "Geneva 2019", "133"] {
            assert_eq!(edition(text), None, "{text}");
        }
        assert_eq!(
            (kind("Open pledge"), kind("Engagement spécifique"), kind("تعهد مفتوح"), kind("other")),
            (Some("open"), Some("specific"), Some("open"), None)
        );
        assert_eq!(
            (completed("Sí"), completed("NON"), completed("لا"), completed("partly")),
            (Some(true), Some(false), Some(false), None)
        );
        assert_eq!(
            (lang("Français").as_deref(), lang("pt_BR").as_deref(), lang("a language")),
            (Some("fr"), Some("pt-BR"), None)
        );
    }
}
