//! Messages that leave the desk: new cases by webhook and mail, danger first; what a party is asked. Each is kept until somebody took
//! it, and tried again, ever more seldom.

use std::time::Duration;

use lettre::{SmtpTransport, Transport, message::header::ContentType};
use sqlx::{Row, Sqlite, Transaction};

use super::{OfficeError, later};
use crate::{clock, flags::Store};

/// Seconds until the second attempt; each further one waits twice as long.
const FIRST: u64 = 15;
/// Seconds between attempts at most.
const LONGEST: u64 = 3_600;
/// How long the other end may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// Where messages go.
#[derive(Clone, Debug, Default)]
pub struct Channels {
    /// The address that is posted to.
    pub webhook: Option<String>,
    /// The SMTP server, as `smtp://user:password@host:port` or `smtps://…`.
    pub smtp: Option<String>,
    /// Who mails are from.
    pub from: Option<String>,
    /// Who is told of new cases.
    pub to: Vec<String>,
    /// The desk's own address, for links in messages.
    pub desk: Option<String>,
}

/// A message to be kept.
#[derive(Clone, Debug)]
pub struct Send {
    /// `webhook` or `mail`.
    pub channel: &'static str,
    /// Whether somebody is in danger.
    pub danger: bool,
    /// To whom a mail goes; None: to the desk's own people.
    pub recipient: Option<String>,
    /// The subject, or the event.
    pub subject: String,
    /// The text, or the JSON.
    pub body: String,
}

/// A message that is kept.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its id.
    pub id: String,
    channel: String,
    recipient: Option<String>,
    subject: String,
    body: String,
    attempts: i64,
}

