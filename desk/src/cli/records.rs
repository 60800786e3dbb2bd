//! What the `desk` command does with records before they are published: importing them from what somebody keeps.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use pledgebook_core::model::EditionId;

use crate::{
    check, clock, diff,
    import::{self, ImportError, Mapping, Pages, Settings, Source, Summary},
    progress::Progress,
    publish::write_whole,
    round,
};

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Make records from what somebody keeps already: saved pages, a WordPress export, a table
    #[command(subcommand)]
    Import(Import),
    /// List what is wrong with records, by rule, and what would be left out or cut; write nothing but the lists that were asked for
    Check(Check),
    /// List the parties of a Conference that have not reported, for reminders
    Round(Round),
    /// Write down a correction of one value, which every import carries out again
    Edit(Edit),
    /// List what a publication would change: new, changed and gone pledges; write nothing
    Diff(Diff),
}

#[derive(Args)]
pub struct Check {
    /// The folder of the records
    #[arg(long, value_name = "DIR")]
    records: PathBuf,
    /// Fail if a record, or a value of one, would be left out
    #[arg(long)]
    strict: bool,
    /// Write the defects as a table, for a spreadsheet
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Write the defects as a page
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// The address of the reader's site, for a link to each pledge
    #[arg(long, value_name = "URL")]
    book: Option<String>,
}

