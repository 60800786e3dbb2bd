//! The fields of a JSON object, taken one by one. Derived readers would be shorter to write; going without them saved the
//! wasm 67 kB (15 kB brotli). Never inlined: at opt-level 3 each of a hundred calls would be a copy. Absent and null are
//! the same; a field of another type is an error that names it.

use serde_json::{Map, Value};

/// An object whose fields are taken; what is left over is ignored.
pub(super) struct Fields(Map<String, Value>);

/// A field that is there, of another type than the format's.
pub(super) type Wrong = String;

impl Fields {
    /// Reads an object.
    #[inline(never)]
    pub(super) fn parse(json: &[u8]) -> Result<Self, Wrong> {
        let value = serde_json::from_slice(json).map_err(|e| e.to_string())?;
        Self::of(value, "the record")
    }

    #[inline(never)]
    fn of(value: Value, name: &str) -> Result<Self, Wrong> {
        match value {
            Value::Object(map) => Ok(Self(map)),
            _ => Err(wrong(name, "an object")),
        }
    }

    #[inline(never)]
    fn take(&mut self, key: &str) -> Option<Value> {
        self.0.remove(key).filter(|v| !v.is_null())
    }

    /// A text.
    #[inline(never)]
    pub(super) fn text(&mut self, key: &str) -> Result<Option<String>, Wrong> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(wrong(key, "a text")),
        }
    }

    /// A whole number that is not negative.
    #[inline(never)]
    pub(super) fn number(&mut self, key: &str) -> Result<Option<u64>, Wrong> {
        match self.take(key) {
            None => Ok(None),
            Some(value) => value.as_u64().map(Some).ok_or_else(|| wrong(key, "a whole number")),
        }
    }

    /// True or false.
    #[inline(never)]
    pub(super) fn flag(&mut self, key: &str) -> Result<Option<bool>, Wrong> {
        match self.take(key) {
            None => Ok(None),
            Some(value) => value.as_bool().map(Some).ok_or_else(|| wrong(key, "true or false")),
        }
    }

    /// A list; an absent one is empty.
    #[inline(never)]
    fn list(&mut self, key: &str) -> Result<Vec<Value>, Wrong> {
        match self.take(key) {
            None => Ok(Vec::new()),
            Some(Value::Array(list)) => Ok(list),
            Some(_) => Err(wrong(key, "a list")),
        }
    }

    /// A list of texts; an absent one is empty.
    #[inline(never)]
    pub(super) fn texts(&mut self, key: &str) -> Result<Vec<String>, Wrong> {
        let mut texts = Vec::new();
        for value in self.list(key)? {
            match value {
                Value::String(text) => texts.push(text),
                _ => return Err(wrong(key, "a list of texts")),
            }
        }
        Ok(texts)
    }

    /// A list of texts that may be absent, which then means something else than an empty one.
    #[inline(never)]
    pub(super) fn texts_or_null(&mut self, key: &str) -> Result<Option<Vec<String>>, Wrong> {
        if self.0.get(key).is_none_or(Value::is_null) { Ok(None) } else { self.texts(key).map(Some) }
    }

    /// A list of objects; an absent one is empty.
    #[inline(never)]
    pub(super) fn objects(&mut self, key: &str) -> Result<Vec<Self>, Wrong> {
        let mut objects = Vec::new();
        for value in self.list(key)? {
            objects.push(Self::of(value, key)?);
        }
        Ok(objects)
    }

    /// An object.
    #[inline(never)]
    pub(super) fn object(&mut self, key: &str) -> Result<Option<Self>, Wrong> {
        match self.take(key) {
            None => Ok(None),
            Some(value) => Self::of(value, key).map(Some),
        }
    }

    /// Texts by key, such as names by language; absent is empty.
    #[inline(never)]
    pub(super) fn text_map(&mut self, key: &str) -> Result<Vec<(String, String)>, Wrong> {
        let mut texts = Vec::new();
        for (name, value) in self.object(key)?.map(|f| f.0).unwrap_or_default() {
            match value {
                Value::String(text) => texts.push((name, text)),
                Value::Null => {}
                _ => return Err(wrong(key, "texts by key")),
            }
        }
        Ok(texts)
    }
}

fn wrong(key: &str, wanted: &str) -> Wrong {
    format!("{key} is not {wanted}")
}
