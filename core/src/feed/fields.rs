//! The fields of a JSON object, taken one by one. Derived readers would be shorter to write; going without them saved the
//! wasm 67 kB (15 kB brotli). Absent and null are the same; a field of another type counts as absent, and the first such is
//! remembered for the whole record: who reads asks once at the end, which is 10 kB less than asking at every field.

use std::{cell::RefCell, rc::Rc};

use serde_json::{Map, Value};

use super::{FIELD_LIMIT, parse::Reason};

/// What is wrong with a record, as far as it was read: the first thing.
#[derive(Clone, Default)]
pub(super) struct Wrong(Rc<RefCell<Option<Reason>>>);

impl Wrong {
    /// What was remembered, instead of what was read.
    pub(super) fn or<T>(&self, read: T) -> Result<T, Reason> {
        self.0.borrow_mut().take().map_or(Ok(read), Err)
    }

    /// Remembers what is wrong, unless something else already was.
    pub(super) fn note(&self, reason: Reason) {
        self.0.borrow_mut().get_or_insert(reason);
    }
}

impl From<Reason> for String {
    /// What is wrong with the shape, in words; only such things are said of a manifest and a removal.
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Shape(what) => what,
            _ => "a text is too long".to_owned(),
        }
    }
}

/// An object whose fields are taken; what is left over is ignored.
pub(super) struct Fields {
    own: Map<String, Value>,
    wrong: Wrong,
}

impl Fields {
    /// Reads an object.
    #[inline(never)]
    pub(super) fn parse(json: &[u8]) -> Result<Self, String> {
        // Its place is told, not its kind: the library's own words are a kilobyte of wasm.
        let bad = |e: serde_json::Error| format!("not good JSON at line {}, column {}", e.line(), e.column());
        match serde_json::from_slice(json).map_err(bad)? {
            Value::Object(own) => Ok(Self { own, wrong: Wrong::default() }),
            _ => Err(wrong("the record", "an object")),
        }
    }

    /// Where what is wrong with this object, and with those inside it, is remembered.
    pub(super) fn wrong(&self) -> Wrong {
        self.wrong.clone()
    }

    #[inline(never)]
    fn note<T>(&self, key: &str, wanted: &str) -> Option<T> {
        self.wrong.note(Reason::Shape(wrong(key, wanted)));
        None
    }

    fn inner(&self, value: Value, key: &str) -> Option<Self> {
        match value {
            Value::Object(own) => Some(Self { own, wrong: self.wrong() }),
            _ => self.note(key, "an object"),
        }
    }

    #[inline(never)]
    fn take(&mut self, key: &str) -> Option<Value> {
        // Not removed: that would bring the code which balances trees, a kilobyte of wasm.
        self.own.get_mut(key).map(std::mem::take).filter(|v| !v.is_null())
    }

    /// A text.
    #[inline(never)]
    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        match self.take(key)? {
            Value::String(text) => Some(text),
            _ => self.note(key, "a text"),
        }
    }

    /// A text within the format's limit; `name` is what the problem is told by.
    #[inline(never)]
    pub(super) fn limited(&mut self, key: &str, name: &'static str) -> Option<Box<str>> {
        let text = self.text(key)?;
        self.within(&text, name).then(|| text.into())
    }

    /// Whether a text is within the format's limit.
    pub(super) fn within(&self, text: &str, name: &'static str) -> bool {
        if text.len() > FIELD_LIMIT {
            self.wrong.note(Reason::FieldTooLong(name));
        }
        text.len() <= FIELD_LIMIT
    }

    /// A whole number that is not negative.
    #[inline(never)]
    pub(super) fn number(&mut self, key: &str) -> Option<u64> {
        self.take(key)?.as_u64().or_else(|| self.note(key, "a whole number"))
    }

    /// A whole number, or a text in its place.
    pub(super) fn number_or_text(&mut self, key: &str) -> Option<Result<u64, String>> {
        match self.take(key)? {
            Value::String(text) => Some(Err(text)),
            value => value.as_u64().map(Ok),
        }
    }

    /// True or false.
    #[inline(never)]
    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        self.take(key)?.as_bool().or_else(|| self.note(key, "true or false"))
    }

    #[inline(never)]
    fn list(&mut self, key: &str) -> Option<Vec<Value>> {
        match self.take(key)? {
            Value::Array(list) => Some(list),
            _ => self.note(key, "a list"),
        }
    }

    /// A list of texts; an absent one is empty.
    #[inline(never)]
    pub(super) fn texts(&mut self, key: &str) -> Vec<String> {
        self.texts_or_null(key).unwrap_or_default()
    }

    /// A list of texts that may be absent, which then means something else than an empty one.
    #[inline(never)]
    pub(super) fn texts_or_null(&mut self, key: &str) -> Option<Vec<String>> {
        let mut texts = Vec::new();
        for value in self.list(key)? {
            match value {
                Value::String(text) => texts.push(text),
                _ => return self.note(key, "a list of texts"),
            }
        }
        Some(texts)
    }

    /// A list of objects; an absent one is empty.
    #[inline(never)]
    pub(super) fn objects(&mut self, key: &str) -> Vec<Self> {
        let list = self.list(key).unwrap_or_default();
        let mut objects = Vec::new();
        for value in list {
            objects.extend(self.inner(value, key));
        }
        objects
    }

    /// An object.
    #[inline(never)]
    pub(super) fn object(&mut self, key: &str) -> Option<Self> {
        let value = self.take(key)?;
        self.inner(value, key)
    }

    /// Objects by key; absent is empty, and what is no object is left out.
    pub(super) fn objects_by_key(&mut self, key: &str) -> Vec<(String, Self)> {
        let all = self.object(key).map(|f| f.own).unwrap_or_default();
        all.into_iter().filter_map(|(name, value)| Some((name, self.inner(value, key)?))).collect()
    }

    /// Texts by key, such as names by language; absent is empty.
    #[inline(never)]
    pub(super) fn text_map(&mut self, key: &str) -> Vec<(String, String)> {
        let mut texts = Vec::new();
        for (name, value) in self.object(key).map(|f| f.own).unwrap_or_default() {
            match value {
                Value::String(text) => texts.push((name, text)),
                Value::Null => {}
                _ => return self.note(key, "texts by key").unwrap_or_default(),
            }
        }
        texts
    }
}

fn wrong(key: &str, wanted: &str) -> String {
    format!("{key} is not {wanted}")
}
