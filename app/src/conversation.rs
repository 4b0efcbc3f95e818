//! The inside of the group page: the log, the composer, who is here (being written).

use leptos::prelude::*;

use crate::api::groups::GroupPageData;

/// A group's conversation, from its first page on.
#[component]
pub fn Conversation(
    /// What the server loaded.
    data: GroupPageData,
) -> impl IntoView {
    let messages =
        data.page.messages.into_iter().map(|message| view! { <li>{message.content.unwrap_or_default()}</li> });
    view! { <ol>{messages.collect_view()}</ol> }.into_any()
}
