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
pub use pages::{CoverWords, JoinWords, LeavingWords, MembersWords, PageWords, WelcomeWords};
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

/// Begins and ends a piece of text whose direction is its own (UAX #9): U+2068 and U+2069.
pub(crate) const ISOLATE: char = '\u{2068}';
pub(crate) const POP_ISOLATE: char = '\u{2069}';

/// A name within a sentence, where no `<bdi>` can stand around it: one that runs from the right turns round nothing but itself.
pub(crate) fn isolated(name: &str) -> String {
    format!("{ISOLATE}{name}{POP_ISOLATE}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sentence that is new, with a name in it, belongs here.
    #[test]
    fn every_name_in_a_sentence_is_set_apart() {
        for lang in [Lang::Es, Lang::En] {
            let words = lang.words();
            let (ours, members) = (words.conversation, &words.pages.members);
            let sentences = [
                (ours.beginning)("Ana"),
                (ours.delete_theirs_question)("Ana"),
                (ours.added)("Ana"),
                (ours.removed)("Ana"),
                (ours.writing)(&["Ana".to_owned()]),
                (ours.writing)(&["Ana".to_owned(), "Ana".to_owned()]),
                (members.actions)("Ana"),
                (members.let_in_name)("Ana"),
                (members.remove_question)("Ana"),
                (members.hand_over_question)("Ana"),
            ];
            for sentence in sentences {
                assert_eq!(sentence.matches("Ana").count(), sentence.matches(&isolated("Ana")).count(), "{sentence}");
                assert!(sentence.contains(&isolated("Ana")), "{sentence}");
            }
        }
    }
}
