//! What the browser loads: it brings the islands of the page to life that the server rendered.

/// Called once by the page's script, before it looks for islands.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    app::api::person::ask_as_person();
    leptos::mount::hydrate_islands();
}
