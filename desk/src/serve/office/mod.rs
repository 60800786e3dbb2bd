//! The moderation pages under `/desk`, and the public page of numbers: rendered here, plain forms, no script. Every route stands in
//! [`routes`] with who may use it; what that means is checked in one place, [`gate`], before a handler runs.

mod case;
mod compare;
mod decide;
mod deeds;
mod frame;
mod gate;
mod public;
mod queue;
mod sign;
mod visit;

use std::{path::PathBuf, sync::Arc, time::Duration};

use axum::{
    Router,
    http::{HeaderName, HeaderValue, Method, header},
    middleware,
    response::Response,
    routing::{MethodRouter, get, post},
};
use pledgebook_core::feed::Sha256Hex;
use tokio::sync::Mutex;

pub use gate::Who;

use super::limits::Limits;
use crate::{
    clock,
    flags::Key,
    office::{self, Channels, Office, OfficeError},
    publish,
};

/// How long a publication may wait for another.
const WAIT: Duration = Duration::from_secs(30);
/// Seconds after which a publication that failed is tried again by itself.
const PAUSE: u64 = 10;
/// Failed sign-ins from one address, and from all, in a minute.
const SIGN_INS: (usize, usize) = (10, 600);

/// Nothing but the desk's own style and forms.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What the pages need.
pub struct Desk {
    /// Cases and moderators.
    pub office: Office,
    /// The key that forms are signed with.
    pub key: Key,
    /// The folder of the data.
    pub data: PathBuf,
    /// The feed that is served.
    pub feed: PathBuf,
    /// The records whose removals are appended to; None: somebody else publishes.
    pub records: Option<PathBuf>,
    /// The secret key that signs the feed.
    pub sign_with: Option<PathBuf>,
    /// Where messages go.
    pub channels: Channels,
    /// The proxies in front of the desk.
    pub proxies: usize,
    /// Failed sign-ins.
    pub limits: Limits,
    /// One publication at a time.
    following: Mutex<Following>,
}

/// How the feed follows.
#[derive(Default)]
struct Following {
    /// Why it did not, the last time, and when that was.
    failure: Option<(String, u64)>,
    /// The removals that were published last.
    done: Option<Sha256Hex>,
}

impl Desk {
    /// A desk's pages.
    pub fn new(office: Office, key: Key, options: &super::FlagOptions, feed: PathBuf) -> Self {
        Self {
            office,
            key,
            data: options.data.clone(),
            feed,
            records: options.records.clone(),
            sign_with: options.sign_with.clone(),
            channels: options.channels.clone(),
            proxies: options.proxies,
            limits: Limits::new(SIGN_INS.0, SIGN_INS.1),
            following: Mutex::default(),
        }
    }

    /// Brings the feed up to what was decided. Why it does not follow is kept, for the pages to say; `soon` tries again although
    /// it failed a moment ago.
    /// Whoever waits for it may go: it is done all the same.
    pub async fn follow(self: &Arc<Self>, soon: bool) {
        let desk = Arc::clone(self);
        if let Err(error) = tokio::spawn(async move { desk.follow_now(soon).await }).await {
            tracing::error!("the feed could not be brought up to date: {error}");
        }
    }

    async fn follow_now(&self, soon: bool) {
        let Some(records) = &self.records else { return };
        let (mut following, now) = (self.following.lock().await, clock::now());
        if !soon && following.failure.as_ref().is_some_and(|(_, at)| now < at + PAUSE) {
            return;
        }
        let options = publish::Options {
            records: records.clone(),
            feed: self.feed.clone(),
            allow_missing: publish::Missing::Refused,
            strict: false,
            wait: WAIT,
            key: self.sign_with.clone(),
            unsigned: false,
        };
        let store = &self.office.store;
        match office::follow(store, &options, &self.data, &self.channels, &mut following.done, now).await {
            Ok(done) => {
                if let Some(outcome) = done.published {
                    tracing::info!("the feed follows: seq {}, {} lines", outcome.manifest.seq, done.written);
                }
                following.failure = None;
            }
            Err(error) => {
                tracing::error!("a decision is not in the feed yet: {error}");
                following.failure = Some((error.to_string(), now));
            }
        }
    }

