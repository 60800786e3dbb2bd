//! The seam between the two modules of the app: all that the second has is behind this one call. The build
//! (`tools/site/modules.mjs`) finds it by the two names, which must differ only in `import` and `export`, and moves to
//! the second module whatever only the exported one needs.

use pledgebook_core::route::Route;

use crate::view::Node;

/// What the second module is called for.
pub enum Call<'a> {
    /// To begin with what it does by itself: the outbox.
    Start,
    /// To show a page.
    Page(&'a Route),
}

/// Calls the second module, which must be here.
pub fn more(call: &Call<'_>) -> Node {
    answer(call)
}

#[cfg(not(two_modules))]
use super::more::answer;

// Both modules come from one compilation and share one memory, so that any value can pass between them.
#[cfg(two_modules)]
#[allow(unsafe_code, improper_ctypes, improper_ctypes_definitions)]
mod two {
    use super::{Call, Node};

    #[link(wasm_import_module = "__wasm_split_placeholder__")]
    unsafe extern "C" {
        // Safe, as calling it before the other module is here would end the app as any panic does.
        #[link_name = "__wasm_split_00more00_import_00000000000000000000000000000001_answer"]
        pub safe fn answer(call: &Call<'_>) -> Node;
    }

    #[unsafe(export_name = "__wasm_split_00more00_export_00000000000000000000000000000001_answer")]
    extern "C" fn exported(call: &Call<'_>) -> Node {
        super::super::more::answer(call)
    }
}

#[cfg(two_modules)]
use two::answer;
