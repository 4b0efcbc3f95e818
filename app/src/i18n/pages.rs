//! The words of whole pages, which only the server says.

use tertulia::group::Role;

/// What only whole pages say, by page.
#[derive(Debug)]
pub struct PageWords {
    /// The first page.
    pub welcome: WelcomeWords,
    /// An invitation.
    pub join: JoinWords,
    /// A group's members.
    pub members: MembersWords,
    /// A list of groups.
    pub groups: GroupPagesWords,
    /// Above a text that could not be sent, on a page that shows nothing else.
    pub held: &'static str,
    /// When somebody else has signed in.
    pub cover: CoverWords,
    /// Signing out.
    pub leaving: LeavingWords,
    /// Messages in a list.
    pub lists: ListsWords,
}

/// Messages in a list.
#[derive(Debug)]
pub struct ListsWords {
    /// The pinned ones.
    pub pins_title: &'static str,
    /// There are none.
    pub no_pins: &'static str,
    /// Questions.
    pub questions_title: &'static str,
    /// Those without an answer.
    pub open: &'static str,
    /// Those with one.
    pub answered: &'static str,
    /// There are none without.
    pub none_open: &'static str,
    /// There are none with one.
    pub none_answered: &'static str,
    /// Link to older ones.
    pub older: &'static str,
    /// Link to where it stands.
    pub show: &'static str,
}

/// A list of groups that goes on.
#[derive(Debug)]
pub struct GroupPagesWords {
    /// Link to those that were active longer ago.
    pub more: &'static str,
    /// Link to those that were active last.
    pub newest: &'static str,
}

/// When somebody else has signed in on the same browser.
#[derive(Debug)]
pub struct CoverWords {
    /// Its title.
    pub title: &'static str,
    /// On the page of the person before.
    pub text: &'static str,
    /// Link that loads it again.
    pub reload: &'static str,
    /// After a form of that page.
    pub form: &'static str,
}

/// Signing out.
#[derive(Debug)]
pub struct LeavingWords {
    /// One text was not sent.
    pub one: &'static str,
    /// Several were not sent; `#` stands for how many.
    pub many: &'static str,
    /// Button: goes all the same.
    pub leave: &'static str,
    /// Button: does not go.
    pub stay: &'static str,
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

/// An invitation.
#[derive(Debug)]
pub struct JoinWords {
    /// Before the group's name.
    pub invited_to: &'static str,
    /// To whoever is not signed in.
    pub needs_account: &'static str,
    /// To whoever was removed from the group.
    pub kept_out: &'static str,
    /// To whoever is in the group already.
    pub is_member: &'static str,
    /// Link to the group, for her.
    pub to_group: &'static str,
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
    /// Label of the code.
    pub code: &'static str,
    /// Opens the question.
    pub renew: &'static str,
    /// The question.
    pub renew_question: &'static str,
    /// Does what was asked.
    pub confirm_renew: &'static str,
    /// Title of the list of those who are kept out.
    pub bans_title: &'static str,
    /// What that means.
    pub bans_text: &'static str,
    /// Button.
    pub let_in: &'static str,
    /// The button, for a screen reader.
    pub let_in_name: fn(&str) -> String,
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
}
