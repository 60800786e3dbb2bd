//! Numbers: what waits, what came and went by day, and what the public is told. Small numbers are told as "1-4", so that nobody is
//! found by them; nothing of who flagged, or of what was removed, is in them.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sqlx::Row;

use super::{Moderator, Office, OfficeError, Stage};
use crate::{clock, flags::Store};

/// Below this a number is not told exactly.
const FEW: usize = 5;
/// Over how many days a median is taken.
const MEDIAN_DAYS: u64 = 90;

/// What happened on a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Day {
    /// The day.
    pub day: String,
    /// Flags that came.
    pub received: usize,
    /// Cases that were decided.
    pub decided: usize,
}

/// What waits now.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Queue {
    /// Cases that are not decided.
    pub pending: usize,
    /// Of them, with somebody in danger.
    pub danger: usize,
    /// Of them, that wait for a second.
    pub second: usize,
    /// Days from a case's first flag to its decision: the median of the last 90 days' decisions.
    pub median: Option<u64>,
}

/// What waits now.
pub async fn queue_now(office: &Office, who: &Moderator, now: u64) -> Result<Queue, OfficeError> {
    let all = office.queue(&super::Filter::default(), who, now).await?;
    let since = clock::rfc3339(now.saturating_sub(MEDIAN_DAYS * 86_400));
    let spans: Vec<(String, String)> =
        sqlx::query_as("SELECT opened, decided FROM cases WHERE state = 'decided' AND decided >= $1")
            .bind(since)
            .fetch_all(&office.store.pool)
            .await?;
    Ok(Queue {
        pending: all.len(),
        danger: all.iter().filter(|one| one.danger).count(),
        second: all.iter().filter(|one| matches!(one.stage, Stage::Proposed | Stage::Held)).count(),
        median: median(spans.iter().filter_map(|(opened, decided)| days_between(opened, decided)).collect()),
    })
}

/// The last days, the newest first.
pub async fn days(store: &Store, count: u64, now: u64) -> Result<Vec<Day>, OfficeError> {
    let since = clock::rfc3339(now.saturating_sub(count * 86_400));
    let mut received: BTreeMap<String, usize> = BTreeMap::new();
    let mut decided: BTreeMap<String, usize> = BTreeMap::new();
    for (query, into) in [
        ("SELECT received FROM flags WHERE received >= $1", &mut received),
        ("SELECT decided FROM cases WHERE decided >= $1", &mut decided),
    ] {
        let times: Vec<String> = sqlx::query_scalar(query).bind(&since).fetch_all(&store.pool).await?;
        for time in times {
            *into.entry(day_of(&time)).or_default() += 1;
        }
    }
    let day = |n| {
        let day = day_of(&clock::rfc3339(now.saturating_sub(n * 86_400)));
        Day {
            received: received.get(&day).copied().unwrap_or(0),
            decided: decided.get(&day).copied().unwrap_or(0),
            day,
        }
    };
    Ok((0..count).map(day).collect())
}

fn day_of(time: &str) -> String {
    time.get(..10).unwrap_or_default().to_owned()
}

/// Whole days from one time to another, begun ones counted.
fn days_between(from: &str, to: &str) -> Option<u64> {
    let (from, to): (jiff::Timestamp, jiff::Timestamp) = (from.parse().ok()?, to.parse().ok()?);
    u64::try_from(to.as_second() - from.as_second()).ok().map(|seconds| seconds.div_ceil(86_400))
}

fn median(mut days: Vec<u64>) -> Option<u64> {
    days.sort_unstable();
    days.get(days.len() / 2).copied()
}

/// The counts of a ground, of an edition, or of all.
#[derive(Default)]
struct Counts {
    numbers: BTreeMap<&'static str, usize>,
    days: Vec<u64>,
}

/// What is counted, in the order in which it is told.
const COUNTED: [&str; 8] = ["received", "pending", "kept", "removed", "referred", "void", "held", "restored"];

impl Counts {
    fn add(&mut self, what: &'static str) {
        *self.numbers.entry(what).or_default() += 1;
    }

    fn json(&self) -> Value {
        let mut told = serde_json::Map::new();
        for what in COUNTED {
            let n = self.numbers.get(what).copied().unwrap_or(0);
            told.insert(what.to_owned(), if (1..FEW).contains(&n) { json!("1-4") } else { json!(n) });
        }
        // A median of few is about somebody.
        let days = (self.days.len() >= FEW).then(|| median(self.days.clone())).flatten();
        told.insert("median_days".to_owned(), json!(days));
        Value::Object(told)
    }
}

#[derive(Default)]
struct Tables {
    all: Counts,
    grounds: BTreeMap<String, Counts>,
    editions: BTreeMap<String, Counts>,
}

impl Tables {
    fn add(&mut self, what: &'static str, ground: &str, edition: Option<&str>) {
        self.all.add(what);
        self.grounds.entry(ground.to_owned()).or_default().add(what);
        self.editions.entry(edition.unwrap_or("none").to_owned()).or_default().add(what);
    }

