//! What a desk does without anybody asking: keeps the texts of each publication, forgets readers in time, ends holds, brings the feed
//! up to what was decided, tells the public its numbers, and sends messages.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use pledgebook_core::feed::Sha256Hex;
use tokio::sync::Notify;

use super::office::Desk;
use crate::{clock, flags::keep_texts, office, publish};

/// How often it is looked whether there is something to do.
const LOOK: Duration = Duration::from_secs(5);

/// Starts all of it. Each channel sends for itself, so that one that hangs does not keep the other.
pub fn start(desk: &Arc<Desk>, keep_days: u64, news: &Arc<Notify>) {
    tokio::spawn(keep(Arc::clone(desk), keep_days));
    for channel in ["webhook", "mail"] {
        tokio::spawn(send(Arc::clone(desk), Arc::clone(news), channel));
    }
}

async fn keep(desk: Arc<Desk>, keep_days: u64) {
    let mut texts = Texts::default();
    let (mut told, mut warned) = (String::new(), String::new());
    loop {
        let now = clock::now();
        texts.look(&desk).await;
        let before = clock::rfc3339(now.saturating_sub(keep_days * 86_400));
        match desk.office.store.forget_contacts(&before).await {
            Ok(0) => {}
            Ok(n) => tracing::info!("how to reach {n} readers was deleted, {keep_days} days after the decision"),
            Err(error) => tracing::warn!("readers' addresses cannot be deleted: {error}"),
        }
        match desk.office.end_holds(now).await {
            Ok(0) => {}
            Ok(n) => tracing::info!("{n} holds ended, as nobody confirmed them in time"),
            Err(error) => tracing::error!("holds cannot be ended: {error}"),
        }
        desk.follow(false).await;
        let error = tell_numbers(&desk, &mut told, now).await.err().unwrap_or_default();
        if !error.is_empty() && error != warned {
            tracing::warn!("transparency.json is not up to date: {error}");
        }
        warned = error;
        tokio::time::sleep(LOOK).await;
    }
}

/// What is known of the texts that are served.
#[derive(Default)]
struct Texts {
    seen: Vec<Sha256Hex>,
    last: Option<SystemTime>,
}

impl Texts {
    async fn look(&mut self, desk: &Desk) {
        let changed = std::fs::metadata(desk.feed.join("manifest.json")).and_then(|m| m.modified()).ok();
        if changed.is_none() || changed == self.last {
            return;
        }
        match keep_texts(&desk.office.store, &desk.feed, &mut self.seen, &clock::rfc3339(clock::now())).await {
            Ok(new) => {
                tracing::info!("{new} texts are new");
                self.last = changed;
            }
            Err(error) => tracing::warn!("the texts of the feed are not kept yet: {error}"),
        }
    }
}

/// Writes the public's numbers beside the feed, where they have changed.
async fn tell_numbers(desk: &Desk, told: &mut String, now: u64) -> Result<(), String> {
    let numbers = office::transparency(&desk.office.store, now).await.map_err(|e| e.to_string())?;
    let mut bare = numbers.clone();
    if let Some(bare) = bare.as_object_mut() {
        bare.remove("generated");
    }
    let (bare, path) = (bare.to_string(), desk.feed.join("transparency.json"));
    if bare == *told && path.exists() {
        return Ok(());
    }
    publish::write_whole(&desk.feed, &path, numbers.to_string().as_bytes())
        .map_err(|e| format!("{}: {e}", path.display()))?;
    *told = bare;
    Ok(())
}

async fn send(desk: Arc<Desk>, news: Arc<Notify>, channel: &'static str) {
    loop {
        let (store, now) = (&desk.office.store, clock::now());
        let sent = async {
            office::file_new_cases(store, &desk.channels, now).await?;
            office::deliver(store, &desk.channels, channel, now).await
        };
        if let Err(error) = sent.await {
            tracing::error!("messages cannot be sent: {error}");
        }
        tokio::select! {
            () = news.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
