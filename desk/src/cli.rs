//! What can be asked of the `desk` command, and what it answers: results on standard output, everything else on
//! standard error; 0 for success, 1 for failure, 2 for a command that makes no sense.

use std::{net::IpAddr, path::PathBuf, process::ExitCode, time::Duration};

use clap::{Args, Parser, Subcommand};

use pledgebook_core::model::Ground;

use crate::{
    clock,
    flags::{self, FlagError},
    generate, publish,
    records::{self, Loaded},
    serve,
};

/// Publishes the pledge feed and serves it with the reader's site.
#[derive(Parser)]
#[command(name = "desk", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Turn records into a feed of static files
    Publish(Publish),
    /// List what is wrong with records, and what would be cut out of them; write nothing
    Check(Check),
    /// Make up records, the same for the same seed
    Generate(Generate),
    /// Serve the site and the feed; with --data also take flags
    Serve(Serve),
    /// List the cases that wait for a decision: danger first, then the oldest
    Cases(Cases),
    /// Show a case: the text as its readers saw it, what they say
    Case(OneCase),
    /// Decide a case
    Decide(DecideCase),
    /// Take in flags that the app saved as a file
    #[command(subcommand)]
    Flags(FlagsCommand),
    /// Write a backup of the data while the desk works; the file is as secret as the desk
    Backup(Backup),
    /// Put a backup in its place
    Restore(Restore),
    /// Look at data and feed for what is wrong, and say what to do
    Doctor(Doctor),
}

#[derive(Args)]
struct Cases {
    /// The folder of the desk's data
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Also those that are decided or taken back
    #[arg(long)]
    all: bool,
}

#[derive(Args)]
struct OneCase {
    /// Its id, or the receipt of one of its flags
    id: String,
    /// The folder of the desk's data
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The folder of the feed: then the text as it is now is shown, too
    #[arg(long, value_name = "DIR")]
    feed: Option<PathBuf>,
}

#[derive(Args)]
struct DecideCase {
    /// Its id, or the receipt of one of its flags
    id: String,
    /// The folder of the desk's data
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// What is decided
    #[arg(long, value_parser = flags::OUTCOMES)]
    outcome: String,
    /// On what ground, in the words of the feed format
    #[arg(long, value_parser = ground)]
    ground: Ground,
    /// The public statement; with its language before it, as in "fr:Le texte reste."; may be given for several
    #[arg(long, value_name = "TEXT", required = true)]
    statement: Vec<String>,
    /// The folder of the records, to whose removals.ndjson a removal is added
    #[arg(long, value_name = "DIR")]
    records: Option<PathBuf>,
}

