//! Makes the app's words from `locales/en.json`: one method for each key, with one argument for each placeholder, so
//! that a missing key or argument does not compile. The other languages must have the same keys with the same
//! arguments; a build fails otherwise, and says where. Decides also whether the app is one module or two.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    error::Error,
    fmt::Write,
    fs,
    path::Path,
};

use serde_json::Value;

const LANGUAGES: [&str; 4] = ["en", "fr", "es", "ar"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build.rs");
    choose_modules();
    check_keys()?;
    let english = read("en")?;
    let later = later()?;
    for language in LANGUAGES {
        compare(language, &read(language)?, &english)?;
    }
    let out = Path::new(&env::var("OUT_DIR")?).join("words.rs");
    fs::write(out, methods(&english, &later)?)?;
    Ok(())
}

/// What readers get is two modules (`src/pages/more.rs`), told apart by what the linker notes when it is asked to. While
/// developing and in tests it is one.
fn choose_modules() {
    println!("cargo::rustc-check-cfg=cfg(two_modules)");
    let is = |name, value| env::var(name).is_ok_and(|v| v == value);
    if is("CARGO_CFG_TARGET_ARCH", "wasm32") && is("PROFILE", "release") {
        println!("cargo::rustc-cfg=two_modules");
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}

/// The public keys that the app demands signatures of: at most two, parted by blanks. A wrong one would shut out every feed.
fn check_keys() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=PLEDGEBOOK_KEYS");
    let text = env::var("PLEDGEBOOK_KEYS").unwrap_or_default();
    for key in text.split_whitespace() {
        minisign_verify::PublicKey::from_base64(key)
            .map_err(|e| format!("PLEDGEBOOK_KEYS: `{key}` is no public key ({e}); `desk key new` prints one"))?;
    }
    match text.split_whitespace().count() {
        0..=2 => Ok(()),
        n => Err(format!("PLEDGEBOOK_KEYS: {n} keys; an app has at most two, the old one and the new").into()),
    }
}

/// How the keys begin of texts that come with the second module.
fn later() -> Result<Vec<String>, Box<dyn Error>> {
    let path = "locales/later.txt";
    let text = fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    Ok(text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).map(str::to_owned).collect())
}

fn read(language: &str) -> Result<BTreeMap<String, Value>, Box<dyn Error>> {
    let path = format!("locales/{language}.json");
    let text = fs::read_to_string(&path).map_err(|e| format!("{path}: {e}"))?;
    Ok(serde_json::from_str(&text).map_err(|e| format!("{path}: {e}"))?)
}

fn compare(language: &str, words: &BTreeMap<String, Value>, english: &BTreeMap<String, Value>) -> Result<(), String> {
    let keys = |map: &BTreeMap<String, Value>| map.keys().cloned().collect::<BTreeSet<_>>();
    let differ: Vec<_> = keys(words).symmetric_difference(&keys(english)).cloned().collect();
    if !differ.is_empty() {
        return Err(format!("locales/{language}.json and en.json differ in: {}", differ.join(", ")));
    }
    for (key, value) in words {
        let own = arguments(text(key, value)?);
        let expected = arguments(text(key, &english[key])?);
        if own != expected {
            return Err(format!("locales/{language}.json: {key} has the arguments {own:?}, en.json {expected:?}"));
        }
        if language == "ar" && text(key, value)?.contains("الإبلاغ") {
            return Err(format!("locales/ar.json: {key} says الإبلاغ, which also means filing a report"));
        }
    }
    Ok(())
}

fn text<'a>(key: &str, value: &'a Value) -> Result<&'a str, String> {
    value.as_str().filter(|t| !t.trim().is_empty()).ok_or(format!("{key} is no text"))
}

/// The names of a message's arguments, `{name}` and `{n, plural, one {…} other {…}}`, in alphabetical order. Braces
/// open by turns a placeholder and a choice of one.
fn arguments(message: &str) -> Vec<String> {
    let (mut names, mut depth) = (Vec::new(), 0usize);
    for (at, c) in message.char_indices() {
        match c {
            '{' => {
                if depth.is_multiple_of(2) {
                    let name = message[at + 1..].split([',', '}']).next().unwrap_or_default().trim().to_owned();
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
                depth += 1;
            }
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    names.sort();
    names
}

/// The texts of the first file are numbered first, each file's in the alphabetical order of its keys.
fn methods(english: &BTreeMap<String, Value>, later: &[String]) -> Result<String, Box<dyn Error>> {
    let is_later = |key: &str| later.iter().any(|l| key.starts_with(l));
    let (second, first): (Vec<_>, Vec<_>) = english.iter().partition(|(key, _)| is_later(key));
    let count = first.len();
    let mut out = String::from("#[allow(missing_docs)]\nimpl Words {\n");
    for (index, (key, value)) in first.into_iter().chain(second).enumerate() {
        let message = text(key, value)?;
        let names = arguments(message);
        let (params, args): (Vec<_>, Vec<_>) =
            names.iter().map(|n| (format!("{n}: impl Into<Arg>"), format!("({n:?}, {n}.into())"))).unzip();
        writeln!(out, "    /// {}", message.replace('\n', " ").replace(['[', ']', '<', '>'], "'"))?;
        let name = key.replace(['.', '-'], "_");
        writeln!(
            out,
            "    pub fn {name}(self{}{}) -> String {{",
            if names.is_empty() { "" } else { ", " },
            params.join(", ")
        )?;
        writeln!(out, "        self.message({index}, &[{}])\n    }}", args.join(", "))?;
    }
    out.push_str("}\n");
    writeln!(out, "/// How many messages there are in all.\npub const MESSAGES: usize = {};", english.len())?;
    writeln!(out, "/// How many of them stand in the first file.\npub const FIRST_MESSAGES: usize = {count};")?;
    Ok(out)
}
