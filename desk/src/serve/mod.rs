//! Serving: the reader's site at the root, the feed under `/feed/`. Nothing here holds state: the feed may be published
//! again, and the site replaced, while it runs.

mod files;
mod headers;
mod listen;
mod log;
mod router;

use std::{
    fmt, io,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
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
        announce(&format!("http://{address}/"));
        listen::serve(listener, router(&options.site, &options.feed), stop).await;
        Ok(())
    })
}

/// It may be published while we serve, so this is no failure.
fn warn_without_feed(feed: &Path) {
    if !feed.join("manifest.json").is_file() {
        tracing::warn!("{} has no manifest.json yet: publish the feed with `desk publish`", feed.display());
    }
}
