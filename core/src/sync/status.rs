//! What a sync says of itself: how far it is, how it ended, and why it failed.

use crate::feed::ManifestError;

/// Why something could not be fetched, believed or stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// No answer: no network, a name that is not found, a refused connection.
    Offline,
    /// No answer in time, or a body that stopped.
    TimedOut,
    /// The server answered with this status.
    Http(u16),
    /// More bytes than there can be.
    TooLarge,
    /// An answer that is no feed: a fallback page, a captive portal.
    NotAFeed,
    /// A later format: this app is too old for the data.
    TooNew,
    /// A manifest with something in it that cannot be.
    Invalid(String),
    /// A manifest of another feed.
    OtherFeed,
    /// A manifest without a signature by a key that this app was built with.
    Unsigned,
    /// A part that is not what its hash says.
    Damaged,
    /// The device would not keep it; reading goes on in memory.
    NotKept(String),
}

impl Failure {
    /// Whether another attempt may help.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Offline | Self::TimedOut | Self::Damaged => true,
            Self::Http(status) => matches!(status, 408 | 425 | 429 | 500..=599),
            _ => false,
        }
    }

    /// Whether the line is at fault, so that asking for the next part is of no use now.
    pub fn is_the_line(&self) -> bool {
        matches!(self, Self::Offline | Self::TimedOut)
    }
}

impl From<ManifestError> for Failure {
    fn from(error: ManifestError) -> Self {
        match error {
            ManifestError::NotAManifest => Self::NotAFeed,
            ManifestError::TooNew(_) => Self::TooNew,
            ManifestError::Invalid(what) => Self::Invalid(what),
        }
    }
}

/// How a sync ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ended {
    /// Nothing was newer.
    UpToDate,
    /// The new copy is whole.
    Updated,
    /// The feed offered an older manifest, which was ignored.
    Older,
    /// The reader stopped it; what had come is kept.
    Stopped,
    /// It broke off; what was there stands.
    Failed(Failure),
}

/// How far a sync is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Status {
    /// Whether it is running.
    pub running: bool,
    /// Parts that are here.
    pub have: usize,
    /// Parts of the newest known manifest that belong to the copy; 0 before there is one.
    pub of: usize,
    /// Parts that the reader chose to be without.
    pub left_out: usize,
    /// Bytes that are here.
    pub bytes: u64,
    /// Bytes in all, of what belongs to the copy.
    pub bytes_of: u64,
    /// Bytes of what is left out.
    pub bytes_left_out: u64,
    /// What the last attempt met, until one succeeds: known before all attempts are used up.
    pub trouble: Option<Failure>,
    /// How the last one ended.
    pub ended: Option<Ended>,
    /// Why the device does not keep the copy, if so.
    pub not_kept: Option<String>,
}

impl Status {
    /// Whether all parts of the newest known manifest that the reader wants are here.
    pub fn is_whole(&self) -> bool {
        self.of > 0 && self.have == self.of
    }

    /// Why the last sync failed, or what the running one has met.
    pub fn failure(&self) -> Option<&Failure> {
        match &self.ended {
            Some(Ended::Failed(failure)) => Some(failure),
            _ => self.trouble.as_ref(),
        }
    }
}
