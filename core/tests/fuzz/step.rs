//! What can happen, and a sequence of it from a seed. A step holds all that chance had to say, so that a sequence stays a
//! sequence when some of its steps are left out.

use super::rng::Rng;

/// Something that happens. Numbers point at one of what there is, whatever there is by then.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// The desk publishes a feed in which something is another.
    Publish(Deed, usize),
    /// The desk deletes the files of old parts.
    Sweep,
    /// A tab is opened; where the flag is false its browser has no store.
    Open(usize, bool),
    /// A tab is closed: some of what it has asked of the store is still done.
    Close(usize, usize),
    /// The process is killed: so many transactions are still done, and nobody hears of it.
    Kill(usize),
    /// The line is back, or the reader asks: a tab looks for a newer feed.
    Sync(usize),
    /// One of the requests under way is answered.
    Answer(usize, How),
    /// The store does what was asked of it first, or refuses it.
    Commit(bool),
    /// One of the waits is over.
    Wake(usize),
    /// The device is full, or it is not any more.
    Full(bool),
    /// A byte of a stored part is another.
    Damage(usize),
    /// The copy is cleared while tabs have it open.
    Clear,
    /// The clock jumps by so many days.
    Jump(i32),
    /// All goes well for so many moments.
    Go(usize),
    /// The reader flags a text that a tab shows.
    Flag(usize, usize),
    /// The reader finishes a flag again in a tab, with the same words or others.
    Again(usize, usize, bool),
    /// The reader wants a flag sent although its text is another.
    Confirm(usize, usize),
    /// A tab looks whether flags can be sent.
    Send(usize),
    /// One of the flags under way to the desk is answered.
    Post(usize, DeskHow),
}

/// What a desk does to its records.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deed {
    Change,
    Add,
    Drop,
    RemovePledge,
    RemoveText,
    RemoveReport,
    Restore,
    Nothing,
}

/// How a request is answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    Well,
    /// As the server had it when it was asked.
    Late,
    Offline,
    TimedOut,
    Status(u16),
    /// Somebody's page, with status 200.
    Html,
    Cut,
    Altered,
    /// A cache gives an older one.
    Stale(usize),
    /// The tag is the same, so the browser gives what it had.
    SameTag(usize),
    OtherFeed,
    LaterFormat,
}

/// How the desk answers a flag.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeskHow {
    Well,
    /// It takes the flag and the answer is lost.
    Lost,
    Offline,
    Status(u16),
    /// Somebody's page, with status 200.
    Html,
}

impl Step {
    /// What the figures call it.
    pub fn kind(&self) -> String {
        let text = match self {
            Self::Publish(deed, _) => format!("publish {deed:?}"),
            Self::Answer(_, how) => format!("answer {how:?}"),
            Self::Post(_, how) => format!("flag answered {how:?}"),
            Self::Commit(true) => "store does".to_owned(),
            Self::Commit(false) => "store refuses".to_owned(),
            Self::Full(full) => format!("device full {full}"),
            Self::Open(_, false) => "open without a store".to_owned(),
            other => format!("{other:?}"),
        };
        text.split('(').next().unwrap_or_default().trim().to_lowercase()
    }
}

/// The sequence of a seed.
pub fn sequence(seed: u64) -> Vec<Step> {
    let rng = &mut Rng::new(seed);
    let length = 12 + rng.below(28);
    let mut steps = vec![Step::Open(0, rng.below(12) > 0)];
    if rng.below(4) > 0 {
        steps.push(Step::Go(60));
    }
    steps.extend((0..length).map(|_| step(rng)));
    // Flags take many steps of their own until something can go wrong with them.
    if seed.is_multiple_of(4) {
        steps.extend([Step::Full(false), Step::Open(0, true), Step::Sync(0), Step::Go(60)]);
        steps.extend((0..16).map(|_| about_flags(rng)));
    }
    steps
}

fn about_flags(rng: &mut Rng) -> Step {
    let (tab, n) = (rng.below(3) / 2, rng.below(1_000));
    rng.weighed(&[
        (4, Step::Flag(tab, n)),
        (4, Step::Again(tab, n, n.is_multiple_of(3))),
        (1, Step::Confirm(tab, n)),
        (7, Step::Send(tab)),
        (4, Step::Post(n, DeskHow::Well)),
        (4, Step::Post(n, DeskHow::Lost)),
        (2, Step::Post(n, DeskHow::Offline)),
        (2, Step::Post(n, DeskHow::Status([503, 429, 422, 500][n % 4]))),
        (1, Step::Post(n, DeskHow::Html)),
        (1, Step::Kill(n % 3)),
        (3, Step::Open(tab, true)),
        (2, Step::Go(60)),
        (1, Step::Jump([365, -365][n % 2])),
        (1, Step::Full(n.is_multiple_of(3))),
    ])
}

fn step(rng: &mut Rng) -> Step {
    let n = rng.below(1_000);
    let tab = rng.below(3) / 2;
    let kind = rng.weighed(&[(14, 0), (3, 1), (7, 2), (3, 3), (4, 4), (8, 5), (22, 6), (16, 7), (5, 8)]);
    match kind {
        0 => Step::Publish(deed(rng), n),
        1 => rng.weighed(&[(3, Step::Sweep), (2, Step::Damage(n)), (1, Step::Clear)]),
        2 => Step::Open(tab, !n.is_multiple_of(16)),
        3 => Step::Close(tab, n % 3),
        4 => Step::Kill(n % 4),
        5 => Step::Sync(tab),
        6 => Step::Answer(n, how(rng)),
        7 => rng.weighed(&[
            (5, Step::Commit(true)),
            (2, Step::Commit(false)),
            (8, Step::Go(1 + n % 12)),
            (1, Step::Go(60)),
        ]),
        _ => other(rng, tab, n),
    }
}

fn other(rng: &mut Rng, tab: usize, n: usize) -> Step {
    let days = [365, -365, 1, -1, 3_650][n % 5];
    rng.weighed(&[
        (3, Step::Wake(n)),
        (1, Step::Full(true)),
        (2, Step::Full(false)),
        (2, Step::Jump(days)),
        (5, Step::Flag(tab, n)),
        (2, Step::Again(tab, n, n.is_multiple_of(2))),
        (1, Step::Confirm(tab, n)),
        (4, Step::Send(tab)),
        (3, Step::Post(n, DeskHow::Well)),
        (2, Step::Post(n, DeskHow::Lost)),
        (1, Step::Post(n, DeskHow::Offline)),
        (1, Step::Post(n, DeskHow::Status([503, 429, 422, 500][n % 4]))),
        (1, Step::Post(n, DeskHow::Html)),
    ])
}

fn deed(rng: &mut Rng) -> Deed {
    rng.weighed(&[
        (5, Deed::Change),
        (2, Deed::Add),
        (1, Deed::Drop),
        (3, Deed::RemovePledge),
        (3, Deed::RemoveText),
        (2, Deed::RemoveReport),
        (2, Deed::Restore),
        (1, Deed::Nothing),
    ])
}

fn how(rng: &mut Rng) -> How {
    let n = 1 + rng.below(3);
    rng.weighed(&[
        (8, How::Well),
        (2, How::Late),
        (2, How::Offline),
        (1, How::TimedOut),
        (2, How::Status(404)),
        (1, How::Status(503)),
        (1, How::Html),
        (2, How::Cut),
        (2, How::Altered),
        (2, How::Stale(n)),
        (1, How::SameTag(n)),
        (1, How::OtherFeed),
        (1, How::LaterFormat),
    ])
}
