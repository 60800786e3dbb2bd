//! Serving: the reader's site at the root, the feed under `/feed/`, and flags where there is a folder for them. Of site and
//! feed nothing is held: the feed may be published again, and the site replaced, while it runs.

mod files;
mod flags;
mod headers;
mod limits;
mod listen;
mod log;
pub mod office;
mod router;
mod tasks;

use std::{
    fmt, io,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
};

use tokio::sync::Notify;

use crate::{
    flags::{FlagError, Hold, Key, Store},
    office::{Channels, Office, Rules},
};

pub use self::router::router;

/// What to serve, and where.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the built site.
    pub site: PathBuf,
    /// The folder of the feed.
    pub feed: PathBuf,
    /// The address to listen on.
    pub host: IpAddr,
    /// The port; 0 takes any that is free.
    pub port: u16,
    /// How flags are taken; None: they are not.
    pub flags: Option<FlagOptions>,
}

/// How flags are taken.
#[derive(Clone, Debug)]
pub struct FlagOptions {
    /// The folder of the database and the key.
    pub data: PathBuf,
    /// New flags of an address in a minute at most.
    pub of_one: usize,
    /// New flags of all in a minute at most.
    pub of_all: usize,
    /// The proxies in front of the desk.
    pub proxies: usize,
    /// Origins of sites elsewhere that may send flags.
    pub origins: Vec<String>,
    /// Days after a decision until readers' names and addresses are deleted.
    pub keep_days: u64,
    /// The records whose removals the desk appends to, publishing again; None: somebody else does.
    pub records: Option<PathBuf>,
    /// The secret key that signs what is published then.
    pub sign_with: Option<PathBuf>,
    /// What moderators have agreed on.
    pub rules: Rules,
    /// Where messages go.
    pub channels: Channels,
}

/// What takes flags and decides them.
pub struct Taking {
    flags: Arc<flags::Flags>,
    desk: Arc<office::Desk>,
}

/// Why nothing is served.
#[derive(Debug)]
pub enum ServeError {
    /// There is no site in this folder.
    NoSite(PathBuf),
    /// Another program listens there already.
    Taken(SocketAddr),
    /// The address cannot be listened on for another reason.
    Listen(SocketAddr, io::Error),
    /// The system gives no threads, or no signals.
    System(io::Error),
    /// Flags cannot be kept.
    Flags(FlagError),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSite(dir) => {
                write!(
                    f,
                    "{} has no index.html: build the site first (`make build`), or give --site its folder",
                    dir.display()
                )
            }
            Self::Taken(address) => write!(
                f,
                "port {} on {} is taken by another program: end that, or choose another port with --port (0 takes any)",
                address.port(),
                address.ip()
            ),
            Self::Listen(address, error) => write!(f, "{address} cannot be listened on: {error}"),
            Self::System(error) => error.fmt(f),
            Self::Flags(error) => write!(f, "flags cannot be taken: {error}; `desk doctor` says more"),
        }
    }
}

impl std::error::Error for ServeError {}

/// Serves until SIGINT or SIGTERM comes; `announce` gets the address once it is listened on.
pub fn run(options: &Options, announce: impl FnOnce(&str)) -> Result<(), ServeError> {
    log::start();
    if !options.site.join("index.html").is_file() {
        return Err(ServeError::NoSite(options.site.clone()));
    }
    warn_without_feed(&options.feed);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(ServeError::System)?;
    runtime.block_on(async {
        let stop = listen::stop_signal().map_err(ServeError::System)?;
        let (listener, address) = listen::bind(SocketAddr::new(options.host, options.port)).await?;
        let flags = match &options.flags {
            Some(flags) => Some(begin(flags, &options.feed).await.map_err(ServeError::Flags)?),
            None => None,
        };
        announce(&format!("http://{address}/"));
        listen::serve(listener, router(&options.site, &options.feed, flags), stop).await;
        Ok(())
    })
}

/// Opens the store of flags; from now on does what has to be done without anybody asking.
async fn begin(options: &FlagOptions, feed: &Path) -> Result<Taking, FlagError> {
    let hold = Hold::of(&options.data)?;
    let store = Store::open(&options.data).await?;
    let key = Key::of(&options.data, store.is_empty().await?)?;
    let news = Arc::new(Notify::new());
    let office = Office { store: store.clone(), rules: options.rules };
    let desk = Arc::new(office::Desk::new(office, key.clone(), options, feed.to_owned()));
    tasks::start(&desk, options.keep_days, &news);
    let flags = Arc::new(flags::Flags {
        store,
        key,
        _hold: hold,
        limits: limits::Limits::new(options.of_one, options.of_all),
        proxies: options.proxies,
        origins: options.origins.clone(),
        feed: feed.to_owned(),
        news,
    });
    Ok(Taking { flags, desk })
}

/// It may be published while we serve, so this is no failure.
fn warn_without_feed(feed: &Path) {
    if !feed.join("manifest.json").is_file() {
        tracing::warn!("{} has no manifest.json yet: publish the feed with `desk publish`", feed.display());
    }
}
