//! What is an e-mail address or a telephone number, and what only looks like one.

use super::*;

#[track_caller]
fn check(text: &str, expect: &str) {
    let left = cut(text).map_or(text.to_owned(), |(left, _)| left);
    assert_eq!(left, expect, "of {text:?}");
    assert_eq!(cut(&left), None, "what is left of {text:?} has nothing more to cut");
}

#[test]
fn e_mail_addresses_are_cut() {
    for (text, expect) in [
        ("jane@example.org", "[removed]"),
        ("Write to jane.doe+rc@mail.example.co.uk.", "Write to [removed]."),
        ("<mailto:Jane_Doe@EXAMPLE.ORG>", "<mailto:[removed]>"),
        ("a@example.org, b@example.org;c@example.org", "[removed], [removed];[removed]"),
        ("o'brien@example.org", "[removed]"),
        ("josé.núñez@correo.example", "[removed]"),
        ("jane@correo.español", "[removed]"),
        ("用户@例子.广告", "[removed]"),
        ("邮箱jane@example.org请写信", "邮箱[removed]请写信"),
        ("البريد: ahmad@example.org، شكرا", "البريد: [removed]، شكرا"),
        ("jane＠example.org", "[removed]"),
        ("jane @ example.org", "[removed]"),
        ("jane (at) example.org", "[removed]"),
        ("jane[at]example[dot]org", "[removed]"),
        ("jane (arobase) exemple (point) org", "[removed]"),
        ("jane\u{200b}@\u{200b}example.org", "[removed]"),
        ("https://example.org/?to=jane@example.org&x=1", "https://example.org/?to=[removed]&x=1"),
        ("https://example.org/?to=jane%40example.org", "https://example.org/?to=[removed]"),
    ] {
        check(text, expect);
    }
}

#[test]
fn what_only_has_an_at_sign_stays() {
    for text in [
        "",
        "@",
        "a@b",
        "@ifrc",
        "Twitter @ifrc.org",
        "https://medium.com/@red.cross/story",
        "x @ y",
        "5 @ 3.50",
        "https://goo.gl/maps/@46.2,6.1",
        "logo@2x.png",
        "meet at (at) noon",
        "look at example.org",
        "(at) (dot)",
        "https://example.org/a%40b",
    ] {
        check(text, text);
    }
}

#[test]
fn telephone_numbers_are_cut() {
    for (text, expect) in [
        ("+41 22 730 42 22", "[removed]"),
        ("Call +41227304222.", "Call [removed]."),
        ("(+44) 20 7946 0123", "([removed]"),
        ("+44 (0)20-7946-0123, please", "[removed], please"),
        ("+1 (202) 555-0123", "[removed]"),
        ("＋81 3 1234 5678", "[removed]"),
        ("+٩٦٢ ٦ ٥٦٧ ٨٩٠١", "[removed]"),
        ("0041 22 730 42 22", "[removed]"),
        ("Tel: 022 730 42 22", "Tel: [removed]"),
        ("tel. 0227304222", "tel. [removed]"),
        ("Tel.: +41 22 730 42 22 / 730 43 33", "Tel.: [removed]"),
        ("Tél. 01 23 45 67 89", "Tél. [removed]"),
        ("Téléphone : 01.23.45.67.89", "Téléphone : [removed]"),
        ("Teléfono 912 345 678", "Teléfono [removed]"),
        ("Phone number: 555-0123", "Phone number: [removed]"),
        ("mobile 079 123 45 67 and fax 022 733 03 95", "mobile [removed] and fax [removed]"),
        ("Tel:\n022 730 42 22", "Tel:\n[removed]"),
        ("Tel - 022 730 42 22", "Tel - [removed]"),
        ("Tel (022) 730 42 22", "Tel ([removed]"),
        ("Cel. 2022-3040", "Cel. [removed]"),
        ("WhatsApp +221 77 123 45 67", "WhatsApp [removed]"),
        ("هاتف: ٠٦٥٦٧٨٩٠١", "هاتف: [removed]"),
        ("الهاتف 06 567 8901 والفاكس 06 567 8902", "الهاتف [removed] والفاكس [removed]"),
        ("رقم الهاتف: 0123456789", "رقم الهاتف: [removed]"),
        ("тел. 495 123-45-67", "тел. [removed]"),
        ("电话：010 6512 3456", "电话：[removed]"),
    ] {
        check(text, expect);
    }
}

#[test]
fn years_dates_sums_and_names_are_no_telephone_numbers() {
    for text in [
        "2019-2023",
        "For the years 2012 – 2015",
        "2015/2016 and 2017",
        "in 2018-2019 the SRC",
        "P2107, 31IC/11/R3",
        "mobile 2019–2023",
        "Mobile clinics 2019-2023",
        "mobile 12.05.2019",
        "portable 2019/2020/2021",
        "+2019-2023",
        "a rise of +5 000",
        "+ 500 000 people",
        "+2 500 000 beneficiaries",
        "mobile 1 000 000 people",
        "2 345 678 people",
        "1.234.567",
        "070 staff",
        "150,000 refugees",
        "CHF 1 234 567.50",
        "100%",
        "49/282",
        "Telford 2019 2020",
        "hotel 1234567",
        "telethon 1234567",
        "téléphones: 1234567",
        "smartphone 1234567",
        "Tel Aviv 2019-2023",
        "Tel. 112",
        "phone 144",
        "ISBN 978-2-88145-123-4",
        "2019-12-09",
        "09.12.2019",
        "https://example.org/2015/12/10/assistance-0041227304222",
        "https://example.org/mobile-20190101.pdf",
        "documentId=9B7DCBA328011098C125794A00440E95",
        "https://apple.example/iphone-1234567",
        "1. 2. 3. 4. 5. 6. 7.",
        "C+12345678",
        "x=+12345678",
        "0.00123456789",
        "المادة 12 من 2019-2023",
        "خلال 2022-2027",
        "3/CP.27, 4/CP.27",
    ] {
        check(text, text);
    }
}

#[test]
fn what_was_cut_is_named_without_being_told() {
    let (_, found) = cut("jane@example.org or +41 22 730 42 22").expect("both");
    let said: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            r#"e-mail address "ja…rg" is replaced by "[removed]""#,
            r#"telephone number "+4…22" is replaced by "[removed]""#,
        ]
    );
}