    /// What stands between decisions and the feed, in words for whoever looks after the desk; empty where nobody publishes.
    async fn trouble(&self) -> Option<String> {
        if self.records.is_some() {
            return self.following.lock().await.failure.as_ref().map(|(said, _)| said.clone());
        }
        match office::unwritten(&self.office.store, Some(&self.feed)).await {
            Ok(0) => None,
            Ok(_) => Some(String::new()),
            Err(error) => Some(error.to_string()),
        }
    }
}

/// A route of the desk.
pub struct Route {
    /// How it is asked for.
    pub method: Method,
    /// Its path.
    pub path: &'static str,
    /// Who may.
    pub who: Who,
    handler: MethodRouter<Arc<Desk>>,
}

/// Every route, with who may use it.
pub fn routes() -> Vec<Route> {
    let see = |path, who, handler| Route { method: Method::GET, path, who, handler };
    let act = |path, who, handler| Route { method: Method::POST, path, who, handler };
    vec![
        see("/transparency", Who::Anybody, get(public::page)),
        see("/desk/style.css", Who::Anybody, get(public::style)),
        see("/desk/sign-in", Who::Anybody, get(sign::form)),
        act("/desk/sign-in", Who::Anybody, post(sign::sign_in)),
        see("/desk/welcome", Who::Anybody, get(sign::welcome)),
        act("/desk/welcome", Who::Anybody, post(sign::choose)),
        act("/desk/sign-out", Who::SignedIn, post(sign::sign_out)),
        act("/desk/sign-out-everywhere", Who::SignedIn, post(sign::sign_out_everywhere)),
        see("/desk", Who::SignedIn, get(queue::start)),
        see("/desk/cases", Who::SignedIn, get(queue::page)),
        see("/desk/numbers", Who::SignedIn, get(queue::numbers)),
        act("/desk/next", Who::Moderator, post(queue::next)),
        see("/desk/cases/{id}", Who::SignedIn, get(case::page)),
        act("/desk/cases/{id}/claim", Who::Moderator, post(deeds::claim)),
        act("/desk/cases/{id}/release", Who::Moderator, post(deeds::release)),
        act("/desk/cases/{id}/note", Who::Moderator, post(deeds::note)),
        act("/desk/cases/{id}/reclassify", Who::Moderator, post(deeds::reclassify)),
        act("/desk/cases/{id}/take-out", Who::Moderator, post(deeds::take_out)),
        act("/desk/cases/{id}/ask", Who::Moderator, post(deeds::ask)),
        act("/desk/cases/{id}/heard", Who::Moderator, post(deeds::heard)),
        act("/desk/cases/{id}/hold", Who::Moderator, post(deeds::hold)),
        act("/desk/cases/{id}/confirm-hold", Who::Moderator, post(deeds::confirm_hold)),
        act("/desk/cases/{id}/decide", Who::Moderator, post(deeds::decide)),
        act("/desk/cases/{id}/confirm", Who::Moderator, post(deeds::confirm)),
        act("/desk/cases/{id}/send-back", Who::Moderator, post(deeds::send_back)),
        act("/desk/cases/{id}/reopen", Who::Moderator, post(deeds::reopen)),
    ]
}

/// The router of all of them, each behind its gate.
pub fn router(desk: Arc<Desk>) -> Router {
    let mut router = Router::new();
    for Route { path, who, handler, .. } in routes() {
        let gated = handler.layer(middleware::from_fn_with_state((Arc::clone(&desk), who), gate::gate));
        router = router.route(path, gated);
    }
    router.layer(middleware::map_response(headers)).with_state(desk)
}

/// Nothing of the desk is ever kept by a cache, framed, or found by a search engine.
async fn headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (HeaderName::from_static("x-robots-tag"), "noindex"),
        // Under `no-referrer` a browser tells not even ourselves where a form came from.
        (header::REFERRER_POLICY, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Why something was not done, and what the desk's log should know.
fn told(error: &OfficeError) -> Option<&office::Refusal> {
    match error {
        OfficeError::Refused(why) => Some(why),
        OfficeError::Store(error) => {
            tracing::error!("the desk: {error}");
            None
        }
    }
}
