//! What can be asked of the desk's office: cases and decisions, moderators, the log, backups.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use pledgebook_core::model::Ground;

use crate::{
    clock,
    flags::{self, FlagError, Store},
    office::{self, Channels, Office, OfficeError, Outcome, Role, Rules},
};

/// The commands.
#[derive(Subcommand)]
pub(super) enum Command {
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
    /// Add moderators and end them
    #[command(subcommand)]
    Moderator(ModeratorCommand),
    /// Keep how to reach a party, whom a moderator may ask; without an address it is taken away
    Contact(Contact),
    /// Print the log of all that was done, and whether it is whole
    Audit(Audit),
}

/// How cases are decided while the desk serves.
#[derive(Args)]
pub(super) struct Serving {
    /// The folder of the records: removals are appended to its removals.ndjson, and the feed is published again at once
    #[arg(long, value_name = "DIR", requires = "data")]
    pub records: Option<PathBuf>,
    /// The secret key that signs the feed whenever it is published
    #[arg(long, value_name = "FILE", requires = "records")]
    pub key: Option<PathBuf>,
    /// One moderator is enough for a removal
    #[arg(long, requires = "data")]
    one_decides: bool,
    /// Days that a party has to answer before a removal; 0: it is not asked
    #[arg(long, value_name = "DAYS", default_value_t = Rules::default().hear_days)]
    hear_days: u64,
    /// Hours after which a hold ends that no second moderator confirmed
    #[arg(long, value_name = "HOURS", default_value_t = Rules::default().hold_hours)]
    hold_hours: u64,
    /// Minutes after which a claimed case is free again
    #[arg(long, value_name = "MINUTES", default_value_t = Rules::default().claim_minutes)]
    claim_minutes: u64,
    /// The address at which the desk is reached, such as https://pledges.example.org: for links in messages, and cookies
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// An address that is told of new cases (JSON by POST)
    #[arg(long, value_name = "URL")]
    webhook: Option<String>,
    /// The mail server, as smtps://user:password@host or smtp://host:port; better given as DESK_SMTP
    #[arg(long, value_name = "URL", env = "DESK_SMTP", hide_env_values = true)]
    smtp: Option<String>,
    /// Whom mails are from
    #[arg(long, value_name = "ADDRESS", requires = "smtp")]
    mail_from: Option<String>,
    /// Who is told of new cases by mail; may be given for several
    #[arg(long, value_name = "ADDRESS", requires = "smtp")]
    mail_to: Vec<String>,
}

impl Serving {
    /// What moderators have agreed on.
    pub fn rules(&self) -> Rules {
        Rules {
            second: !self.one_decides,
            hear_days: self.hear_days,
            hold_hours: self.hold_hours,
            claim_minutes: self.claim_minutes,
        }
    }

    /// Where messages go.
    pub fn channels(&self) -> Channels {
        Channels {
            webhook: self.webhook.clone(),
            smtp: self.smtp.clone(),
            from: self.mail_from.clone(),
            to: self.mail_to.clone(),
            desk: self.url.clone(),
        }
    }
}