    fn add_days(&mut self, days: u64, ground: &str, edition: Option<&str>) {
        let of_ground = self.grounds.entry(ground.to_owned()).or_default();
        let of_edition = self.editions.entry(edition.unwrap_or("none").to_owned()).or_default();
        for counts in [&mut self.all, of_ground, of_edition] {
            counts.days.push(days);
        }
    }
}

/// What the public is told: `transparency.json`.
pub async fn transparency(store: &Store, now: u64) -> Result<Value, OfficeError> {
    let mut tables = Tables::default();
    let flags = sqlx::query(
        "SELECT f.ground, f.received, p.edition FROM flags f JOIN cases c ON c.id = f.case_id LEFT JOIN pledges p ON p.id = c.pledge",
    )
    .fetch_all(&store.pool)
    .await?;
    let mut since: Option<String> = None;
    for row in &flags {
        let (ground, received): (String, String) = (row.try_get("ground")?, row.try_get("received")?);
        let edition: Option<String> = row.try_get("edition")?;
        tables.add("received", &ground, edition.as_deref());
        since = Some(since.map_or_else(|| day_of(&received), |first| first.min(day_of(&received))));
    }
    of_cases(store, &mut tables).await?;
    let table = |counts: &BTreeMap<String, Counts>| -> Value {
        Value::Object(counts.iter().map(|(name, counts)| (name.clone(), counts.json())).collect())
    };
    Ok(json!({
        "format": "pledge-transparency/1",
        "generated": clock::rfc3339(now),
        "since": since,
        "all": tables.all.json(),
        "by_ground": table(&tables.grounds),
        "by_edition": table(&tables.editions),
    }))
}

async fn of_cases(store: &Store, tables: &mut Tables) -> Result<(), OfficeError> {
    let rows = sqlx::query(
        "SELECT c.state, c.outcome, c.opened, c.decided, p.edition, COALESCE(c.ground, (SELECT MIN(f.ground) FROM flags f WHERE \
         f.case_id = c.id)) AS case_ground, \
         (SELECT COUNT(*) FROM flags f WHERE f.case_id = c.id AND f.taken_back IS NULL) AS standing, \
         (SELECT COUNT(*) FROM decisions d WHERE d.case_id = c.id AND d.kind = 'hold') AS holds, \
         (SELECT r.line FROM removals r WHERE r.case_id = c.id ORDER BY r.n DESC LIMIT 1) AS line \
         FROM cases c LEFT JOIN pledges p ON p.id = c.pledge",
    )
    .fetch_all(&store.pool)
    .await?;
    for row in &rows {
        let ground: Option<String> = row.try_get("case_ground")?;
        let ground = ground.unwrap_or_else(|| "other".to_owned());
        let edition: Option<String> = row.try_get("edition")?;
        let (state, outcome): (String, Option<String>) = (row.try_get("state")?, row.try_get("outcome")?);
        let (opened, decided): (String, Option<String>) = (row.try_get("opened")?, row.try_get("decided")?);
        let mut add = |what| tables.add(what, &ground, edition.as_deref());
        match outcome.as_deref().filter(|_| state == "decided") {
            Some("removed") => add("removed"),
            Some("referred" | "corrected") => add("referred"),
            Some("void") => add("void"),
            Some(_) => add("kept"),
            None if row.try_get::<i64, _>("standing")? > 0 => add("pending"),
            None => {}
        }
        for _ in 0..row.try_get::<i64, _>("holds")? {
            add("held");
        }
        let line: Option<String> = row.try_get("line")?;
        let line = line.and_then(|line| pledgebook_core::feed::parse_removal(&line).ok());
        if line.is_some_and(|line| line.restored.is_some()) {
            add("restored");
        }
        if let Some(days) = decided.as_deref().and_then(|decided| days_between(&opened, decided)) {
            tables.add_days(days, &ground, edition.as_deref());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_told_as_one_to_four_and_the_median_of_few_is_not_told() {
        let mut counts = Counts::default();
        assert_eq!(counts.json()["received"], json!(0));
        for n in 1..=5 {
            counts.add("received");
            counts.days.push(n);
            let told = if n < 5 { json!("1-4") } else { json!(5) };
            let days = if n < 5 { Value::Null } else { json!(3) };
            assert_eq!((&counts.json()["received"], &counts.json()["median_days"]), (&told, &days), "{n}");
        }
        for (from, to, days) in [
            ("2026-11-20T08:00:00Z", "2026-11-20T08:00:00Z", Some(0)),
            ("2026-11-20T08:00:00Z", "2026-11-20T09:00:00Z", Some(1)),
            ("2026-11-20T08:00:00Z", "2026-11-22T08:00:00Z", Some(2)),
            ("2026-11-22T08:00:00Z", "2026-11-20T08:00:00Z", None),
        ] {
            assert_eq!(days_between(from, to), days, "{from} {to}");
        }
    }
}
