//! The copy on the device: IndexedDB, the feed's parts byte for byte, each under its hash. Success is the end of a
//! transaction, never a request's: on a full device every `put` succeeds and only the transaction aborts.

use std::{cell::Cell, rc::Rc, sync::Arc};

use futures_util::future::{Either, select};
use indexed_db_futures::{
    Build, BuildPrimitive,
    database::Database,
    error::{Error, OpenDbError},
    internals::SystemRepr,
    query_source::QuerySource,
    transaction::{Transaction, TransactionMode},
};
use js_sys::{Array, Promise, Uint8Array};
use pledgebook_core::{
    feed::Sha256Hex,
    sync::{Published, may_follow},
};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::IdbDatabase;

use super::{clock, dom};

/// Single values: the manifests, when the copy was made.
const META: &str = "meta";
/// The parts, by hash.
const PARTS: &str = "parts";
/// What was made of each part, by the part's hash.
const SEGMENTS: &str = "segments";
/// The version of the database: 2 has segments.
const VERSION: u8 = 2;
const CURRENT: &str = "current";
const PENDING: &str = "pending";
const COPIED_AT: &str = "copied-at";
/// What changed since the reader last looked.
const CHANGES: &str = "changes";

/// Milliseconds that an open may take: one that is queued behind another tab's gets no event at all.
const PATIENCE: u32 = 4_000;

/// Why the device does not keep something, in the browser's words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoreError(pub String);

/// In the browser's words. The library's own messages are not asked for: one of them writes fractions, whose code is
/// 15 kB of wasm.
impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        match error {
            Error::DomException(error) => Self::of(&error.into()),
            Error::Unknown(error) => Self(cause(&error.to_string())),
            Error::MissingData(_) | Error::Serialisation(_) => Self("the database gave no answer".to_owned()),
        }
    }
}

impl From<OpenDbError> for StoreError {
    fn from(error: OpenDbError) -> Self {
        match error {
            // The library says this of whatever `open` throws; our version is never zero.
            OpenDbError::VersionZero => Self("it refuses to open a database".to_owned()),
            OpenDbError::UnsupportedEnvironment | OpenDbError::NullFactory => Self("it has no databases".to_owned()),
            OpenDbError::Base(error) => error.into(),
        }
    }
}

impl StoreError {
    fn of_js(error: &JsValue) -> Self {
        match error.dyn_ref::<web_sys::DomException>() {
            Some(error) => Self::of(error),
            None => Self("it refuses to open a database".to_owned()),
        }
    }

    fn of(error: &web_sys::DomException) -> Self {
        Self(cause(&format!("{}: {}", error.name(), error.message())))
    }
}

/// A browser's message without the empty ends that some have: `QuotaExceededError: .`
fn cause(message: &str) -> String {
    message.trim_end_matches(['.', ':', ' ']).to_owned()
}

/// What a store holds, but for the parts' bytes.
#[derive(Default, Debug)]
pub struct Contents {
    /// The manifest of the copy that is whole.
    pub current: Option<Published>,
    /// The manifest of a copy under way.
    pub pending: Option<Published>,
    /// When the copy was last made whole or found up to date, in milliseconds since 1970.
    pub copied_at: Option<f64>,
    /// The hashes under which parts are stored.
    pub parts: Vec<Sha256Hex>,
    /// What was made of the parts, by their hashes.
    pub segments: Vec<Blob>,
}

/// Bytes with the hash of the part that they are, or were made of; not yet checked.
pub type Blob = (Sha256Hex, Arc<[u8]>);

/// An open store.
pub struct CopyStore {
    db: Database,
    lost: Rc<Cell<Lost>>,
}

/// Whether the connection to a database is lost, and why.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Lost {
    /// It is open.
    #[default]
    No,
    /// The browser closed it, as it does when somebody clears what a site has stored: it may be opened again.
    Closed,
    /// It was given up for another tab, which deletes the database or has a later version of the app: that tab's wish
    /// stands.
    GivenUp,
}

