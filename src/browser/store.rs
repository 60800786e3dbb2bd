//! The copy on the device: IndexedDB, the feed's parts byte for byte, each under its hash. Success is the end of a
//! transaction, never a request's: on a full device every `put` succeeds and only the transaction aborts.

use std::sync::Arc;

use futures_util::future::{Either, select};
use indexed_db_futures::{
    Build, BuildPrimitive,
    database::Database,
    error::OpenDbError,
    query_source::QuerySource,
    transaction::{Transaction, TransactionMode},
};
use js_sys::Uint8Array;
use pledgebook_core::feed::Sha256Hex;
use wasm_bindgen::{JsCast, JsValue};

use super::clock;

/// Single values: the manifests, when the copy was made.
const META: &str = "meta";
/// The parts, by hash.
const PARTS: &str = "parts";
const CURRENT: &str = "current";
const PENDING: &str = "pending";
const COPIED_AT: &str = "copied-at";

/// Milliseconds that an open may take: one that is queued behind another tab's gets no event at all.
const PATIENCE: u32 = 4_000;

/// Why the device does not keep something, in the browser's words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoreError(pub String);

impl From<indexed_db_futures::error::Error> for StoreError {
    fn from(error: indexed_db_futures::error::Error) -> Self {
        Self(cause(&error.to_string()))
    }
}

impl From<OpenDbError> for StoreError {
    fn from(error: OpenDbError) -> Self {
        match error {
            // The library says this of whatever `open` throws; our version is never zero.
            OpenDbError::VersionZero => Self("it refuses to open a database".to_owned()),
            other => Self(cause(&other.to_string())),
        }
    }
}

/// A browser's message without the empty ends that some have: `QuotaExceededError: .`
fn cause(message: &str) -> String {
    message.trim_end_matches(['.', ':', ' ']).to_owned()
}

/// What a store holds.
#[derive(Default, Debug)]
pub struct Contents {
    /// The manifest of the copy that is whole.
    pub current: Option<Arc<[u8]>>,
    /// The manifest of a copy under way.
    pub pending: Option<Arc<[u8]>>,
    /// When the copy was last made whole or found up to date, in milliseconds since 1970.
    pub copied_at: Option<f64>,
    /// The parts, by the hash under which they were stored; not yet checked.
    pub parts: Vec<(Sha256Hex, Arc<[u8]>)>,
}

/// An open store.
pub struct CopyStore {
    db: Database,
}

impl CopyStore {
    /// Opens the store of a name. A refusal, a later version, or an open that does not answer is an error; nothing
    /// is ever deleted to get on.
    pub async fn open(name: &str) -> Result<Self, StoreError> {
        let open = async {
            let request = Database::open(name).with_version(1u8).with_on_upgrade_needed(|_, db: Database| {
                db.create_object_store(META).build()?;
                db.create_object_store(PARTS).build()?;
                Ok(())
            });
            Ok(Self { db: request.await? })
        };
        match select(std::pin::pin!(open), std::pin::pin!(clock::sleep(PATIENCE))).await {
            Either::Left((opened, _)) => opened,
            Either::Right(_) => Err(StoreError("the database does not open".to_owned())),
        }
    }

    /// Everything that is stored.
    pub async fn load(&self) -> Result<Contents, StoreError> {
        let tx = self.db.transaction([META, PARTS]).build()?;
        let (meta, parts) = (tx.object_store(META)?, tx.object_store(PARTS)?);
        let current: Option<JsValue> = meta.get(CURRENT).primitive()?.await?;
        let pending: Option<JsValue> = meta.get(PENDING).primitive()?.await?;
        let copied_at: Option<JsValue> = meta.get(COPIED_AT).primitive()?.await?;
        let keys: Vec<JsValue> = parts.get_all_keys::<JsValue>().primitive()?.await?.collect::<Result<_, _>>()?;
        let values: Vec<JsValue> = parts.get_all::<JsValue>().primitive()?.await?.collect::<Result<_, _>>()?;
        let part = |(key, value): (JsValue, JsValue)| Some((Sha256Hex::parse(&key.as_string()?)?, bytes(&value)?));
        Ok(Contents {
            current: current.as_ref().and_then(bytes),
            pending: pending.as_ref().and_then(bytes),
            copied_at: copied_at.and_then(|at| at.as_f64()),
            parts: keys.into_iter().zip(values).filter_map(part).collect(),
        })
    }

    /// Keeps the manifest of a copy under way; its removals apply from now on.
    pub async fn keep_pending(&self, manifest: &[u8]) -> Result<(), StoreError> {
        let tx = self.write()?;
        tx.object_store(META)?.put(array(manifest)).with_key(PENDING).primitive()?.await?;
        commit(tx).await
    }

    /// Keeps a part.
    pub async fn keep_part(&self, sha: Sha256Hex, part: &[u8]) -> Result<(), StoreError> {
        let tx = self.write()?;
        tx.object_store(PARTS)?.put(array(part)).with_key(sha.to_string()).primitive()?.await?;
        commit(tx).await
    }

    /// In one transaction makes a manifest the copy's, forgets the one under way and drops parts.
    pub async fn swap(&self, manifest: &[u8], dropped: &[Sha256Hex], at: f64) -> Result<(), StoreError> {
        let tx = self.write()?;
        let (meta, parts) = (tx.object_store(META)?, tx.object_store(PARTS)?);
        meta.put(array(manifest)).with_key(CURRENT).primitive()?.await?;
        meta.put(JsValue::from_f64(at)).with_key(COPIED_AT).primitive()?.await?;
        meta.delete(PENDING).primitive()?.await?;
        for sha in dropped {
            parts.delete(sha.to_string()).primitive()?.await?;
        }
        drop((meta, parts));
        commit(tx).await
    }

    /// Notes that the copy was found up to date.
    pub async fn keep_time(&self, at: f64) -> Result<(), StoreError> {
        let tx = self.write()?;
        tx.object_store(META)?.put(JsValue::from_f64(at)).with_key(COPIED_AT).primitive()?.await?;
        commit(tx).await
    }

    fn write(&self) -> Result<Transaction<'_>, StoreError> {
        Ok(self.db.transaction([META, PARTS]).with_mode(TransactionMode::Readwrite).build()?)
    }
}

/// Waits for the end of a transaction, which comes by itself once it has nothing left to do. The library's own
/// `commit` takes the transaction and with it the only word about why it failed.
async fn commit(tx: Transaction<'_>) -> Result<(), StoreError> {
    if tx.on_done()?.await.is_ok() {
        return Ok(());
    }
    Err(StoreError(
        tx.error().map_or_else(|| "the transaction was aborted".to_owned(), |error| cause(&error.to_string())),
    ))
}

fn array(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn bytes(value: &JsValue) -> Option<Arc<[u8]>> {
    value.dyn_ref::<Uint8Array>().map(|array| array.to_vec().into())
}
