//! Who may use whom, read from the sources: an import against the architecture fails here, before it is a habit.
#![allow(clippy::expect_used)]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The modules of the domain, each with those that it may use besides itself. All may use the tools: `order`, `codec`, `intern`.
const CORE: [(&str, &[&str]); 9] = [
    ("model", &[]),
    ("feed", &["model"]),
    ("search", &["model"]),
    ("timeline", &["model"]),
    ("browse", &["model", "feed", "search", "timeline"]),
    ("sync", &["model", "feed"]),
    ("flags", &["model", "feed"]),
    ("changes", &["model", "feed"]),
    ("route", &["model", "browse", "feed", "flags"]),
];

const TOOLS: [&str; 3] = ["order", "codec", "intern"];

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).expect("a source");
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "{folder} has sources");
    found
}

/// The source without comments and without what only tests see.
fn code(text: &str) -> String {
    let shipped = text.split("#[cfg(test)]").next().unwrap_or_default();
    shipped.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The modules of the own crate that a source names: `crate::a`, also in braces `crate::{a, b::c}`.
fn uses(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for at in code.match_indices("crate::").map(|(at, m)| at + m.len()) {
        let rest = &code[at..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(group) => outermost(group),
            None => vec![rest],
        };
        for name in names {
            let end = name.trim_start().find(|c: char| !c.is_alphanumeric() && c != '_');
            found.push(name.trim_start()[..end.unwrap_or(name.trim_start().len())].to_owned());
        }
    }
    found
}

/// The parts of a group of imports that its outermost commas divide.
fn outermost(group: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(&group[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.into_iter().filter(|p| !p.trim().is_empty()).collect()
}

fn module_of(path: &Path, root: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(root);
    let inside = path.strip_prefix(root).expect("below its root");
    let first = inside.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn in_the_domain_each_module_uses_only_those_below_it() {
    for (path, text) in sources("core/src") {
        let module = module_of(&path, "core/src");
        if TOOLS.contains(&module.as_str()) || module == "lib" || path.ends_with("parse_tests.rs") {
            continue;
        }
        let allowed = CORE.iter().find(|(name, _)| *name == module).map(|(_, allowed)| *allowed);
        let allowed = allowed.unwrap_or_else(|| panic!("core/src/{module} is not in the list of this test"));
        for used in uses(&code(&text)) {
            let fine = used == module || TOOLS.contains(&used.as_str()) || allowed.contains(&used.as_str());
            let in_tests = path.to_string_lossy().ends_with("_tests.rs");
            assert!(fine || in_tests, "{}: {module} may not use {used}", path.display());
        }
    }
}

#[test]
fn only_feed_and_flags_know_serde_and_nothing_in_the_domain_a_clock_a_file_or_a_browser() {
    for (path, text) in sources("core/src") {
        let code = code(&text);
        // Flags have a form on the device and answers from a desk.
        let is_read_and_written = ["feed", "flags"].contains(&module_of(&path, "core/src").as_str());
        let may = is_read_and_written || path.to_string_lossy().ends_with("_tests.rs");
        assert!(may || !code.contains("serde"), "{}: serde outside feed and flags", path.display());
        if path.to_string_lossy().ends_with("_tests.rs") {
            continue;
        }
        for forbidden in [
            "std::time",
            "std::fs",
            "std::net",
            "std::env",
            "web_sys",
            "js_sys",
            "wasm_bindgen",
            "Instant",
            "SystemTime",
        ] {
            assert!(!code.contains(forbidden), "{}: {forbidden} in the domain", path.display());
        }
    }
}

#[test]
fn in_the_app_only_state_and_the_formats_reach_the_browser() {
    // `words` writes numbers with Intl; `main` and `app` find their place in the page; the copy page tells an age.
    const WHOLE: [&str; 5] = ["browser", "state", "words", "main", "app"];
    for (path, text) in sources("src") {
        let module = module_of(&path, "src");
        let code = code(&text);
        if module != "browser" {
            for forbidden in ["js_sys", "JsValue", "indexed_db", "gloo_net", "gloo_timers"] {
                assert!(!code.contains(forbidden), "{}: {forbidden} outside browser", path.display());
            }
        }
        if WHOLE.contains(&module.as_str()) {
            continue;
        }
        for forbidden in ["store", "fetch", "history", "keys", "place", "settings", "worker"] {
            for form in [format!("browser::{forbidden}"), format!("browser::{{{forbidden}"), format!(", {forbidden}::")]
            {
                assert!(!code.contains(&form), "{}: {forbidden} is for state alone", path.display());
            }
        }
    }
}

#[test]
fn only_the_seam_between_the_two_modules_is_unsafe() {
    for (path, text) in sources("src") {
        let may = path.ends_with("src/pages/split.rs");
        assert!(may || !code(&text).contains("unsafe"), "{}: unsafe", path.display());
    }
}

#[test]
fn the_app_is_not_used_by_what_it_stands_on() {
    for (path, text) in sources("core/src").into_iter().chain(sources("desk/src")) {
        assert!(!code(&text).contains("pledgebook::"), "{}", path.display());
    }
    for (path, text) in sources("core/src") {
        assert!(!code(&text).contains("pledgebook_desk"), "{}", path.display());
    }
}

#[test]
fn every_file_says_in_its_first_line_what_it_is_for() {
    for folder in ["core/src", "src", "desk/src"] {
        for (path, text) in sources(folder) {
            assert!(text.starts_with("//! "), "{}", path.display());
        }
    }
}

#[test]
fn the_reader_of_imports_reads_imports() {
    let read = |code| uses(code).join(" ");
    assert_eq!(read("use crate::{model::{A, B}, search::fold, order};"), "model search order");
    assert_eq!(read("use crate::feed::X; crate::sync::Y"), "feed sync");
    assert_eq!(read(&code("// crate::no\nuse std::x; #[cfg(test)] mod t { use crate::no; }")), "");
}
