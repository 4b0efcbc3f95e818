//! Every word that a person reads, once per language.
//!
//! A page asks [`use_words`] and gets one [`Words`]. The language is a cookie's, else the browser's, else Spanish; it cannot
//! change while the page lives, because the switch loads a new document.

mod conversation;
mod en;
mod es;
mod lang;
#[cfg(feature = "ssr")]
mod pages;
mod words;

pub use conversation::ConversationWords;
pub use lang::Lang;
#[cfg(feature = "ssr")]
pub use pages::{JoinWords, MembersWords, PageWords, WelcomeWords};
pub use words::{AccountWords, ErrorWords, GroupsWords, MomentWords, SiteWords, Words};

use leptos::prelude::use_context;

/// Makes [`use_words`] work below.
#[cfg(feature = "ssr")]
pub(crate) fn provide_words(lang: Lang) {
    leptos::prelude::provide_context(lang);
}

/// The language of the page. An island, which has no page around it, asks the document.
pub fn use_lang() -> Lang {
    use_context::<Lang>().unwrap_or_else(Lang::current)
}

/// The words of the page's language.
pub fn use_words() -> &'static Words {
    use_lang().words()
}
