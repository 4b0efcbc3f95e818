//! What the browser loads: it takes over the page that the server rendered.

/// Attaches the application to the document.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}