#[derive(Subcommand)]
pub(super) enum ModeratorCommand {
    /// Add somebody, or give somebody a new password: prints a one-time link, good for a week
    Add {
        /// The name with which they sign in
        name: String,
        /// The folder of the desk's data
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        /// They see cases, and decide nothing
        #[arg(long)]
        observer: bool,
        /// The address at which the desk is reached
        #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
        url: String,
    },
    /// Somebody leaves: they are signed out, and cannot sign in any more
    End {
        /// Their name
        name: String,
        /// The folder of the desk's data
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
    /// List them
    List {
        /// The folder of the desk's data
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
}

#[derive(Args)]
pub(super) struct Contact {
    /// The party's id, such as ns-au
    party: String,
    /// Its address
    email: Option<String>,
    /// The folder of the desk's data
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

#[derive(Args)]
pub(super) struct Audit {
    /// The folder of the desk's data
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Only of this case
    #[arg(long, value_name = "ID")]
    case: Option<String>,
}

#[derive(Args)]
pub(super) struct Cases {
    /// The folder of the desk's data
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Also those that are decided or taken back
    #[arg(long)]
    all: bool,
}

#[derive(Args)]
pub(super) struct OneCase {
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
pub(super) struct DecideCase {
    /// Its id, or the receipt of one of its flags
    id: String,
    /// The folder of the desk's data
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// What is decided
    #[arg(long, value_parser = outcome)]
    outcome: Outcome,
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
pub(super) enum FlagsCommand {
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
pub(super) struct Backup {
    /// The file to write
    file: PathBuf,
    /// The folder of the desk's data
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

#[derive(Args)]
pub(super) struct Restore {
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
pub(super) struct Doctor {
    /// The folder of the desk's data
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The folder of the feed
    #[arg(long, value_name = "DIR")]
    feed: Option<PathBuf>,
}

fn ground(word: &str) -> Result<Ground, String> {
    Ground::from_wire(word).ok_or_else(|| one_of(Ground::ALL.iter().map(|g| g.wire())))
}

fn outcome(word: &str) -> Result<Outcome, String> {
    Outcome::from_wire(word).ok_or_else(|| one_of(Outcome::ALL.iter().map(|o| o.wire())))
}

fn one_of<'a>(words: impl Iterator<Item = &'a str>) -> String {
    format!("one of {}", words.collect::<Vec<_>>().join(", "))
}

/// Runs one of them.
pub(super) fn run(command: Command) -> Result<(), String> {
    match command {
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
        Command::Moderator(command) => moderators(command),
        Command::Contact(args) => print(async {
            let office = open(&args.data).await?;
            office.set_contact(&args.party, args.email.as_deref().unwrap_or_default()).await?;
            Ok::<_, OfficeError>(String::new())
        }),
        Command::Audit(args) => print(audit(args)),
    }
}

async fn open(data: &std::path::Path) -> Result<Office, OfficeError> {
    Ok(Office { store: Store::open(data).await?, rules: Rules::default() })
}

fn moderators(command: ModeratorCommand) -> Result<(), String> {
    let now = clock::now();
    print(async {
        match command {
            ModeratorCommand::Add { name, data, observer, url } => {
                let role = if observer { Role::Observer } else { Role::Moderator };
                let token = open(&data).await?.invite(&name, role, now).await?;
                let url = url.trim_end_matches('/');
                Ok::<_, OfficeError>(format!("{url}/desk/welcome?token={token}\n"))
            }
            ModeratorCommand::End { name, data } => {
                open(&data).await?.end(&name, now).await?;
                Ok(format!("{name} has left\n"))
            }
            ModeratorCommand::List { data } => {
                let people = open(&data).await?.people().await?;
                let line = |one: &office::Moderator| {
                    let state = match (&one.ended, one.is_ready) {
                        (Some(ended), _) => format!("left {ended}"),
                        (None, true) => "ready".to_owned(),
                        (None, false) => "has no password yet".to_owned(),
                    };
                    format!("{}  {}  {state}\n", crate::records::printable(&one.name), one.role.word())
                };
                Ok(people.iter().map(line).collect())
            }
        }
    })
}

async fn audit(args: Audit) -> Result<String, OfficeError> {
    let store = Store::open(&args.data).await?;
    let all = office::log_of(&store, None).await?;
    let mut out = String::new();
    for entry in all.iter().filter(|e| args.case.is_none() || e.case == args.case) {
        let line = format!(
            "{:6} {} {} {} {}{}{}",
            entry.n,
            entry.at,
            entry.who,
            entry.what,
            entry.case.as_deref().unwrap_or("-"),
            entry.was.as_deref().map(|was| format!(" ({was})")).unwrap_or_default(),
            entry.became.as_deref().map(|became| format!(": {became}")).unwrap_or_default(),
        );
        out += &(crate::records::printable(&line) + "\n");
    }
    match office::is_whole(&all) {
        None => Ok(out + &format!("{} lines, whole\n", all.len())),
        Some(n) => Err(FlagError::Wrong(format!("{out}line {n} is not as it was written")).into()),
    }
}

/// Carries out what needs the database, and prints what it says.
fn print<E: std::fmt::Display>(work: impl Future<Output = Result<String, E>>) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
    let said = runtime.block_on(work).map_err(|e| e.to_string())?;
    print!("{said}");
    Ok(())
}

fn decide(args: &DecideCase) -> Result<(), String> {
    let decision = flags::Decide {
        outcome: args.outcome,
        ground: args.ground,
        statement: flags::Decide::statements(&args.statement),
        at: clock::now(),
    };
    print(flags::commands::decide(&args.data, &args.id, &decision, args.records.as_deref()))
}

fn examine(args: &Doctor) -> Result<(), String> {
    let mut found = 0;
    print(async {
        let findings = flags::doctor::doctor(&args.data, args.feed.as_deref()).await?;
        found = findings.len();
        Ok::<_, FlagError>(if findings.is_empty() {
            "nothing is wrong\n".to_owned()
        } else {
            findings.join("\n") + "\n"
        })
    })?;
    if found > 0 { Err(format!("{found} findings")) } else { Ok(()) }
}