#[derive(Args)]
pub struct Round {
    /// The folder of the records
    #[arg(long, value_name = "DIR", default_value = "records")]
    records: PathBuf,
    /// The Conference, such as 33IC
    #[arg(long, value_name = "ID")]
    edition: String,
    /// The language of the parties' names
    #[arg(long, value_name = "TAG", default_value = "en")]
    lang: String,
    /// The table to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Args)]
pub struct Edit {
    /// The folder of the records, with edits.ndjson
    #[arg(long, value_name = "DIR")]
    records: PathBuf,
    /// The pledge
    #[arg(long, value_name = "ID")]
    id: String,
    /// The value: title, titles/fr, sections/objectives/en, reports/ID/actions_taken, …
    #[arg(long, value_name = "NAME")]
    field: String,
    /// What stands there from now on; a value that is no text (parties, true, null) as JSON
    #[arg(long, value_name = "TEXT", required_unless_present = "to_file", conflicts_with = "to_file")]
    to: Option<String>,
    /// The same from a file
    #[arg(long, value_name = "FILE")]
    to_file: Option<PathBuf>,
    /// Who corrects
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    why: String,
}

#[derive(Args)]
pub struct Diff {
    /// The folder of the records
    #[arg(long, value_name = "DIR")]
    records: PathBuf,
    /// The folder of the feed
    #[arg(long, value_name = "DIR")]
    feed: PathBuf,
}

/// The sources.
#[derive(Subcommand)]
pub enum Import {
    /// Saved pages of the public pledge site, HTML or plain text
    Page(Page),
    /// A table, CSV or XLSX, with a mapping that says which column is what
    Table(Table),
    /// WordPress's XML export, with a mapping that says which post types and fields are what
    Wxr(Table),
}

/// Where an import writes, and what it keeps to.
#[derive(Args)]
pub struct Places {
    /// The file of records to write, such as records/pledges.ndjson; what stood there is replaced
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The ids that were given, which only ever grow (ids.csv beside the records)
    #[arg(long, value_name = "FILE")]
    ids: Option<PathBuf>,
    /// Corrections by hand (edits.ndjson beside the records)
    #[arg(long, value_name = "FILE")]
    edits: Option<PathBuf>,
    /// The folder of parties*.ndjson, terms*.ndjson, party-names.csv and removals.ndjson (that of the records)
    #[arg(long, value_name = "DIR")]
    tables: Option<PathBuf>,
    /// What is left for a person to decide, as a table (the file of records with .review.csv)
    #[arg(long, value_name = "FILE")]
    review: Option<PathBuf>,
}

#[derive(Args)]
pub struct Page {
    /// The pages, or folders of pages; give all of a source at once
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The source's name in ids.csv
    #[arg(long, value_name = "NAME", default_value = "page")]
    source: String,
    /// The language of pages that say none
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
    #[command(flatten)]
    places: Places,
}

#[derive(Args)]
pub struct Table {
    /// The table or export
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Which column or field is what; without it a first mapping is proposed beside the records, and nothing is imported
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    #[command(flatten)]
    places: Places,
}

/// Carries out a command.
pub fn run(command: Command) -> Result<(), String> {
    match command {
        Command::Import(source) => match source {
            Import::Page(args) => page(args),
            Import::Table(args) => table(args),
            Import::Wxr(args) => wxr(args),
        }
        .map_err(|e| e.to_string())
        .and_then(|summary| tell(&summary)),
        Command::Check(args) => check(&args),
        Command::Round(args) => make_round(&args),
        Command::Edit(args) => edit(&args),
        Command::Diff(args) => {
            println!("{}", diff::diff(&args.records, &args.feed).map_err(|e| e.to_string())?);
            Ok(())
        }
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    write_whole(folder, path, bytes).map_err(|e| format!("{} cannot be written: {e}", path.display()))
}

fn check(args: &Check) -> Result<(), String> {
    let this_year = clock::rfc3339(clock::now())[..4].parse().unwrap_or(9999);
    let report = check::check(&args.records, this_year).map_err(|e| e.to_string())?;
    let wrong = &report.wrong;
    for remark in wrong.problems.iter().chain(&wrong.cut_out) {
        eprintln!("{remark}");
    }
    for removal in &report.edited {
        eprintln!("removals.ndjson: {removal}");
    }
    for reference in &report.unexplained {
        eprintln!("{reference}");
    }
    let [pledges, parties, terms, removals] = report.records;
    println!(
        "{pledges} pledges, {parties} parties, {terms} terms, {removals} removals: {} problems ({} records left out), {} pieces of personal \
         data to be cut out, {} ids that nothing explains",
        wrong.problems.len(),
        wrong.left_out,
        wrong.cut_out.len(),
        report.unexplained.len()
    );
    print!("{report}");
    if let Some(path) = &args.csv {
        write(path, &report.csv(args.book.as_deref()))?;
    }
    if let Some(path) = &args.html {
        write(path, check::html(&report, args.book.as_deref()).as_bytes())?;
    }
    match wrong.problems.len() {
        problems if args.strict && problems > 0 => Err(format!("{problems} problems, and --strict")),
        _ => Ok(()),
    }
}

fn make_round(args: &Round) -> Result<(), String> {
    let edition = EditionId::new(&args.edition)
        .ok_or_else(|| format!("{:?} is no id of a Conference, such as 33IC", args.edition))?;
    let round = round::round(&args.records, &edition, &args.lang).map_err(|e| e.to_string())?;
    if round.pledges == 0 {
        return Err(format!("the records have no pledge of {edition}"));
    }
    write(&args.out, &round.csv)?;
    let (pledges, without) = (round.pledges, round.without_report);
    println!(
        "{}: {} parties to remind; {pledges} pledges of {edition}, {without} without any report",
        args.out.display(),
        round.parties
    );
    Ok(())
}

fn edit(args: &Edit) -> Result<(), String> {
    let text = match (&args.to, &args.to_file) {
        (Some(text), _) => text.clone(),
        (None, Some(path)) => {
            std::fs::read_to_string(path).map_err(|e| format!("{} cannot be read: {e}", path.display()))?
        }
        (None, None) => return Err("give --to or --to-file".to_owned()),
    };
    let by = import::By { by: args.by.clone(), why: args.why.clone(), at: clock::rfc3339(clock::now()) };
    let edit = import::correct(&args.records, &args.id, &args.field, text.trim_end_matches('\n'), by)
        .map_err(|e| e.to_string())?;
    println!("{}: {} is corrected from the next import on", edit.id, edit.field);
    Ok(())
}

fn page(args: Page) -> Result<Summary, ImportError> {
    let settings = Settings { source: args.source, lang: args.lang, ..Settings::default() };
    import(&mut Pages { files: args.files, refused: Vec::new() }, &settings, args.places)
}

fn table(args: Table) -> Result<Summary, ImportError> {
    let Some(mapping) = &args.mapping else {
        let heads = import::heads(&args.file, &Mapping::default())?;
        return Err(proposed(&args.file, &args.places.out, |source| import::propose(source, &heads)));
    };
    let mapping = Mapping::load(mapping)?;
    let settings = Settings::from(&mapping);
    import(&mut import::Table::new(args.file, mapping), &settings, args.places)
}

fn wxr(args: Table) -> Result<Summary, ImportError> {
    let Some(mapping) = &args.mapping else {
        let types = import::survey(&args.file)?;
        return Err(proposed(&args.file, &args.places.out, |source| import::propose_posts(source, &types)));
    };
    let mapping = Mapping::load(mapping)?;
    let settings = Settings::from(&mapping);
    import(&mut import::Wxr::new(args.file, mapping), &settings, args.places)
}

/// Writes a first mapping beside the records, where there is none yet, and says so: nothing is imported before somebody has looked at it.
fn proposed(file: &Path, out: &Path, make: impl FnOnce(&str) -> Mapping) -> ImportError {
    let name = file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
    let path = out.with_file_name(format!("{name}.mapping.json"));
    let write = || -> std::io::Result<()> {
        if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        let mut json = serde_json::to_string_pretty(&make(&name))?;
        json.push('\n');
        // What somebody has corrected is not written over.
        std::fs::File::create_new(&path)?.write_all(json.as_bytes())
    };
    match write() {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => ImportError::Io(path, "written", error),
        _ => ImportError::Proposed(path),
    }
}

fn import(source: &mut dyn Source, settings: &Settings, places: Places) -> Result<Summary, ImportError> {
    let today = clock::rfc3339(clock::now())[..10].to_owned();
    let default = import::Options::beside(&places.out, &today);
    let options = import::Options {
        ids: places.ids.unwrap_or(default.ids),
        edits: places.edits.unwrap_or(default.edits),
        tables: places.tables.unwrap_or(default.tables),
        review: places.review.unwrap_or(default.review),
        ..default
    };
    let progress = Progress::shown("importing");
    import::import(source, settings, &options, &progress)
}

/// Prints what was done. What was refused is a failure, also where the rest was written.
fn tell(summary: &Summary) -> Result<(), String> {
    for refused in &summary.refused {
        eprintln!("{}", crate::records::printable(refused));
    }
    println!("{summary}");
    match summary.refused.len() {
        0 => Ok(()),
        n => Err(format!("{n} files were refused, as listed; the others are written")),
    }
}
