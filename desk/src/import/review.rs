//! What a person has to look at after an import: a list, as a table that a spreadsheet opens. Nothing in it was decided silently.

use std::{collections::BTreeMap, fs, io, path::Path};

use crate::{csv_out, publish::write_whole};

/// A thing to look at.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Note {
    /// Its kind, such as `unknown-party`.
    pub kind: &'static str,
    /// The pledge's id, where there is one already.
    pub id: String,
    /// Where it stands in the source.
    pub place: String,
    /// Which value.
    pub field: String,
    /// What was found.
    pub found: String,
    /// What is proposed, or was done.
    pub proposal: String,
}

/// Of each kind so many are listed; the others are counted.
const LISTED: usize = 20_000;
/// The longest words that are listed, in characters.
const LONGEST: usize = 2_000;

/// All notes of an import.
#[derive(Default, Debug)]
pub struct Review {
    notes: Vec<Note>,
    counts: BTreeMap<&'static str, usize>,
}

impl Review {
    /// Adds a note.
    pub fn add(&mut self, mut note: Note) {
        let count = self.counts.entry(note.kind).or_default();
        *count += 1;
        if *count <= LISTED {
            note.found = note.found.chars().take(LONGEST).collect();
            self.notes.push(note);
        }
    }

    /// The notes.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// How many there are of each kind.
    pub fn counts(&self) -> &BTreeMap<&'static str, usize> {
        &self.counts
    }

    /// Writes the list, by kind, pledge and place; without notes there is no list.
    pub fn write(&mut self, path: &Path) -> io::Result<()> {
        if self.notes.is_empty() {
            return match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            };
        }
        self.notes.sort();
        let mut table = csv_out::Table::new(&["kind", "pledge", "where", "field", "found", "proposal"]);
        for note in &self.notes {
            table.row(&[note.kind, &note.id, &note.place, &note.field, &note.found, &note.proposal]);
        }
        for (kind, count) in self.counts.iter().filter(|(_, count)| **count > LISTED) {
            table.row(&[kind, "", "", "", &format!("{} more", count - LISTED), ""]);
        }
        write_whole(path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")), path, &table.bytes())
    }
}
