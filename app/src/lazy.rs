//! What the browser loads when it is first needed, in files of their own: docs/architecture.md, "What is loaded later".
//!
//! A part is a function that hands out what the part can do, as pointers to functions. They are kept, and called like any others.

use std::sync::OnceLock;

// Not Leptos's own `#[lazy]`: that one ends the whole page where the file cannot be loaded.
use leptos::wasm_split::{SplitLoaderError, wasm_split};

type Html = fn(&str) -> Option<String>;

static HTML: OnceLock<Html> = OnceLock::new();

/// All of [`tertulia::markup`], nearly a third of what every page loads without it.
#[wasm_split(markup, wasm_split_path = ::leptos::wasm_split, fallible)]
fn markup_in_its_file() -> Result<Html, SplitLoaderError> {
    Ok(tertulia::markup::html)
}

/// Loads what [`html`] needs, if it is not there yet; false where that is not possible now: without a network, or because the
/// server has another version of it than this page. It can be tried again.
pub(crate) async fn load_markup() -> bool {
    match markup_in_its_file().await {
        Ok(html) => {
            HTML.get_or_init(|| html);
            true
        }
        Err(_) => false,
    }
}

/// A text as HTML, the same as the server makes of it ([`tertulia::markup::html`]): none where it looks like its source, and as long as
/// [`load_markup`] has not loaded it.
pub(crate) fn html(source: &str) -> Option<String> {
    HTML.get()?(source)
}

/// Whether [`load_markup`] has nothing left to load.
pub(crate) fn has_markup() -> bool {
    HTML.get().is_some()
}