#[derive(Subcommand)]
enum FlagsCommand {
    /// Take in a file of flags; a flag that is here already stays one
    Import {
        /// The file
        file: PathBuf,
        /// The folder of the desk's data
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
}

#[derive(Args)]
struct Backup {
    /// The file to write
    file: PathBuf,
    /// The folder of the desk's data
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

#[derive(Args)]
struct Restore {
    /// The backup
    file: PathBuf,
    /// The folder of the desk's data
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// In the place of a database that is there
    #[arg(long)]
    force: bool,
}

#[derive(Args)]
struct Doctor {
    /// The folder of the desk's data
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The folder of the feed
    #[arg(long, value_name = "DIR")]
    feed: Option<PathBuf>,
}

fn ground(word: &str) -> Result<Ground, String> {
    let known = || Ground::ALL.iter().map(|g| g.wire()).collect::<Vec<_>>().join(", ");
    Ground::from_wire(word).ok_or_else(|| format!("one of {}", known()))
}

#[derive(Args)]
struct Publish {
    /// The folder of pledges*.ndjson, parties*.ndjson, terms*.ndjson, removals.ndjson and feed.json
    #[arg(long, value_name = "DIR")]
    records: PathBuf,
    /// The folder of the feed; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    feed: PathBuf,
    /// Publish although a pledge that was published is gone without a removal
    #[arg(long)]
    allow_missing: bool,
    /// Publish nothing if a record, or a value of one, would be left out
    #[arg(long)]
    strict: bool,
    /// How long to wait while another publication is under way
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    wait: u64,
}

#[derive(Args)]
struct Check {
    /// The folder of the records
    #[arg(long, value_name = "DIR")]
    records: PathBuf,
    /// Fail if a record, or a value of one, would be left out
    #[arg(long)]
    strict: bool,
}

#[derive(Args)]
struct Generate {
    /// How many pledges
    #[arg(long, value_name = "N")]
    pledges: usize,
    /// The seed
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The folder to write to; files of the same names are replaced
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

#[derive(Args)]
struct Serve {
    /// The folder of the built site
    #[arg(long, value_name = "DIR")]
    site: PathBuf,
    /// The folder of the feed, served under /feed/
    #[arg(long, value_name = "DIR")]
    feed: PathBuf,
    /// The port; 0 takes any that is free, and says which
    #[arg(long, value_name = "N", default_value_t = 8080)]
    port: u16,
    /// The address to listen on
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    host: IpAddr,
    /// The folder of the desk's data: with it, flags are taken at /flags
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// New flags that an address may send in a minute
    #[arg(long, value_name = "N", default_value_t = 60)]
    flags_per_minute: usize,
    /// New flags that all together may send in a minute
    #[arg(long, value_name = "N", default_value_t = 600)]
    flags_per_minute_of_all: usize,
    /// How many proxies of yours stand before the desk; each adds an address to X-Forwarded-For
    #[arg(long, value_name = "N", default_value_t = 0)]
    proxies: usize,
    /// The origin of a site elsewhere that may send flags, such as https://pledges.example.org; may be given for several
    #[arg(long, value_name = "ORIGIN")]
    allow_origin: Vec<String>,
    /// Days after a decision until readers' names and addresses are deleted
    #[arg(long, value_name = "DAYS", default_value_t = 90)]
    keep_contacts: u64,
}

/// Runs the command that the process was given.
pub fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Publish(args) => publish_feed(args),
        Command::Check(args) => check(&args),
        Command::Generate(args) => generate_records(args),
        Command::Serve(args) => serve_feed(args),
        Command::Cases(args) => print(flags::commands::list(&args.data, args.all)),
        Command::Case(args) => print(flags::commands::show(&args.data, &args.id, args.feed.as_deref())),
        Command::Decide(args) => decide(&args),
        Command::Flags(FlagsCommand::Import { file, data }) => {
            print(flags::commands::import(&data, &file, &clock::rfc3339(clock::now())))
        }
        Command::Backup(args) => {
            print(async { flags::backup::backup(&args.data, &args.file).await.map(|()| String::new()) })
        }
        Command::Restore(args) => {
            print(async { flags::backup::restore(&args.data, &args.file, args.force).await.map(|()| String::new()) })
        }
        Command::Doctor(args) => examine(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Carries out what needs the database, and prints what it says.
fn print(work: impl Future<Output = Result<String, FlagError>>) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
    let said = runtime.block_on(work).map_err(|e| e.to_string())?;
    print!("{said}");
    Ok(())
}

fn decide(args: &DecideCase) -> Result<(), String> {
    let decision = flags::Decide {
        outcome: args.outcome.clone(),
        ground: args.ground,
        statement: flags::Decide::statements(&args.statement),
        at: clock::rfc3339(clock::now()),
    };
    print(flags::commands::decide(&args.data, &args.id, &decision, args.records.as_deref()))
}

fn examine(args: &Doctor) -> Result<(), String> {
    let mut found = 0;
    print(async {
        let findings = flags::doctor::doctor(&args.data, args.feed.as_deref()).await?;
        found = findings.len();
        Ok(if findings.is_empty() { "nothing is wrong\n".to_owned() } else { findings.join("\n") + "\n" })
    })?;
    if found > 0 { Err(format!("{found} findings")) } else { Ok(()) }
}

fn publish_feed(args: Publish) -> Result<(), String> {
    let options = publish::Options {
        records: args.records,
        feed: args.feed,
        allow_missing: args.allow_missing,
        strict: args.strict,
        wait: Duration::from_secs(args.wait),
    };
    let tell = |loaded: &Loaded| {
        list(loaded);
        if loaded.config.is_default {
            eprintln!(
                "note: there is no feed.json beside the records: publisher, source and disclaimer are plain defaults"
            );
        }
    };
    let outcome = publish::publish(&options, clock::now(), tell).map_err(|e| e.to_string())?;
    println!("{outcome}");
    Ok(())
}

/// Lists problems, personal data and removals to look at again, a line each.
fn list(loaded: &Loaded) {
    for remark in loaded.problems.iter().chain(&loaded.cut_out) {
        eprintln!("{remark}");
    }
    for removal in records::edited_since(loaded) {
        eprintln!("removals.ndjson: {removal}");
    }
}

fn check(args: &Check) -> Result<(), String> {
    let loaded = records::load(&args.records).map_err(|e| e.to_string())?;
    list(&loaded);
    let unexplained = records::unexplained(&loaded.pledges, &loaded.parties, &loaded.terms);
    for reference in &unexplained {
        eprintln!("{reference}");
    }
    println!(
        "{} pledges, {} parties, {} terms, {} removals: {} problems ({} records left out), {} pieces of personal data to be cut \
         out, {} ids that nothing explains",
        loaded.pledges.len(),
        loaded.parties.len(),
        loaded.terms.len(),
        loaded.removals.entries().len(),
        loaded.problems.len(),
        loaded.left_out,
        loaded.cut_out.len(),
        unexplained.len()
    );
    match loaded.problems.len() {
        problems if args.strict && problems > 0 => Err(format!("{problems} problems, and --strict")),
        _ => Ok(()),
    }
}

fn generate_records(args: Generate) -> Result<(), String> {
    let options = generate::Options { pledges: args.pledges, seed: args.seed, out: args.out };
    println!("{}", generate::generate(&options).map_err(|e| e.to_string())?);
    Ok(())
}

fn serve_feed(args: Serve) -> Result<(), String> {
    let flags = args.data.map(|data| serve::FlagOptions {
        data,
        of_one: args.flags_per_minute,
        of_all: args.flags_per_minute_of_all,
        proxies: args.proxies,
        origins: args.allow_origin,
        keep_days: args.keep_contacts,
    });
    let options = serve::Options { site: args.site, feed: args.feed, host: args.host, port: args.port, flags };
    serve::run(&options, |address| println!("Pledgebook is on {address}")).map_err(|e| e.to_string())
}
