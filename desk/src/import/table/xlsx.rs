//! XLSX: the values that a spreadsheet shows, cell by cell. Dates are days, a merged cell holds for all the rows that it spans, and a
//! workbook that unpacks to more than any table of pledges has is refused before it is opened.

use std::{
    collections::HashMap,
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
};

use calamine::{DataRef, Dimensions, Reader as _, Xlsx, XlsxError};

use super::{OnRow, check_width};
use crate::import::{
    error::{ImportError, io_error},
    mapping::Mapping,
};

/// The most bytes that a file of a workbook may unpack to. Its texts are all held in memory, as the format has them in one list.
const UNPACKED: u64 = 512 * 1024 * 1024;
/// The most merged cells: each is held.
const MERGED: usize = 100_000;

/// Reads all rows of the sheet.
pub fn rows(
    file: &Path,
    mapping: &Mapping,
    at: &mut dyn FnMut(u64, u64),
    on_row: &mut OnRow<'_>,
) -> Result<(), ImportError> {
    let wrong = |what: String| ImportError::Source(file.display().to_string(), what);
    check_unpacked(file)?;
    let reader = BufReader::new(File::open(file).map_err(io_error(file, "read"))?);
    let mut book = Xlsx::new(reader).map_err(|e| wrong(format!("it is no workbook: {e}")))?;
    let sheet = sheet_of(&mut book, mapping).map_err(wrong)?;
    let merged = book.merge_cells_by_sheet_name(&sheet).map_err(|e| wrong(e.to_string()))?;
    if merged.len() > MERGED {
        return Err(wrong(format!("{} merged cells are too many; a sheet may have {MERGED}", merged.len())));
    }
    let mut rows = Rows { file, merged: Merged::new(&merged), skip: mapping.header_row.map(|r| r - 1), on_row };
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(|e| wrong(e.to_string()))?;
    let (mut row, mut number) = (Vec::new(), None);
    let last = u64::from(cells.dimensions().end.0) + 1;
    loop {
        let next = cells.next_cell().map_err(|e| wrong(e.to_string()))?;
        let place = next.as_ref().map(calamine::Cell::get_position);
        if number.is_some() && place.map(|(r, _)| r) != number {
            rows.row(number.unwrap_or(0), std::mem::take(&mut row))?;
            at(u64::from(number.unwrap_or(0)), last);
        }
        let (Some(cell), Some((r, c))) = (next, place) else { return Ok(()) };
        number = Some(r);
        let c = c as usize;
        check_width(file, u64::from(r) + 1, c + 1)?;
        if row.len() <= c {
            row.resize(c + 1, String::new());
        }
        row[c] = shown(cell.get_value());
    }
}

/// The sheet that the mapping names, or the first that has something in it.
fn sheet_of(book: &mut Xlsx<BufReader<File>>, mapping: &Mapping) -> Result<String, String> {
    let names = book.sheet_names();
    if let Some(wanted) = &mapping.sheet {
        return names
            .iter()
            .find(|n| *n == wanted)
            .cloned()
            .ok_or_else(|| format!("it has no sheet {wanted:?}; it has {}", names.join(", ")));
    }
    for name in &names {
        if has_cells(book, name).map_err(|e| e.to_string())? {
            return Ok(name.clone());
        }
    }
    Err("all its sheets are empty".to_owned())
}

fn has_cells(book: &mut Xlsx<BufReader<File>>, name: &str) -> Result<bool, XlsxError> {
    // A sheet of charts has no cells to be asked for.
    let Ok(mut cells) = book.worksheet_cells_reader(name) else { return Ok(false) };
    while let Some(cell) = cells.next_cell()? {
        if !shown(cell.get_value()).trim().is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A value as it is read: a date as a day, a number without a fraction as digits, an error as nothing.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => n.to_string(),
        DataRef::Bool(is) => if *is { "yes" } else { "no" }.to_owned(),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(time) => time.as_f64().to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// Cells that span rows, by row, with what they say once that was read.
struct Merged {
    spans: HashMap<u32, Vec<Dimensions>>,
    said: HashMap<(u32, u32), String>,
}

impl Merged {
    fn new(all: &[Dimensions]) -> Self {
        let mut spans: HashMap<u32, Vec<Dimensions>> = HashMap::new();
        for one in all.iter().filter(|d| d.end.0 > d.start.0) {
            spans.entry(one.start.0).or_default().push(*one);
        }
        Self { spans, said: HashMap::new() }
    }
}

struct Rows<'a, 'b> {
    file: &'a Path,
    merged: Merged,
    skip: Option<u32>,
    on_row: &'a mut OnRow<'b>,
}

impl Rows<'_, '_> {
    /// A row of the sheet, from 0, with what stands in merged cells above it.
    fn row(&mut self, number: u32, mut row: Vec<String>) -> Result<(), ImportError> {
        let begins = self.merged.spans.remove(&number).unwrap_or_default();
        for span in begins {
            let said = row.get(span.start.1 as usize).cloned().unwrap_or_default();
            self.merged.said.insert((span.start.1, span.end.0), said);
        }
        self.merged.said.retain(|(_, end), _| *end >= number);
        for ((column, _), said) in &self.merged.said {
            let column = *column as usize;
            check_width(self.file, u64::from(number) + 1, column + 1)?;
            if row.len() <= column {
                row.resize(column + 1, String::new());
            }
            if row[column].is_empty() {
                row[column].clone_from(said);
            }
        }
        let is_blank = row.iter().all(|c| c.trim().is_empty());
        if is_blank || self.skip.is_some_and(|skip| number < skip) {
            Ok(())
        } else {
            (self.on_row)(u64::from(number) + 1, row)
        }
    }
}

/// Unpacks every file of the workbook once, and holds none of it: what a header says of its size is only said.
fn check_unpacked(file: &Path) -> Result<(), ImportError> {
    let wrong = |what: String| ImportError::Source(file.display().to_string(), what);
    let reader = BufReader::new(File::open(file).map_err(io_error(file, "read"))?);
    let mut zip = zip::ZipArchive::new(reader).map_err(|e| wrong(format!("it is no workbook: {e}")))?;
    let mut all = 0;
    for n in 0..zip.len() {
        let entry = zip.by_index(n).map_err(|e| wrong(format!("it is no workbook: {e}")))?;
        all += io::copy(&mut entry.take(UNPACKED + 1), &mut io::sink())
            .map_err(|e| wrong(format!("it is damaged: {e}")))?;
        if all > UNPACKED {
            return Err(wrong(format!(
                "it unpacks to more than {UNPACKED} bytes: save the sheet as CSV, which is read row by row"
            )));
        }
    }
    Ok(())
}
