//! The sign that the page has come to life.

use leptos::prelude::*;

use crate::effect::effect;

/// The last island of every page: it says in the document that handlers are attached, `<body data-hydrated>`. Style sheets show
/// what needs a script only then, and tests wait for it.
#[island]
pub fn Hydrated() -> impl IntoView {
    effect(move || {
        #[cfg(feature = "hydrate")]
        super::forms::listen();
        if let Some(body) = document().body() {
            let _ = body.set_attribute("data-hydrated", "");
        }
    });
}
