//! What can be asked of the `desk` command, and what it answers: results on standard output, everything else on
//! standard error; 0 for success, 1 for failure, 2 for a command that makes no sense.

mod office;
mod records;

use std::{net::IpAddr, path::PathBuf, process::ExitCode, time::Duration};

use clap::{Args, Parser, Subcommand};
use pledgebook_core::model::WebUrl;

use crate::{
    bundle, clock, generate, keys, publish,
    records::{Loaded, edited_since},
    serve, single,
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
    /// Make up records, the same for the same seed
    Generate(Generate),
    /// Serve the site and the feed; with --data also take flags
    Serve(Box<Serve>),
    /// Write a feed as one file, to be carried where there is no network
    Bundle(Bundle),
    /// Write the whole book, app and feed, as one HTML file that opens without a network or a server
    SingleFile(SingleFile),
    /// Make the key that signs a feed
    #[command(subcommand)]
    Key(KeyCommand),
    #[command(flatten)]
    Office(office::Command),
    #[command(flatten)]
    Records(records::Command),
}

#[derive(Args)]
struct Publish {
    /// The folder of pledges*.ndjson, parties*.ndjson, terms*.ndjson, removals.ndjson and feed.json
    #[arg(long, value_name = "DIR")]
    records: PathBuf,
    /// The folder of the feed; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    feed: PathBuf,
    /// Publish although published pledges are gone without a removal: up to 5 %, or with "=all" any number
    #[arg(long, value_name = "all", num_args = 0..=1, require_equals = true, default_missing_value = "few", value_parser = ["few", "all"])]
    allow_missing: Option<String>,
    /// Publish nothing if a record, or a value of one, would be left out
    #[arg(long)]
    strict: bool,
    /// How long to wait while another publication is under way
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    wait: u64,
    /// The secret key that signs the manifest (`desk key new`)
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Publish without a signature although the last manifest had one
    #[arg(long, conflicts_with = "key")]
    unsigned: bool,
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
    #[command(flatten)]
    office: office::Serving,
}

#[derive(Args)]
struct Bundle {
    /// The folder of the feed
    #[arg(long, value_name = "DIR")]
    feed: PathBuf,
    /// The file to write, such as pledges.pledges.tgz; one that is there is replaced
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Args)]
struct SingleFile {
    /// The folder of the built site
    #[arg(long, value_name = "DIR")]
    site: PathBuf,
    /// The folder of the feed
    #[arg(long, value_name = "DIR")]
    feed: PathBuf,
    /// The file to write, such as pledgebook.html; one that is there is replaced
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Where the book is on the network, such as https://pledges.example.org/: its readers find the newest there
    #[arg(long, value_name = "URL", value_parser = web_url)]
    home: Option<WebUrl>,
}

fn web_url(text: &str) -> Result<WebUrl, String> {
    WebUrl::new(text).ok_or_else(|| "not a plain address that begins with https:// or http://".to_owned())
}

#[derive(Subcommand)]
enum KeyCommand {
    /// Make a key: the secret one in FILE, the public one in FILE.pub, in minisign's format
    New {
        /// The file of the secret key
        file: PathBuf,
    },
}

/// Runs the command that the process was given.
pub fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Publish(args) => publish_feed(args),
        Command::Generate(args) => generate_records(args),
        Command::Serve(args) => serve_feed(*args),
        Command::Bundle(args) => write_bundle(&args),
        Command::SingleFile(args) => write_single(&args),
        Command::Key(KeyCommand::New { file }) => make_key(&file),
        Command::Office(command) => office::run(command),
        Command::Records(command) => records::run(command),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn publish_feed(args: Publish) -> Result<(), String> {
    let options = publish::Options {
        records: args.records,
        feed: args.feed,
        allow_missing: match args.allow_missing.as_deref() {
            None => publish::Missing::Refused,
            Some("all") => publish::Missing::All,
            Some(_) => publish::Missing::Few,
        },
        strict: args.strict,
        wait: Duration::from_secs(args.wait),
        key: args.key,
        unsigned: args.unsigned,
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
    // It is told.
    publish::purged(&options.feed).map_err(|e| format!("{}: {e}", options.feed.display()))
}

/// Lists problems, personal data and removals to look at again, a line each.
fn list(loaded: &Loaded) {
    for remark in loaded.problems.iter().chain(&loaded.cut_out) {
        eprintln!("{remark}");
    }
    for removal in edited_since(loaded) {
        eprintln!("removals.ndjson: {removal}");
    }
}

fn generate_records(args: Generate) -> Result<(), String> {
    let options = generate::Options { pledges: args.pledges, seed: args.seed, out: args.out };
    println!("{}", generate::generate(&options).map_err(|e| e.to_string())?);
    Ok(())
}

fn write_bundle(args: &Bundle) -> Result<(), String> {
    let done = bundle::bundle(&args.feed, &args.out).map_err(|e| e.to_string())?;
    println!("{}: {} bytes, {} parts, published {}", args.out.display(), done.bytes, done.parts, done.generated);
    Ok(())
}

fn write_single(args: &SingleFile) -> Result<(), String> {
    let done = single::single(&args.site, &args.feed, args.home.as_ref(), &args.out).map_err(|e| e.to_string())?;
    println!(
        "{}: {} bytes: app {}, feed {}; {} parts, published {}",
        args.out.display(),
        done.app + done.feed,
        done.app,
        done.feed,
        done.parts,
        done.generated
    );
    eprintln!("note: what is removed after that cannot reach this file: pass on a new one with each publication");
    Ok(())
}

fn make_key(file: &std::path::Path) -> Result<(), String> {
    let public = keys::make(file)?;
    println!("{}: keep it secret, and a copy of it safe", file.display());
    println!("{}: the public key, for apps that shall take nothing else:\n{public}", keys::public_file(file).display());
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
        records: args.office.records.clone(),
        sign_with: args.office.key.clone(),
        rules: args.office.rules(),
        channels: args.office.channels(),
    });
    let options = serve::Options { site: args.site, feed: args.feed, host: args.host, port: args.port, flags };
    serve::run(&options, |address| println!("Pledgebook is on {address}")).map_err(|e| e.to_string())
}