/// Gives up a connection when another tab needs the database, so that it does not wait for ever; tells when it is lost.
pub(super) fn watch(db: &Database) -> Rc<Cell<Lost>> {
    let lost = Rc::new(Cell::new(Lost::No));
    let db = db.as_sys();
    let listener = |what, and_close: bool| {
        let (lost, db) = (Rc::clone(&lost), db.clone());
        Closure::<dyn Fn()>::new(move || {
            lost.set(what);
            if and_close {
                db.close();
            }
        })
        .into_js_value()
    };
    db.set_onclose(Some(listener(Lost::Closed, false).unchecked_ref()));
    db.set_onversionchange(Some(listener(Lost::GivenUp, true).unchecked_ref()));
    lost
}

impl CopyStore {
    /// Opens the store of a name. A refusal, a later version, or an open that does not answer is an error; nothing
    /// is ever deleted to get on.
    pub async fn open(name: &str) -> Result<Self, StoreError> {
        let open = async {
            make(name, VERSION, &[META, PARTS, SEGMENTS]).await?;
            let db = Database::open(name).with_version(VERSION).await?;
            Ok(Self { lost: watch(&db), db })
        };
        match select(std::pin::pin!(open), std::pin::pin!(clock::sleep(PATIENCE))).await {
            Either::Left((opened, _)) => opened,
            Either::Right(_) => Err(StoreError("the database does not open".to_owned())),
        }
    }

    /// Whether the connection is lost.
    pub fn lost(&self) -> Lost {
        self.lost.get()
    }

    /// What is stored, but for the parts' bytes: all that the first list needs.
    pub async fn load(&self) -> Result<Contents, StoreError> {
        let tx = self.db.transaction([META, PARTS, SEGMENTS]).build()?;
        let segments = blobs(&tx, SEGMENTS).await?;
        Ok(Contents { segments, ..contents(&tx).await? })
    }

    /// What is stored, but for the parts' bytes and what was made of them.
    pub async fn glance(&self) -> Result<Contents, StoreError> {
        contents(&self.db.transaction([META, PARTS, SEGMENTS]).build()?).await
    }

    /// A part, and what was made of it.
    pub async fn part(&self, sha: Sha256Hex) -> Result<[Option<Arc<[u8]>>; 2], StoreError> {
        let tx = self.db.transaction([META, PARTS, SEGMENTS]).build()?;
        let key = sha.to_string();
        Ok([value(&tx, PARTS, &key).await?, value(&tx, SEGMENTS, &key).await?]
            .map(|value| value.as_ref().and_then(bytes)))
    }

    /// The bytes of all parts.
    pub async fn parts(&self) -> Result<Vec<Blob>, StoreError> {
        let tx = self.db.transaction([META, PARTS, SEGMENTS]).build()?;
        blobs(&tx, PARTS).await
    }

    /// Keeps the manifest of a copy under way; its removals apply from now on. Where another tab has come further, that stands:
    /// what it knows to be removed must not be forgotten.
    pub async fn keep_pending(&self, manifest: &Published) -> Result<(), StoreError> {
        self.write(Some((manifest, &[])), vec![put(META, PENDING, manifest_value(manifest))]).await
    }

    /// What changed since the reader last looked, as it was kept.
    pub async fn changes(&self) -> Result<Option<Arc<[u8]>>, StoreError> {
        let tx = self.db.transaction([META, PARTS, SEGMENTS]).build()?;
        Ok(value(&tx, META, CHANGES).await?.as_ref().and_then(bytes))
    }

    /// Keeps what changed since the reader last looked; None: nothing.
    pub async fn keep_changes(&self, changes: Option<&[u8]>) -> Result<(), StoreError> {
        self.write(None, vec![(META, CHANGES.to_owned(), changes.map(array))]).await
    }

    /// Forgets parts, and what was made of them.
    pub async fn drop_parts(&self, parts: &[Sha256Hex]) -> Result<(), StoreError> {
        let both = parts.iter().flat_map(|sha| [PARTS, SEGMENTS].map(|store| (store, sha.to_string(), None)));
        self.write(None, both.collect()).await
    }

