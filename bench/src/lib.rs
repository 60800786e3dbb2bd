//! The app's search for the bench's page: parts go in, a start and keystrokes are timed from outside.

pub mod engine;

use engine::Stored;
use js_sys::Uint8Array;
use pledgebook_core::{
    browse::{Catalogue, Part},
    feed::{PartKind, Sha256Hex},
};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// Parts, and the catalogue that they make.
#[wasm_bindgen]
#[derive(Default)]
pub struct Engine {
    stored: Vec<Stored>,
    parts: Vec<Part>,
    catalogue: Catalogue,
}

#[wasm_bindgen]
impl Engine {
    /// An engine without any part.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        // As in the app: the browser has the tables.
        pledgebook_core::search::use_decomposer(|text| {
            js_sys::JsString::from(text).to_lower_case().normalize("NFKD").into()
        });
        Self::default()
    }

    /// Takes a part that has just come; gives the bytes of the segment made of it.
    #[wasm_bindgen(js_name = addPart)]
    pub fn add_part(&mut self, kind: &str, part: Vec<u8>) -> Result<usize, JsError> {
        let stored = Stored::build(kind_of(kind)?, part);
        let length = stored.segment.len();
        self.stored.push(stored);
        Ok(length)
    }

    /// Takes the segment of a part, as it was kept; the part itself comes later.
    #[wasm_bindgen(js_name = addStored)]
    pub fn add_stored(&mut self, sha: &str, kind: &str, segment: Vec<u8>) -> Result<(), JsError> {
        let sha = Sha256Hex::parse(sha).ok_or_else(|| JsError::new("not a hash"))?;
        self.stored.push(Stored { sha, kind: kind_of(kind)?, segment, part: Vec::new() });
        Ok(())
    }

    /// Takes the bytes of the part of a hash.
    #[wasm_bindgen(js_name = addBytes)]
    pub fn add_bytes(&mut self, sha: &str, part: Vec<u8>) {
        let sha = Sha256Hex::parse(sha);
        if let Some(stored) = self.stored.iter_mut().find(|s| Some(s.sha) == sha) {
            stored.part = part;
        }
    }

    /// Makes the bytes that came known to the catalogue.
    pub fn load(&mut self) {
        self.catalogue = engine::load(&self.stored, &mut self.parts, &self.catalogue);
    }

    /// Bytes: of all segments, of the indexes in them, of the index that they were merged into.
    pub fn sizes(&self) -> Vec<usize> {
        let (all, index, merged) = self.catalogue.sizes();
        vec![all, index, merged]
    }

    /// The segment of the part that came as number `at`, from 0.
    pub fn segment(&self, at: usize) -> Option<Uint8Array> {
        self.stored.get(at).map(|s| Uint8Array::from(s.segment.as_slice()))
    }

    /// Makes the catalogue of all parts that are here; gives how many pledges are in it.
    pub fn open(&mut self) -> usize {
        (self.parts, self.catalogue) = engine::open(&self.stored);
        self.catalogue.len()
    }

    /// Whether something typed is looked for in its nearest spelling.
    #[wasm_bindgen(js_name = isNear)]
    pub fn is_near(&self, typed: &str) -> bool {
        engine::is_near(&self.catalogue, typed)
    }

    /// The page of what is typed, with all that the app shows of it; gives how many pledges match.
    pub fn key(&self, typed: &str) -> usize {
        engine::key(&self.catalogue, typed)
    }
}

fn kind_of(word: &str) -> Result<PartKind, JsError> {
    let kinds = [PartKind::Pledges, PartKind::Parties, PartKind::Terms];
    kinds.into_iter().find(|k| k.wire() == word).ok_or_else(|| JsError::new("not a kind of part"))
}
