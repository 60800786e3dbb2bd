//! What the `desk` command does with records before they are published: importing them from what somebody keeps.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::{
    clock,
    import::{self, Pages, Settings, Source, Summary},
    progress::Progress,
};

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Make records from what somebody keeps already: saved pages, a WordPress export, a table
    #[command(subcommand)]
    Import(Import),
}

/// The sources.
#[derive(Subcommand)]
pub enum Import {
    /// Saved pages of the public pledge site, HTML or plain text
    Page(Page),
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

/// Carries out a command.
pub fn run(command: Command) -> Result<(), String> {
    match command {
        Command::Import(Import::Page(args)) => page(args),
    }
}

fn page(args: Page) -> Result<(), String> {
    let settings = Settings { source: args.source, lang: args.lang, ..Settings::default() };
    import(&mut Pages { files: args.files, refused: Vec::new() }, &settings, args.places)
}

fn import(source: &mut dyn Source, settings: &Settings, places: Places) -> Result<(), String> {
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
    let done = import::import(source, settings, &options, &progress);
    drop(progress);
    tell(&done.map_err(|e| e.to_string())?)
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
