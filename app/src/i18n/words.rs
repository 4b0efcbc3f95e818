//! What there is to say; each language fills in one of these. Texts that count or name something are functions.

use tertulia::problem::ErrorCode;

use super::ConversationWords;
#[cfg(feature = "ssr")]
use super::PageWords;
use crate::error::ApiError;
#[cfg(feature = "ssr")]
use crate::error::Field;

/// Everything, by page.
#[derive(Debug)]
pub struct Words {
    /// On every page.
    pub site: SiteWords,
    /// Signing up and in.
    pub account: AccountWords,
    /// My groups.
    pub groups: GroupsWords,
    /// What went wrong.
    pub errors: ErrorWords,
    /// When something was.
    pub moment: MomentWords,
    /// The inside of the group page.
    pub conversation: &'static ConversationWords,
    /// What only whole pages say, and no island: the browser does not load it.
    #[cfg(feature = "ssr")]
    pub pages: &'static PageWords,
}

/// On every page.
#[derive(Debug)]
pub struct SiteWords {
    /// For search engines and shared links.
    pub description: &'static str,
    /// Link to the content, for whoever goes by keyboard.
    pub skip: &'static str,
    /// Label of the navigation at the top.
    pub navigation: &'static str,
    /// Label of the language switch.
    pub language: &'static str,
    /// Button.
    pub sign_out: &'static str,
    /// Button that puts a text on the clipboard.
    pub copy: &'static str,
    /// The same, afterwards.
    pub copied: &'static str,
    /// Takes an address of this site along.
    pub copy_link: &'static str,
    /// Leaves a question without doing anything.
    pub cancel: &'static str,
    /// What is said while a page is on its way.
    pub loading: &'static str,
}

/// Signing up and in.
#[derive(Debug)]
pub struct AccountWords {
    /// Title of the page.
    pub sign_up_title: &'static str,
    /// Button and links.
    pub sign_up: &'static str,
    /// Title of the page.
    pub sign_in_title: &'static str,
    /// Button and links.
    pub sign_in: &'static str,
    /// Field.
    pub full_name: &'static str,
    /// Field.
    pub last_name: &'static str,
    /// Field.
    pub email: &'static str,
    /// Field.
    pub password: &'static str,
    /// What a password needs.
    pub password_hint: &'static str,
    /// Makes the password readable.
    pub show: &'static str,
    /// Hides it again.
    pub hide: &'static str,
    /// To whoever signed in with a browser that refuses cookies.
    #[cfg(feature = "ssr")]
    pub cookie_refused: &'static str,
    /// Before the link to signing in.
    pub have_account: &'static str,
    /// Before the link to signing up.
    pub no_account: &'static str,
}

/// My groups.
#[derive(Debug)]
pub struct GroupsWords {
    /// Title of the page and links to it.
    pub title: &'static str,
    /// When there are none.
    pub none_title: &'static str,
    /// What to do then.
    pub none_text: &'static str,
    /// Title of the form.
    pub create_title: &'static str,
    /// Field.
    pub name: &'static str,
    /// Field.
    pub description: &'static str,
    /// Button.
    pub create: &'static str,
    /// Title of the form.
    pub join_title: &'static str,
    /// Field.
    pub code: &'static str,
    /// What a code looks like.
    pub code_hint: &'static str,
    /// Button.
    pub join: &'static str,
    /// How many messages wait.
    pub unread: fn(u64) -> String,
    /// How many of them mean the reader.
    pub mentions: fn(u64) -> String,
    /// How many people.
    pub people: fn(u32) -> String,
    /// Link to the forms, where the list stands at the side.
    pub more: &'static str,
}

/// What went wrong: one sentence each, with what to do.
#[derive(Debug)]
pub struct ErrorWords {
    /// Title of a page that does not exist.
    pub not_found_title: &'static str,
    /// Title of a page that could not be shown.
    pub failed_title: &'static str,
    /// Link to what is sure to exist.
    pub home: &'static str,
    /// The sentence of a code.
    pub code: fn(ErrorCode) -> &'static str,
    /// The sentence of a field. Forms are pages' alone: the browser does not load it.
    #[cfg(feature = "ssr")]
    pub field: fn(Field) -> &'static str,
    /// The server was not reached.
    pub unreachable: &'static str,
}

impl ErrorWords {
    /// The sentence for an error.
    pub fn sentence(&self, error: ApiError) -> &'static str {
        match error {
            ApiError::Code(code) => (self.code)(code),
            #[cfg(feature = "ssr")]
            ApiError::Field(field) => (self.field)(field),
            #[cfg(not(feature = "ssr"))]
            ApiError::Field(_) => (self.code)(error.code()),
            ApiError::Unreachable => self.unreachable,
        }
    }
}

/// When something was, before the reader's zone is known.
#[derive(Debug)]
pub struct MomentWords {
    /// Short names of the months, January first.
    pub months: [&'static str; 12],
    /// A day from its number and month.
    pub day: fn(u8, &str) -> String,
}

/// Some names, and how many more there are.
pub(super) fn first_of(names: &[String], count: u32, and: &str, more: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| super::isolated(name)).collect();
    let others = usize::try_from(count).unwrap_or_default().saturating_sub(names.len());
    let all = names.join(", ");
    if others == 0 || names.is_empty() { all } else { format!("{all} {and} {others} {more}") }
}