pub(super) async fn keep_message(tx: &mut Transaction<'_, Sqlite>, send: &Send, now: u64) -> Result<(), OfficeError> {
    let at = clock::rfc3339(now);
    sqlx::query(
        "INSERT INTO messages (id, channel, danger, recipient, subject, body, made, due) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
    )
    .bind(uuid::Uuid::new_v4().to_string())
    .bind(send.channel)
    .bind(i64::from(send.danger))
    .bind(&send.recipient)
    .bind(&send.subject)
    .bind(&send.body)
    .bind(&at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Makes messages of the cases that nobody was told of, and of objections. They hold nothing that a reader wrote.
pub async fn file_new_cases(store: &Store, channels: &Channels, now: u64) -> Result<usize, OfficeError> {
    let rows = sqlx::query(
        "SELECT c.id, c.pledge, c.opened, c.objected, (SELECT COALESCE(MAX(f.danger), 0) FROM flags f WHERE f.case_id = c.id AND \
         f.taken_back IS NULL) AS danger FROM cases c WHERE c.told IS NULL ORDER BY danger DESC, c.opened",
    )
    .fetch_all(&store.pool)
    .await?;
    for row in &rows {
        let (id, pledge): (String, String) = (row.try_get("id")?, row.try_get("pledge")?);
        let danger = row.try_get::<i64, _>("danger")? > 0;
        let objected = row.try_get::<Option<String>, _>("objected")?.is_some();
        let mut tx = store.pool.begin().await?;
        let done = sqlx::query("UPDATE cases SET told = $2 WHERE id = $1 AND told IS NULL")
            .bind(&id)
            .bind(clock::rfc3339(now))
            .execute(&mut *tx)
            .await?;
        if done.rows_affected() == 0 {
            continue;
        }
        for send in of_case(channels, &id, &pledge, danger, objected) {
            keep_message(&mut tx, &send, now).await?;
        }
        tx.commit().await?;
    }
    Ok(rows.len())
}

fn of_case(channels: &Channels, id: &str, pledge: &str, danger: bool, objected: bool) -> Vec<Send> {
    let link = channels.desk.as_ref().map(|desk| format!("{}/desk/cases/{id}", desk.trim_end_matches('/')));
    let event = if objected { "case.objection" } else { "case.new" };
    let hook = channels.webhook.as_ref().map(|_| Send {
        channel: "webhook",
        danger,
        recipient: None,
        subject: event.to_owned(),
        body: serde_json::json!({"event": event, "case": id, "pledge": pledge, "danger": danger, "url": link})
            .to_string(),
    });
    let mail = (channels.smtp.is_some() && !channels.to.is_empty()).then(|| Send {
        channel: "mail",
        danger,
        recipient: None,
        subject: match (danger, objected) {
            (true, _) => "DANGER: a case at the Pledgebook desk".to_owned(),
            (false, true) => "An objection at the Pledgebook desk".to_owned(),
            (false, false) => "A new case at the Pledgebook desk".to_owned(),
        },
        body: format!("Pledge: {pledge}\nCase: {id}\n{}\n", link.as_deref().unwrap_or_default()),
    });
    hook.into_iter().chain(mail).collect()
}

/// Sends what is due by a channel (`webhook` or `mail`), a few at a time; says how many messages left. What nobody took is tried
/// again later.
pub async fn deliver(store: &Store, channels: &Channels, channel: &str, now: u64) -> Result<usize, OfficeError> {
    let since = clock::tick();
    let rows = sqlx::query(
        "SELECT id, channel, recipient, subject, body, attempts FROM messages WHERE sent IS NULL AND due <= $1 \
         AND channel = $2 ORDER BY danger DESC, made, id LIMIT 5",
    )
    .bind(clock::rfc3339(now))
    .bind(channel)
    .fetch_all(&store.pool)
    .await?;
    let mut sent = 0;
    for row in &rows {
        let message = Message {
            id: row.try_get("id")?,
            channel: row.try_get("channel")?,
            recipient: row.try_get("recipient")?,
            subject: row.try_get("subject")?,
            body: row.try_get("body")?,
            attempts: row.try_get("attempts")?,
        };
        let (own, to) = (message.clone(), channels.clone());
        let tried = tokio::task::spawn_blocking(move || attempt(&own, &to)).await;
        let error = match tried {
            Ok(Ok(())) => None,
            Ok(Err(said)) => Some(said),
            Err(error) => Some(error.to_string()),
        };
        sent += usize::from(error.is_none());
        let wait = (FIRST << message.attempts.clamp(0, 12)).min(LONGEST);
        sqlx::query("UPDATE messages SET attempts = attempts + 1, due = $2, sent = $3, error = $4 WHERE id = $1")
            .bind(&message.id)
            .bind(later(now + since.elapsed().as_secs(), wait))
            .bind(error.is_none().then(|| clock::rfc3339(now)))
            .bind(&error)
            .execute(&store.pool)
            .await?;
        if let Some(error) = error {
            tracing::warn!("a message ({}) did not leave: {error}; tried again in {wait} s", message.channel);
        }
    }
    Ok(sent)
}

fn attempt(message: &Message, channels: &Channels) -> Result<(), String> {
    if message.channel == "mail" { mail(message, channels) } else { post(message, channels) }
}

fn post(message: &Message, channels: &Channels) -> Result<(), String> {
    let url = channels.webhook.as_deref().ok_or("there is no webhook (--webhook)")?;
    let agent = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).max_redirects(0).build().new_agent();
    let sent = agent.post(url).header("content-type", "application/json").header("idempotency-key", &message.id);
    match sent.send(&message.body) {
        Ok(answer) if answer.status().is_success() => Ok(()),
        Ok(answer) => Err(format!("the webhook answered {}", answer.status())),
        Err(error) => Err(format!("the webhook: {error}")),
    }
}

fn mail(message: &Message, channels: &Channels) -> Result<(), String> {
    let server = channels.smtp.as_deref().ok_or("there is no mail server (DESK_SMTP)")?;
    let from = channels.from.as_deref().ok_or("there is nobody whom mails are from (--mail-from)")?;
    let mailbox = |text: &str| text.parse::<lettre::message::Mailbox>().map_err(|e| format!("{text}: {e}"));
    let mut mail = lettre::Message::builder()
        .from(mailbox(from)?)
        .subject(&message.subject)
        .message_id(Some(format!("<{}@pledgebook>", message.id)))
        .header(ContentType::TEXT_PLAIN);
    let to: Vec<String> = message.recipient.as_ref().map_or_else(|| channels.to.clone(), |one| vec![one.clone()]);
    for one in &to {
        mail = mail.to(mailbox(one)?);
    }
    let mail = mail.body(message.body.clone()).map_err(|e| e.to_string())?;
    // An error of the address must not show the password that is in it.
    let transport =
        SmtpTransport::from_url(server).map_err(|_| "DESK_SMTP is no address of a mail server".to_owned())?;
    let sent = transport.timeout(Some(PATIENCE)).build().send(&mail);
    sent.map(|_| ()).map_err(|e| format!("the mail server: {e}"))
}

/// How many messages have not left, and why the last one did not.
pub async fn unsent(store: &Store) -> Result<(i64, Option<String>), OfficeError> {
    let row =
        sqlx::query("SELECT COUNT(*) AS n, MAX(error) AS error FROM messages WHERE sent IS NULL AND attempts > 0")
            .fetch_one(&store.pool)
            .await?;
    Ok((row.try_get("n")?, row.try_get("error")?))
}
