//! Every word that a person reads, once per language.
//!
//! A page asks [`use_words`] and gets one [`Words`]. The language is a cookie's, else the browser's, else Spanish; it cannot
//! change while the page lives, because the switch loads a new document.

mod conversation;
mod en;
mod es;
mod lang;
mod words;

pub use conversation::ConversationWords;
pub use lang::{COOKIE, Lang};
pub use words::{
    AccountWords, ErrorWords, GroupsWords, JoinWords, MembersWords, MomentWords, SiteWords, WelcomeWords, Words,
};

use leptos::prelude::{provide_context, use_context};

/// Makes [`use_words`] work below.
pub(crate) fn provide_words(lang: Lang) {
    provide_context(lang);
}

/// The language of the page.
pub fn use_lang() -> Lang {
    use_context::<Lang>().unwrap_or_default()
}

/// The words of the page's language.
pub fn use_words() -> &'static Words {
    use_lang().words()
}
