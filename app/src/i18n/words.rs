//! What there is to say; each language fills in one of these. Texts that count or name something are functions.

use tertulia::{group::Role, problem::ErrorCode};

use super::ConversationWords;
use crate::error::{ApiError, Field};

/// Everything, by page.
#[derive(Debug)]
pub struct Words {
    /// On every page.
    pub site: SiteWords,
    /// The first page.
    pub welcome: WelcomeWords,
    /// Signing up and in.
    pub account: AccountWords,
    /// My groups.
    pub groups: GroupsWords,
    /// An invitation.
    pub join: JoinWords,
    /// A group's members.
    pub members: MembersWords,
    /// What went wrong.
    pub errors: ErrorWords,
    /// When something was.
    pub moment: MomentWords,
    /// The inside of the group page.
    pub conversation: &'static ConversationWords,
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
    /// Label of the menu of the person.
    pub menu: &'static str,
    /// Label of the language switch.
    pub language: &'static str,
    /// Button.
    pub sign_out: &'static str,
    /// Button that puts a text on the clipboard.
    pub copy: &'static str,
    /// The same, afterwards.
    pub copied: &'static str,
    /// Leaves a question without doing anything.
    pub cancel: &'static str,
    /// What is said while a page is on its way.
    pub loading: &'static str,
}

/// The first page.
#[derive(Debug)]
pub struct WelcomeWords {
    /// Its title.
    pub title: &'static str,
    /// The sentence below.
    pub lead: &'static str,
    /// Link for those who are signed in.
    pub to_groups: &'static str,
    /// What one can rely on: a title and a sentence each.
    pub promises: [(&'static str, &'static str); 3],
    /// A short conversation, as an example: who (initials), name, text.
    pub example: [(&'static str, &'static str, &'static str); 3],
    /// What the example is called by a screen reader.
    pub example_label: &'static str,
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
    /// Before the link to signing in.
    pub have_account: &'static str,
    /// Before the link to signing up.
    pub no_account: &'static str,
    /// The one answer to any wrong pair.
    pub wrong_pair: &'static str,
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
    /// How many people.
    pub people: fn(u32) -> String,
    /// Link to the forms, where the list stands at the side.
    pub more: &'static str,
}

/// An invitation.
#[derive(Debug)]
pub struct JoinWords {
    /// Before the group's name.
    pub invited_to: &'static str,
    /// To whoever is not signed in.
    pub needs_account: &'static str,
    /// When the code opens nothing.
    pub no_group_title: &'static str,
    /// What to do then.
    pub no_group_text: &'static str,
}

/// A group's members.
#[derive(Debug)]
pub struct MembersWords {
    /// Title of the page.
    pub title: &'static str,
    /// Title of the list.
    pub list_title: &'static str,
    /// Link to the conversation.
    pub back: &'static str,
    /// Title of the invitation.
    pub invite_title: &'static str,
    /// What an invitation does.
    pub invite_text: &'static str,
    /// Label of the link.
    pub link: &'static str,
    /// Label of the code.
    pub code: &'static str,
    /// Marks the reader.
    pub you: &'static str,
    /// Marks who is here now.
    pub online: &'static str,
    /// A role's name.
    pub role: fn(Role) -> &'static str,
    /// Opens what can be done with a member.
    pub actions: fn(&str) -> String,
    /// Button.
    pub make_moderator: &'static str,
    /// Button.
    pub make_member: &'static str,
    /// Opens the question.
    pub remove: &'static str,
    /// The question.
    pub remove_question: fn(&str) -> String,
    /// Opens the question.
    pub hand_over: &'static str,
    /// The question.
    pub hand_over_question: fn(&str) -> String,
    /// Opens the question.
    pub leave: &'static str,
    /// The question.
    pub leave_question: &'static str,
    /// In place of the question for an owner who is not alone.
    pub owner_stays: &'static str,
    /// Does what was asked.
    pub confirm_remove: &'static str,
    /// Does what was asked.
    pub confirm_hand_over: &'static str,
    /// Does what was asked.
    pub confirm_leave: &'static str,
    /// Label of the faces in the head of the group page.
    pub faces: fn(u32) -> String,
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
    /// Link that asks again.
    pub again: &'static str,
    /// The sentence of a code.
    pub code: fn(ErrorCode) -> &'static str,
    /// The sentence of a field.
    pub field: fn(Field) -> &'static str,
    /// The server was not reached.
    pub unreachable: &'static str,
}

impl ErrorWords {
    /// The sentence for an error.
    pub fn sentence(&self, error: ApiError) -> &'static str {
        match error {
            ApiError::Code(code) => (self.code)(code),
            ApiError::Field(field) => (self.field)(field),
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
