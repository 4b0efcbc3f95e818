//! Whom a page is made for. A browser's cookie says who is signed in when a request goes out, which on a shared computer may be
//! somebody else; so a page names its person in the address of everything that it asks for.

use std::fmt::Display;

/// What stands before the person's id in an address: `/as/{user_id}/api/…`.
pub const AS: &str = "/as/";
/// Where a form lands that was made for somebody who is not signed in any more.
#[cfg(feature = "ssr")]
pub const ANOTHER_PERSON: &str = "/another-person";

/// An address under `/api` as a page for this person writes it. Whoever else is signed in is refused (`wrong_person`).
pub fn as_person(person: impl Display, address: &str) -> String {
    format!("{AS}{person}{address}")
}

/// From now on, whatever this page asks the server for names the person that the document was made for.
#[cfg(feature = "hydrate")]
pub fn ask_as_person() {
    let html = leptos::prelude::document().document_element();
    if let Some(person) = html.and_then(|html| html.get_attribute("data-person")) {
        // Twice in one document would say the same.
        let _ = leptos::server_fn::client::try_set_server_url(as_person(person, "").leak());
    }
}

/// What stands before the addresses that this page asks for: [`AS`] and a person, or nothing on a page for nobody.
#[cfg(feature = "hydrate")]
pub fn before_addresses() -> &'static str {
    leptos::server_fn::client::get_server_url()
}

/// Somebody else is signed in: the page shows nothing any more but that, and the way on.
#[cfg(feature = "hydrate")]
pub fn cover() {
    if let Some(html) = leptos::prelude::document().document_element() {
        let _ = html.set_attribute("data-covered", "");
    }
}