    /// Keeps a part, and what was made of it.
    pub async fn keep_part(&self, sha: Sha256Hex, part: &[u8], segment: &[u8]) -> Result<(), StoreError> {
        let key = sha.to_string();
        self.write(None, vec![put(PARTS, &key, array(part)), put(SEGMENTS, &key, array(segment))]).await
    }

    /// Keeps what was made anew of a part.
    pub async fn keep_segment(&self, sha: Sha256Hex, segment: &[u8]) -> Result<(), StoreError> {
        self.write(None, vec![put(SEGMENTS, &sha.to_string(), array(segment))]).await
    }

    /// In one transaction makes a manifest the copy's, forgets the one under way, and keeps of the parts those that are
    /// `named`: also those go that were damaged, or that another tab left. Not where another tab has come further; and it is an
    /// error where the store lacks one of them, as a full device refuses a part and still has room for the manifest.
    pub async fn swap(&self, manifest: &Published, named: &[Sha256Hex], at: f64) -> Result<(), StoreError> {
        let changes = vec![
            put(META, CURRENT, manifest_value(manifest)),
            put(META, COPIED_AT, at.into()),
            (META, PENDING.to_owned(), None),
        ];
        self.write(Some((manifest, named)), changes).await
    }

    /// Notes that the copy was found up to date.
    pub async fn keep_time(&self, at: f64) -> Result<(), StoreError> {
        self.write(None, vec![put(META, COPIED_AT, at.into())]).await
    }

    /// Changes values in one transaction; with a manifest only if it may take the place of what is stored, and with parts that it
    /// names only if they are there: then they alone stay. All writing goes through this: each future of its own would be a
    /// kilobyte of wasm.
    #[inline(never)]
    async fn write(
        &self,
        manifest: Option<(&Published, &[Sha256Hex])>,
        mut changes: Vec<Change>,
    ) -> Result<(), StoreError> {
        let mode = TransactionMode::Readwrite;
        let tx = self.db.transaction([META, PARTS, SEGMENTS]).with_mode(mode).build()?;
        if let Some((manifest, named)) = manifest {
            let mut stored = Vec::new();
            for key in [CURRENT, PENDING] {
                stored.extend(value(&tx, META, key).await?.as_ref().and_then(manifest_of).map(|p| p.manifest));
            }
            if !may_follow(&stored, &manifest.manifest) {
                return commit(tx).await;
            }
            let there = keys(&tx, PARTS).await?;
            if named.iter().any(|sha| !there.contains(&Some(*sha))) {
                return Err(StoreError("the database lacks a part of the new copy".to_owned()));
            }
            let over = there.iter().flatten().filter(|sha| !named.is_empty() && !named.contains(sha));
            changes.extend(over.flat_map(|sha| [PARTS, SEGMENTS].map(|store| (store, sha.to_string(), None))));
        }
        for (store, key, value) in changes {
            let store = tx.object_store(store)?;
            match value {
                Some(value) => {
                    store.put(value).with_key(key).primitive()?.await?;
                }
                None => store.delete(key).primitive()?.await?,
            }
        }
        commit(tx).await
    }
}

