//! What the catalogue needs of each pledge to filter, count and sort: small numbers, many of them places in the part's
//! table of texts. Written and read in one order, here alone.

use crate::codec::{Reader, Writer};

/// The numbers of one pledge. A place in the table is one more than its number, 0 is "not given".
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Facts {
    /// The Conference.
    pub edition: usize,
    /// Open or specific.
    pub kind: usize,
    /// Its parties with their roles.
    pub parties: Vec<(usize, usize)>,
    /// Its themes.
    pub themes: Vec<usize>,
    /// The resolutions that it refers to.
    pub resolutions: Vec<usize>,
    /// Where it is to be carried out.
    pub countries: Vec<usize>,
    /// The languages of its texts.
    pub languages: Vec<usize>,
    /// The place of its progress among all.
    pub progress: usize,
    /// What is missing, a bit each.
    pub missing: u32,
    /// What is odd about it, a bit each.
    pub lens: u32,
    /// The end of its period as a date's code, or 0.
    pub ends: u32,
    /// How many reports it has.
    pub reports: usize,
    /// The latest date of a report as a date's code, or 0.
    pub latest: u32,
    /// Whether a report has no date.
    pub undated: bool,
}

impl Facts {
    /// Writes them.
    pub fn write(&self, out: &mut Writer) {
        out.size(self.edition);
        out.size(self.kind);
        out.size(self.parties.len());
        for (party, role) in &self.parties {
            out.size(*party);
            out.size(*role);
        }
        for list in [&self.themes, &self.resolutions, &self.countries, &self.languages] {
            out.size(list.len());
            list.iter().for_each(|n| out.size(*n));
        }
        out.size(self.progress);
        for n in [self.missing, self.lens, self.ends, self.latest] {
            out.number(u64::from(n));
        }
        out.size(self.reports * 2 + usize::from(self.undated));
    }

    /// Reads the next ones over these.
    pub fn read(&mut self, from: &mut Reader<'_>) {
        self.edition = from.size();
        self.kind = from.size();
        self.parties.clear();
        for _ in 0..from.count() {
            self.parties.push((from.size(), from.size()));
        }
        for list in [&mut self.themes, &mut self.resolutions, &mut self.countries, &mut self.languages] {
            list.clear();
            for _ in 0..from.count() {
                list.push(from.size());
            }
        }
        self.progress = from.size();
        for n in [&mut self.missing, &mut self.lens, &mut self.ends, &mut self.latest] {
            *n = from.small();
        }
        let reports = from.size();
        (self.reports, self.undated) = (reports / 2, reports % 2 == 1);
    }
}
