//! What is the reader's own on this device: drafts and flags, each a text under a key, in a database apart from the copy's,
//! so that no repair of the copy takes them. Where the device keeps nothing they last as long as the page.

use std::{cell::RefCell, collections::BTreeMap};

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

/// Where the reader's own things are.
pub struct Mine {
    db: Option<Database>,
    /// In place of a database, or of one that refuses.
    memory: RefCell<BTreeMap<(&'static str, String), String>>,
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
            Ok(db) => (Some(db), None),
            Err(why) => (None, Some(why)),
        };
        (Self { db, memory: RefCell::default() }, why)
    }

    /// Nothing is kept: all of it lasts as long as the page.
    pub fn in_memory() -> Self {
        Self { db: None, memory: RefCell::default() }
    }

    /// All texts of a kind, with their keys.
    pub async fn all(&self, kind: &'static str) -> Result<Vec<(String, String)>, StoreError> {
        let mut all: BTreeMap<String, String> = match &self.db {
            Some(db) => {
                let tx = db.transaction(ALL).build()?;
                let store = tx.object_store(kind)?;
                let keys: Vec<JsValue> =
                    store.get_all_keys::<JsValue>().primitive()?.await?.collect::<Result<_, _>>()?;
                let values: Vec<JsValue> = store.get_all::<JsValue>().primitive()?.await?.collect::<Result<_, _>>()?;
                keys.iter().zip(&values).filter_map(|(k, v)| Some((k.as_string()?, v.as_string()?))).collect()
            }
            None => BTreeMap::new(),
        };
        let memory = self.memory.borrow();
        all.extend(memory.iter().filter(|((k, _), _)| *k == kind).map(|((_, id), t)| (id.clone(), t.clone())));
        Ok(all.into_iter().collect())
    }

    /// Keeps a text under a key. What the device refuses to keep is kept in memory, and the refusal told.
    pub async fn put(&self, kind: &'static str, key: &str, text: &str) -> Result<(), StoreError> {
        let at = (kind, key.to_owned());
        if self.db.is_none() || self.memory.borrow().contains_key(&at) {
            self.memory.borrow_mut().insert(at, text.to_owned());
            return Ok(());
        }
        let kept = self.write(kind, key, Some(text), false).await;
        if kept.is_err() {
            self.memory.borrow_mut().insert(at, text.to_owned());
        }
        kept
    }

    /// Keeps a text under a key that is there already; what was deleted meanwhile stays deleted.
    pub async fn change(&self, kind: &'static str, key: &str, text: &str) -> Result<(), StoreError> {
        if let Some(there) = self.memory.borrow_mut().get_mut(&(kind, key.to_owned())) {
            text.clone_into(there);
            return Ok(());
        }
        self.write(kind, key, Some(text), true).await
    }

    /// Deletes what a key holds.
    pub async fn delete(&self, kind: &'static str, key: &str) -> Result<(), StoreError> {
        self.memory.borrow_mut().remove(&(kind, key.to_owned()));
        self.write(kind, key, None, false).await
    }

    async fn write(
        &self,
        kind: &'static str,
        key: &str,
        text: Option<&str>,
        only_there: bool,
    ) -> Result<(), StoreError> {
        let Some(db) = &self.db else { return Ok(()) };
        let tx = db.transaction(ALL).with_mode(TransactionMode::Readwrite).build()?;
        let store = tx.object_store(kind)?;
        if only_there {
            let there: Option<JsValue> = store.get(key).primitive()?.await?;
            if there.is_none() {
                return Ok(());
            }
        }
        match text {
            Some(text) => store.put(JsValue::from_str(text)).with_key(key).primitive()?.await.map(|_| ())?,
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
        self.write(LEASES, "sender", None, false).await
    }
}
