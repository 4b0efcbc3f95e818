//! A form that posts.

use leptos::prelude::*;

use crate::{api::as_person, viewer::use_viewer};

/// Every form of the pages is one of these: its address names the person that the page is made for, so that nobody else who signs in
/// on the same browser sends it in her own name. A page for nobody names nobody.
///
/// (The forms inside the conversation, which the browser makes too, ask [`Screen::address`](crate::conversation::Screen::address).)
#[component]
pub fn PostForm(
    /// The address of a server function.
    action: &'static str,
    /// Class of the form.
    #[prop(optional)]
    class: Option<&'static str>,
    /// Its fields and buttons.
    children: Children,
) -> impl IntoView {
    let action = use_viewer().map_or_else(|| action.to_owned(), |viewer| as_person(viewer.id, action));
    view! { <form method="post" action=action class=class>{children()}</form> }
}
