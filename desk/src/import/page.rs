//! Saved pages of the public pledge site, as a browser saved them or as plain text: a pledge, a progress report, or both.

use std::{
    fs,
    path::{Path, PathBuf},
};

use pledgebook_core::browse::written_in;

use super::{
    bytes::decoded,
    error::{ImportError, io_error},
    raw::{Raw, Target, Value},
    review::{Note, Review},
    run::{Emit, Source},
    text::{
        self, Html, Newlines,
        chrome::{is_menu, model_text, without_chrome},
        divide, repair,
    },
};

/// A page of more bytes is none.
const LIMIT: u64 = 16 * 1024 * 1024;
/// A title of more letters is a text.
const TITLE: usize = 300;

/// Saved pages. Each that is refused is told with the reason; the others stand.
pub struct Pages {
    /// The files; a folder stands for its `.html`, `.htm` and `.txt` files.
    pub files: Vec<PathBuf>,
    /// What was refused, and why.
    pub refused: Vec<String>,
}

impl Source for Pages {
    fn read(&mut self, emit: &mut Emit<'_>, review: &mut Review) -> Result<(), ImportError> {
        let files = all_files(&self.files)?;
        emit.expect(files.len() as u64);
        for path in files {
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
            match read_file(&path, &name, review)? {
                Ok(raw) => emit.raw(&raw)?,
                Err(why) => self.refused.push(format!("{}: refused: {why}", path.display())),
            }
            emit.step(1);
        }
        Ok(())
    }

    fn refused(&self) -> &[String] {
        &self.refused
    }
}

fn all_files(given: &[PathBuf]) -> Result<Vec<PathBuf>, ImportError> {
    let mut files = Vec::new();
    for path in given {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        for entry in path.read_dir().map_err(io_error(path, "read"))? {
            let file = entry.map_err(io_error(path, "read"))?.path();
            let ending = file.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
            if matches!(&*ending, "html" | "htm" | "txt" | "xhtml") {
                files.push(file);
            }
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

fn read_file(path: &Path, name: &str, review: &mut Review) -> Result<Result<Raw, String>, ImportError> {
    let size = fs::metadata(path).map_err(io_error(path, "read"))?.len();
    if size > LIMIT {
        return Ok(Err(format!("{size} bytes are too many for a page; it may have {LIMIT}")));
    }
    let bytes = fs::read(path).map_err(io_error(path, "read"))?;
    let stem = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok(decoded(&bytes).and_then(|text| read_page(&text, &stem, name, review)))
}

/// Reads a page. `stem` is its id where it does not say its own address, `place` its name for people.
pub fn read_page(page: &str, stem: &str, place: &str, review: &mut Review) -> Result<Raw, String> {
    let html = if looks_like_html(page) {
        text::html::read(page, Newlines::Blank)
    } else {
        Html { text: page.to_owned(), ..Html::default() }
    };
    let divided = divide(&without_chrome(&html.text));
    let (title, rest) = title_and_rest(&html, &divided.before);
    let words: Vec<_> = divided.pieces.iter().map(|p| p.text.as_str()).collect();
    if let Some(why) = model_text(title.as_deref().unwrap_or_default(), &words.join("\n")) {
        return Err(why.to_owned());
    }
    let values = values(&divided.pieces, html.lang.as_deref());
    let has_text = values.iter().any(|v| v.target.is_long() || v.target == Target::Completed);
    if !has_text {
        let why = "it has no label of a pledge or a progress report (Objectives, Action plan, Actions taken, … in English, French, Spanish or \
                   Arabic) with words under it";
        return Err(why.to_owned());
    }
    if !rest.is_empty() {
        review.add(Note {
            kind: "before-first-label",
            place: place.to_owned(),
            field: "page".to_owned(),
            found: rest,
            proposal: "kept out of the record: see whether something of it belongs there, and add it with `desk edit`"
                .to_owned(),
            ..Note::default()
        });
    }
    let mut all: Vec<Value> = title.map(|t| Value::new(Target::Title, t)).into_iter().collect();
    all.extend(html.address.as_ref().map(|a| Value::new(Target::Url, a.clone())));
    all.extend(values);
    // The pages of one pledge in several languages name each other; where there is no translation, some name the first page of the site.
    let path = |address: &str| address.splitn(4, '/').nth(3).unwrap_or_default().trim_matches('/').to_owned();
    let groups = html.others.iter().map(|(_, a)| a).chain(html.address.iter().filter(|_| !html.others.is_empty()));
    let groups = groups.filter(|a| path(a).len() > 5).cloned().collect();
    Ok(Raw {
        place: place.to_owned(),
        source_id: html.address.unwrap_or_else(|| stem.to_owned()),
        groups,
        of: None,
        adds: false,
        lang: html.lang.and_then(|l| super::values::lang(&l)),
        values: all,
    })
}

fn looks_like_html(page: &str) -> bool {
    let start: String =
        page.trim_start_matches('\u{feff}').trim_start().chars().take(1000).collect::<String>().to_ascii_lowercase();
    ["<!doctype", "<html", "<!-- saved from"].iter().any(|s| start.starts_with(s))
        || ["<body", "<head", "<div", "<p>", "<h1", "<main", "<article"].iter().any(|s| start.contains(s))
}

/// The title, and what else stands before the first label. A page in markup has a heading; in plain text the first line is the title, if it
/// is short enough for one.
fn title_and_rest(html: &Html, before: &str) -> (Option<String>, String) {
    let lines: Vec<&str> = before.lines().map(str::trim).filter(|l| !l.is_empty() && !is_menu(l)).collect();
    let one = |l: &str| l.split_whitespace().collect::<Vec<_>>().join(" ");
    match &html.heading {
        Some(heading) => {
            let rest: Vec<&str> = lines.into_iter().filter(|l| one(l) != *heading).collect();
            (Some(heading.clone()), repair(&rest.join("\n")))
        }
        None => match lines.split_first() {
            Some((first, rest)) if first.chars().count() <= TITLE => (Some(one(first)), repair(&rest.join("\n"))),
            _ => (None, repair(&lines.join("\n"))),
        },
    }
}

/// The values of a page's pieces. What has no words is not said. A piece is in its label's language only where the page is in another and
/// the words themselves say so, too: a heading in one language often stands over a text in another.
fn values(pieces: &[text::labels::Piece], page_lang: Option<&str>) -> Vec<Value> {
    let mut values = Vec::new();
    for piece in pieces {
        let mended = if piece.target.is_long() { repair(&without_chrome(&piece.text)) } else { facts(piece) };
        if mended.is_empty() {
            continue;
        }
        let own = page_lang.is_some_and(|l| !l.starts_with(piece.lang))
            && mended.lines().any(|l| written_in(l) == Some(piece.lang));
        values.push(Value {
            target: piece.target,
            lang: own.then(|| piece.lang.to_owned()),
            heading: piece.target.section().map(|_| piece.label.clone()),
            text: mended,
        });
    }
    values
}

/// A fact's words: of whether something is completed only the first line, as nothing else is asked there.
fn facts(piece: &text::labels::Piece) -> String {
    let text = repair(&without_chrome(&piece.text));
    match piece.target {
        Target::Completed => text.lines().next().unwrap_or_default().to_owned(),
        _ => text,
    }
}
