//! What is the reader's own on this device: drafts and flags, each a text under a key, in a database apart from the copy's,
//! so that no repair of the copy takes them. Where the device keeps nothing they last as long as the page.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use futures_util::future::{Either, select};
use indexed_db_futures::{
    Build, BuildPrimitive, database::Database, query_source::QuerySource, transaction::TransactionMode,
};
use wasm_bindgen::JsValue;

use super::{
    clock,
    store::{self, StoreError},
};

/// Drafts by what they are about.
pub const DRAFTS: &str = "drafts";
/// Flags by their ids.
pub const FLAGS: &str = "flags";
/// Who may send.
const LEASES: &str = "leases";
const ALL: [&str; 3] = [DRAFTS, FLAGS, LEASES];
const VERSION: u8 = 1;
const PATIENCE: u32 = 4_000;

/// By what a text is kept.
type At = (&'static str, String);

/// What becomes of a text under a key.
pub enum Change {
    /// It stays as it is.
    Nothing,
    /// It is this from now on.
    Put(String),
    /// It goes.
    Delete,
}

/// Tells from what a key holds what becomes of it. Boxed, as each closure would be a copy of the whole transaction (10 kB of
/// the second module, brotli).
pub type Changing<'a> = Box<dyn FnOnce(Option<&str>) -> Change + 'a>;

/// Where the reader's own things are.
pub struct Mine {
    db: Option<Database>,
    /// What the database does not have: in its place, or what it refused. None: it is gone.
    memory: RefCell<BTreeMap<At, Option<String>>>,
    /// What the database was last seen to have: what a change begins from when it cannot be asked.
    seen: RefCell<BTreeMap<At, String>>,
}

impl Mine {
    /// Opens the database of a name; with why nothing is kept, if so.
    pub async fn open(name: &str) -> (Self, Option<String>) {
        let open = async {
            store::make(name, VERSION, &ALL).await?;
            Ok::<_, StoreError>(Database::open(name).with_version(VERSION).await?)
        };
        let opened = match select(std::pin::pin!(open), std::pin::pin!(clock::sleep(PATIENCE))).await {
            Either::Left((opened, _)) => opened.map_err(|e| e.0),
            Either::Right(_) => Err("the database does not open".to_owned()),
        };
        let (db, why) = match opened {
            Ok(db) => {
                store::watch(&db);
                (Some(db), None)
            }
            Err(why) => (None, Some(why)),
        };
        (Self { db, memory: RefCell::default(), seen: RefCell::default() }, why)
    }

    /// Nothing is kept: all of it lasts as long as the page.
    pub fn in_memory() -> Self {
        Self { db: None, memory: RefCell::default(), seen: RefCell::default() }
    }

    /// All texts of a kind, with their keys; and why the device could not be asked, if so: then they are those that it was
    /// last seen to have.
    pub async fn all(&self, kind: &'static str) -> (Vec<(String, String)>, Option<StoreError>) {
        let asked = self.ask(kind).await;
        let mut seen = self.seen.borrow_mut();
        let why = match asked {
            Ok(all) => {
                seen.retain(|(k, _), _| *k != kind);
                seen.extend(all.into_iter().map(|(key, text)| ((kind, key), text)));
                None
            }
            Err(error) => Some(error),
        };
        let mut all: BTreeMap<&str, &str> =
            seen.iter().filter(|((k, _), _)| *k == kind).map(|((_, key), text)| (&**key, &**text)).collect();
        let memory = self.memory.borrow();
        for ((_, key), text) in memory.iter().filter(|((k, _), _)| *k == kind) {
            match text {
                Some(text) => all.insert(key, text),
                None => all.remove(&**key),
            };
        }
        (all.into_iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect(), why)
    }

    async fn ask(&self, kind: &'static str) -> Result<Vec<(String, String)>, StoreError> {
        let Some(db) = &self.db else { return Ok(Vec::new()) };
        let tx = db.transaction(ALL).build()?;
        let store = tx.object_store(kind)?;
        let keys: Vec<JsValue> = store.get_all_keys::<JsValue>().primitive()?.await?.collect::<Result<_, _>>()?;
        let values: Vec<JsValue> = store.get_all::<JsValue>().primitive()?.await?.collect::<Result<_, _>>()?;
        Ok(keys.iter().zip(&values).filter_map(|(k, v)| Some((k.as_string()?, v.as_string()?))).collect())
    }

    /// Changes what a key holds, in one transaction: nobody changes it between what is read and what is written. What the
    /// device refuses is done in memory, and the refusal told.
    pub async fn update(&self, kind: &'static str, key: &str, change: Changing<'_>) -> Result<(), StoreError> {
        let at: At = (kind, key.to_owned());
        let change = Cell::new(Some(change));
        let decided: RefCell<Option<Change>> = RefCell::new(None);
        let decide = |now: Option<&str>| {
            if let Some(change) = change.take() {
                *decided.borrow_mut() = Some(change(now));
            }
        };
        let in_memory = self.memory.borrow().get(&at).cloned();
        let refused = match (in_memory, &self.db) {
            (Some(text), _) => {
                decide(text.as_deref());
                None
            }
            (None, None) => {
                decide(None);
                None
            }
            (None, Some(db)) => match Self::write(db, kind, key, &decide, &decided).await {
                Ok(()) => return Ok(()),
                Err(error) => {
                    let seen = self.seen.borrow().get(&at).cloned();
                    decide(seen.as_deref());
                    Some(error)
                }
            },
        };
        let text = match decided.into_inner() {
            Some(Change::Put(text)) => Some(text),
            Some(Change::Delete) => None,
            Some(Change::Nothing) | None => return refused.map_or(Ok(()), Err),
        };
        self.memory.borrow_mut().insert(at, text);
        refused.map_or(Ok(()), Err)
    }

    async fn write(
        db: &Database,
        kind: &'static str,
        key: &str,
        decide: &dyn Fn(Option<&str>),
        decided: &RefCell<Option<Change>>,
    ) -> Result<(), StoreError> {
        let tx = db.transaction(ALL).with_mode(TransactionMode::Readwrite).build()?;
        let store = tx.object_store(kind)?;
        let now: Option<JsValue> = store.get(key).primitive()?.await?;
        decide(now.and_then(|now| now.as_string()).as_deref());
        let text = match &*decided.borrow() {
            Some(Change::Put(text)) => Some(JsValue::from_str(text)),
            Some(Change::Delete) => None,
            Some(Change::Nothing) | None => return Ok(()),
        };
        match text {
            Some(text) => store.put(text).with_key(key).primitive()?.await.map(|_| ())?,
            None => store.delete(key).primitive()?.await?,
        }
        drop(store);
        store::commit(tx).await
    }

    /// Takes the right to send for some time, unless another tab has it: where the browser has no locks.
    pub async fn lease(&self, owner: &str, ms: u32) -> Result<bool, StoreError> {
        let Some(db) = &self.db else { return Ok(true) };
        let tx = db.transaction(ALL).with_mode(TransactionMode::Readwrite).build()?;
        let store = tx.object_store(LEASES)?;
        let held: Option<JsValue> = store.get("sender").primitive()?.await?;
        let held = held.and_then(|h| h.as_string()).unwrap_or_default();
        let (who, until) = held.split_once(' ').unwrap_or_default();
        let until: u64 = until.parse().unwrap_or(0);
        let (now, ms) = (clock::now_ms(), u64::from(ms));
        // A lease that ends too far in the future is of a clock that was set back.
        if who != owner && until > now && until < now + 10 * ms {
            return Ok(false);
        }
        let lease = format!("{owner} {}", now + ms);
        store.put(JsValue::from_str(&lease)).with_key("sender").primitive()?.await?;
        drop(store);
        store::commit(tx).await?;
        Ok(true)
    }

    /// Gives the right to send back.
    pub async fn release(&self) -> Result<(), StoreError> {
        self.update(LEASES, "sender", Box::new(|_| Change::Delete)).await
    }
}