/// A value that comes under a key of a store, or None: that goes.
type Change = (&'static str, String, Option<JsValue>);

fn put(store: &'static str, key: &str, value: JsValue) -> Change {
    (store, key.to_owned(), Some(value))
}

/// The manifests, the time, and which parts there are.
async fn contents(tx: &Transaction<'_>) -> Result<Contents, StoreError> {
    let mut found = [None, None, None];
    for (key, found) in [CURRENT, PENDING, COPIED_AT].into_iter().zip(&mut found) {
        *found = value(tx, META, key).await?;
    }
    let parts = keys(tx, PARTS).await?;
    let [current, pending, copied_at] = found;
    Ok(Contents {
        current: current.as_ref().and_then(manifest_of),
        pending: pending.as_ref().and_then(manifest_of),
        copied_at: copied_at.and_then(|at| at.as_f64()),
        parts: parts.iter().flatten().copied().collect(),
        segments: Vec::new(),
    })
}

/// A manifest's bytes, or an array of these and its signature's.
fn manifest_value(published: &Published) -> JsValue {
    let manifest = array(&published.manifest);
    match &published.signature {
        Some(signature) => Array::of2(&manifest, &array(signature)).into(),
        None => manifest,
    }
}

fn manifest_of(value: &JsValue) -> Option<Published> {
    match value.dyn_ref::<Array>() {
        Some(both) => Some(Published { manifest: bytes(&both.get(0))?, signature: bytes(&both.get(1)) }),
        None => bytes(value).map(Published::unsigned),
    }
}

async fn value(tx: &Transaction<'_>, store: &str, key: &str) -> Result<Option<JsValue>, StoreError> {
    Ok(tx.object_store(store)?.get(key).primitive()?.await?)
}

/// Makes the stores that a version of a database has, unless they are there. By the browser's own calls, as what the library does in
/// an upgrade can write fractions into its messages, and brings 4 kB for it.
pub(super) async fn make(name: &str, version: u8, stores: &'static [&'static str]) -> Result<(), StoreError> {
    let factory = dom::window().and_then(|w| w.indexed_db().ok().flatten());
    let factory = factory.ok_or_else(|| StoreError("it has no databases".to_owned()))?;
    let request = factory.open_with_u32(name, version.into()).map_err(|e| StoreError::of_js(&e))?;
    let opening = request.clone();
    let upgrade = Closure::once_into_js(move || {
        let database = opening.result().ok().and_then(|r| r.dyn_into::<IdbDatabase>().ok());
        for (database, store) in database.iter().flat_map(|d| stores.iter().map(move |s| (d, s))) {
            if !database.object_store_names().contains(store)
                && let Err(error) = database.create_object_store(store)
            {
                super::log(&error);
            }
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    let opened = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    if JsFuture::from(opened).await.is_err() {
        let error = request.error().ok().flatten();
        return Err(error.map_or_else(|| StoreError("the database does not open".to_owned()), |e| StoreError::of(&e)));
    }
    if let Ok(Ok(database)) = request.result().map(JsCast::dyn_into::<IdbDatabase>) {
        database.close();
    }
    Ok(())
}

/// The keys of a store; None for one that is no hash.
async fn keys(tx: &Transaction<'_>, store: &str) -> Result<Vec<Option<Sha256Hex>>, StoreError> {
    let store = tx.object_store(store)?;
    let keys: Vec<JsValue> = store.get_all_keys::<JsValue>().primitive()?.await?.collect::<Result<_, _>>()?;
    Ok(keys.iter().map(|key| Sha256Hex::parse(&key.as_string()?)).collect())
}

/// All of a store.
async fn blobs(tx: &Transaction<'_>, name: &str) -> Result<Vec<Blob>, StoreError> {
    let keys = keys(tx, name).await?;
    let store = tx.object_store(name)?;
    let values: Vec<JsValue> = store.get_all::<JsValue>().primitive()?.await?.collect::<Result<_, _>>()?;
    Ok(keys.into_iter().zip(values).filter_map(|(key, value)| Some((key?, bytes(&value)?))).collect())
}

/// Waits for the end of a transaction, which comes by itself once it has nothing left to do. The library's own
/// `commit` takes the transaction and with it the only word about why it failed.
pub(super) async fn commit(tx: Transaction<'_>) -> Result<(), StoreError> {
    if tx.on_done()?.await.is_ok() {
        return Ok(());
    }
    Err(tx.error().map_or_else(|| StoreError("the transaction was aborted".to_owned()), StoreError::from))
}

fn array(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn bytes(value: &JsValue) -> Option<Arc<[u8]>> {
    value.dyn_ref::<Uint8Array>().map(|array| array.to_vec().into())
}
