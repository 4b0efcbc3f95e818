//! Whom a page is made for: it names her in the address of everything that it asks for ([`as_person`](tertulia::api::as_person)).

/// Where a form lands that was made for somebody who is not signed in any more.
#[cfg(feature = "ssr")]
pub const ANOTHER_PERSON: &str = "/another-person";

/// From now on, whatever this page asks the server for names the person that the document was made for.
#[cfg(feature = "hydrate")]
pub fn ask_as_person() {
    let html = leptos::prelude::document().document_element();
    if let Some(person) = html.and_then(|html| html.get_attribute("data-person")) {
        // Twice in one document would say the same.
        let _ = leptos::server_fn::client::try_set_server_url(tertulia::api::as_person(person, "").leak());
    }
}

/// What stands before the addresses that this page asks for: `/as/{user_id}`, or nothing on a page for nobody.
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
