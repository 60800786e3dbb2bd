//! Files that are packed: what a reader brings is unpacked piece by piece, what they take along is packed by the browser.
//! Neither is ever whole in the app's own memory.

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, Event, HtmlElement, HtmlInputElement, ReadableStreamDefaultReader};

use super::{dom, fetch, files, history, log};

const PACKS: &str = "CompressionStream";
const UNPACKS: &str = "DecompressionStream";

/// Whether this browser can pack.
pub fn can_pack() -> bool {
    has(PACKS)
}

/// Whether this browser can unpack.
pub fn can_unpack() -> bool {
    has(UNPACKS)
}

fn has(class: &str) -> bool {
    Reflect::get(&js_sys::global(), &class.into()).is_ok_and(|c| c.is_function())
}

/// A new object of a class that every browser has which can pack. By reflection, as all here: each function of the browser that is
/// called by name is a line in the first module.
fn construct(class: &str, with: &JsValue) -> Result<JsValue, JsValue> {
    let class: Function = Reflect::get(&js_sys::global(), &class.into())?.dyn_into()?;
    Reflect::construct(&class, &Array::of1(with))
}

fn call(of: &JsValue, method: &str, with: &JsValue) -> Result<JsValue, JsValue> {
    let method: Function = Reflect::get(of, &method.into())?.dyn_into()?;
    method.call1(of, with)
}

/// What a blob holds, sent through the browser's packer or unpacker.
fn through(blob: &JsValue, class: &str) -> Result<ReadableStreamDefaultReader, JsValue> {
    let stream = call(blob, "stream", &JsValue::UNDEFINED)?;
    let stream = call(&stream, "pipeThrough", &construct(class, &"gzip".into())?)?;
    Ok(call(&stream, "getReader", &JsValue::UNDEFINED)?.unchecked_into())
}

/// A file that is being made.
#[derive(Default)]
pub struct Packing(Array);

impl Packing {
    /// Adds bytes at its end.
    pub fn push(&self, bytes: &[u8]) -> bool {
        // Each a blob of its own, which the browser need not hold in memory.
        let blob = construct("Blob", &Array::of1(&Uint8Array::from(bytes)));
        blob.map(|blob| self.0.push(&blob)).inspect_err(log).is_ok()
    }

    /// Packs it and offers it to the reader; says whether it could be offered.
    pub async fn save(self, name: &str) -> bool {
        let packed = pack(&self.0).await;
        packed.and_then(|blob| files::offer(name, blob.unchecked_ref())).inspect_err(log).is_ok()
    }
}

async fn pack(pieces: &Array) -> Result<JsValue, JsValue> {
    let reader = through(&construct("Blob", pieces)?, PACKS)?;
    let packed = Array::new();
    while let Some(piece) = fetch::piece(&JsFuture::from(reader.read()).await?) {
        packed.push(&piece);
    }
    construct("Blob", &packed)
}

/// A file that the reader chose.
#[derive(Clone)]
pub struct Picked(JsValue);

/// Why a file gives no more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stopped {
    /// The device does not give it any more: a stick that was taken out.
    Gone,
    /// It cannot be unpacked.
    Garbled,
}

impl Picked {
    /// Begins to unpack it, from its first byte.
    pub fn unpack(&self) -> Result<Pieces, Stopped> {
        through(&self.0, UNPACKS).map(Pieces).map_err(|e| stopped(&e))
    }
}

/// A file as it is unpacked.
pub struct Pieces(ReadableStreamDefaultReader);

impl Pieces {
    /// The next bytes; None at the end.
    pub async fn next(&self) -> Result<Option<Vec<u8>>, Stopped> {
        let chunk = JsFuture::from(self.0.read()).await.map_err(|e| stopped(&e))?;
        Ok(fetch::piece(&chunk).map(|piece| piece.to_vec()))
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        // What is not read any more need not be unpacked any more, and that it is not is of no interest.
        let ended = call(&self.0, "cancel", &JsValue::UNDEFINED);
        if let Ok(ended) = ended.map(JsCast::unchecked_into::<Promise>) {
            super::task::spawn(async move {
                drop(JsFuture::from(ended).await);
            });
        }
    }
}

/// The device's own failures are exceptions of the document, the unpacker's are errors of a type.
fn stopped(error: &JsValue) -> Stopped {
    if error.is_instance_of::<DomException>() { Stopped::Gone } else { Stopped::Garbled }
}

/// Opens the chooser of the file field with this id.
pub fn choose(id: &str) {
    let field = dom::document().and_then(|d| d.get_element_by_id(id));
    if let Some(field) = field.and_then(|f| f.dyn_into::<HtmlElement>().ok()) {
        field.click();
    }
}

/// The file that was chosen in a field. The field forgets it, so that the same can be chosen again.
pub fn chosen(event: &Event) -> Option<Picked> {
    let field: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = first(&field);
    field.set_value("");
    file
}

fn first(of: &JsValue) -> Option<Picked> {
    let files = Reflect::get(of, &"files".into()).ok()?;
    Reflect::get(&files, &"0".into()).ok().filter(JsValue::is_truthy).map(Picked)
}

/// Calls `f` with a file that is dropped anywhere on the page, as long as `wanted` says so; else the browser does with it as
/// it is used to.
pub fn on_drop(wanted: impl Fn() -> bool + Clone + 'static, f: impl Fn(Picked) + 'static) {
    let Some(window) = dom::window() else { return };
    let may = move |event: &Event| {
        let carried = Reflect::get(event, &"dataTransfer".into()).ok()?;
        let types = Reflect::get(&carried, &"types".into()).ok()?;
        let is_file = call(&types, "includes", &"Files".into()).is_ok_and(|is| is.is_truthy());
        (is_file && wanted()).then_some(carried)
    };
    let over = may.clone();
    let over = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        if over(&event).is_some() {
            event.prevent_default();
        }
    });
    history::on(&window, "dragover", over.into_js_value());
    let dropped = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        let Some(carried) = may(&event) else { return };
        event.prevent_default();
        if let Some(file) = first(&carried) {
            f(file);
        }
    });
    history::on(&window, "drop", dropped.into_js_value());
}
