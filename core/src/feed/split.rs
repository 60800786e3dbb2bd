//! A part's array parted into its records, without reading them: each is read by itself, and a bad one leaves the others
//! standing. By hand, because serde_json's way to it (borrowed raw values) brings 20 kB of wasm that nothing else needs.

use std::ops::Range;

/// Where each element of an array stands; None where the bytes are no array, or one that does not end. Whether an element
/// is anything is not looked at.
pub(super) fn elements(bytes: &[u8]) -> Option<Vec<Range<usize>>> {
    let start = blanks(bytes, 0);
    let mut at = (bytes.get(start) == Some(&b'[')).then_some(start + 1)?;
    let mut found = Vec::new();
    if bytes.get(blanks(bytes, at)) == Some(&b']') {
        return ends(bytes, blanks(bytes, at) + 1).then_some(found);
    }
    loop {
        let first = blanks(bytes, at);
        let end = element(bytes, first)?;
        let trimmed = bytes.get(first..end)?.trim_ascii_end().len();
        (trimmed > 0).then(|| found.push(first..first + trimmed))?;
        at = end + 1;
        match bytes.get(end)? {
            b',' => {}
            _ => return ends(bytes, at).then_some(found),
        }
    }
}

fn blanks(bytes: &[u8], at: usize) -> usize {
    at + bytes.iter().skip(at).take_while(|b| b.is_ascii_whitespace()).count()
}

fn ends(bytes: &[u8], at: usize) -> bool {
    blanks(bytes, at) == bytes.len()
}

/// The place of the comma or bracket that ends an element: the first outside all strings and brackets of its own.
fn element(bytes: &[u8], from: usize) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => depth += 1,
            b',' | b']' if depth == 0 => return Some(at),
            b'}' | b']' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

/// The text of a member of an object that need not be good JSON otherwise: so that a record which cannot be read is still
/// named. None where it has escapes.
pub(super) fn member_text<'a>(object: &'a [u8], key: &str) -> Option<&'a str> {
    let (mut depth, mut at) = (0usize, 0usize);
    while let Some(byte) = object.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.checked_sub(1)?,
            b'"' => {
                let end = string_end(object, at + 1)?;
                let colon = blanks(object, end + 1);
                if depth == 1 && object.get(at + 1..end) == Some(key.as_bytes()) && object.get(colon) == Some(&b':') {
                    let start = blanks(object, colon + 1);
                    let inner = (object.get(start) == Some(&b'"')).then_some(start + 1)?;
                    let text = object.get(inner..string_end(object, inner)?)?;
                    return std::str::from_utf8(text).ok().filter(|t| !t.contains('\\'));
                }
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// The quote that ends a string which began before `from`.
fn string_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut escaped = false;
    bytes.iter().enumerate().skip(from).find_map(|(at, byte)| match byte {
        _ if std::mem::take(&mut escaped) => None,
        b'\\' => {
            escaped = true;
            None
        }
        b'"' => Some(at),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, value::RawValue};

    use super::{elements, member_text};

    #[test]
    fn an_array_is_parted_at_its_own_commas() {
        let parts = |json: &str| {
            elements(json.as_bytes()).map(|all| all.into_iter().map(|r| json[r].to_owned()).collect::<Vec<_>>())
        };
        for (json, expect) in [
            ("[]", Some(&[][..])),
            (" [ ] ", Some(&[])),
            ("[1, {\"a\":[2,3]} ,\"x,]\\\"\"]\n", Some(&["1", "{\"a\":[2,3]}", "\"x,]\\\"\""])),
            ("[{\"a\":1},nonsense]", Some(&["{\"a\":1}", "nonsense"])),
            ("", None),
            ("{}", None),
            ("[1,2", None),
            ("[1,]", None),
            ("[,1]", None),
            ("[1]2", None),
            ("[\"a]", None),
            ("[1}]", None),
        ] {
            let expect: Option<Vec<String>> = expect.map(|e: &[&str]| e.iter().map(|s| (*s).to_owned()).collect());
            assert_eq!(parts(json), expect, "{json}");
        }
    }

    #[test]
    fn a_record_that_cannot_be_read_is_still_named() {
        for (json, id) in [
            (r#"{"id":"a"}"#, Some("a")),
            (r#"{"title":"\ud800","x":{"id":"no"},"id" : "b","y":}"#, Some("b")),
            (r#"{"y":["id","id"],"id":5}"#, None),
            (r#"{"id":"a\n"}"#, None),
            (r#"{"id":"a"#, None),
            ("", None),
            ("}", None),
        ] {
            assert_eq!(member_text(json.as_bytes(), "id"), id, "{json}");
        }
    }

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![any::<i32>().prop_map(Value::from), ".{0,6}".prop_map(Value::from), Just(Value::Null)];
        leaf.prop_recursive(3, 20, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((".{0,4}", inner), 0..4).prop_map(|all| Value::Object(all.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn it_parts_as_serde_json_does(items in prop::collection::vec(json(), 0..6)) {
            let bytes = serde_json::to_vec_pretty(&items).expect("json");
            let raw: Vec<&RawValue> = serde_json::from_slice(&bytes).expect("an array");
            let own = elements(&bytes).expect("an array");
            let own: Vec<&[u8]> = own.into_iter().map(|r| &bytes[r]).collect();
            prop_assert_eq!(own, raw.iter().map(|r| r.get().as_bytes()).collect::<Vec<_>>());
        }

        #[test]
        fn nothing_breaks_it(bytes in prop::collection::vec(prop::sample::select(b"[]{},\"\\a1 ".to_vec()), 0..30)) {
            for range in elements(&bytes).unwrap_or_default() {
                prop_assert!(bytes.get(range).is_some_and(|e| !e.is_empty()));
            }
        }
    }
}
