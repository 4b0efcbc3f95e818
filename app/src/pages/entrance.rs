//! What signing up and signing in share: where one goes afterwards, and how.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    api::{encode_query_value, local_path},
    request,
};

/// The path to go to afterwards, one of our own pages; none for the list of groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Next(Option<String>);

impl Next {
    /// What the page's `?next=` asks for.
    pub(super) fn of_page() -> Self {
        let wanted = use_query_map().read_untracked().get("next");
        Self(wanted.filter(|path| local_path(path).is_some()))
    }

    /// The other entrance, which leads to the same place.
    pub(super) fn on(&self, page: &str) -> String {
        match &self.0 {
            Some(path) => format!("{page}?next={}", encode_query_value(path)),
            None => page.to_owned(),
        }
    }

    /// The form's hidden field.
    pub(super) fn field(self) -> impl IntoView {
        self.0.map(|path| view! { <input type="hidden" name="next" value=path/> })
    }
}

/// Sends whoever is signed in already on to where she wanted to go.
pub(super) fn leave_if_signed_in(next: &Next) {
    if request::visitor().is_some() {
        request::redirect_page(next.0.as_deref().unwrap_or("/groups"));
    }
}
