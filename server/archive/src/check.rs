//! What a row may say.

use tertulia::{
    account::{self, Email, PersonName},
    group::{self, Description, GroupName, InviteCode, Role},
    ids::GroupId,
    message::{CONTENT_MAX, Content},
};

use super::{
    HashProblem, check_hash,
    event::EventRecord,
    record::{AccountRecord, BanRecord, GroupRecord, MemberRecord, MessageRecord},
};

/// The end of the year 9999, beyond which a moment cannot be spelt.
const TIME_MAX: i64 = 253_402_300_799_999;

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowProblem {
    /// The address is none.
    #[error("the e-mail address is not one")]
    Email,
    /// A name that no parser passes.
    #[error("the name breaks the rules for names")]
    Name,
    /// A description that no parser passes.
    #[error("the description breaks the rules for descriptions")]
    Description,
    /// A text that no parser passes.
    #[error("the text breaks the rules for messages")]
    Content,
    /// A code that none is.
    #[error("the invite code is not one")]
    InviteCode,
    /// A hash that is not ours.
    #[error("the password hash: {0}")]
    Hash(#[from] HashProblem),
    /// There is no such role.
    #[error("there is no such role")]
    Role,
    /// An event lacks a field of its kind, or has one of another.
    #[error("its fields are not those of its kind")]
    Fields,
    /// What stands with a message beside its text cannot stand with it.
    #[error("the state of the message is none that it can have")]
    State,
    /// There is no such kind of event.
    #[error("there is no such kind of change")]
    Kind,
    /// A moment before 1970 or after 9999.
    #[error("{0} is no moment between 1970 and 9999")]
    Time(&'static str),
    /// A number that contradicts what stands before it.
    #[error("{0} contradicts the lines before")]
    Number(&'static str),
    /// The rows of a group do not stand together.
    #[error("it stands among the rows of another group")]
    Scattered,
}

/// By the rules of which version of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rules {
    /// Version 1: what the parsers of its time passed. Restoring mends it.
    Earlier,
    /// Texts stand in the form in which they are stored today.
    Todays,
}

type Checked = Result<(), RowProblem>;

impl Rules {
    pub(super) fn account(self, row: &AccountRecord) -> Checked {
        let known = Email::as_typed(&row.email).is_ok_and(|email| email.as_str() == row.email);
        demand(known, RowProblem::Email)?;
        let name = match self {
            Self::Earlier => [&row.full_name, &row.last_name].iter().all(|name| is_line(name, 0, account::NAME_MAX)),
            Self::Todays => {
                let name = PersonName::mend(&row.full_name, &row.last_name);
                (name.full(), name.last()) == (&row.full_name, &row.last_name)
            }
        };
        demand(name, RowProblem::Name)?;
        check_hash(&row.password_hash)?;
        time("created_at", row.created_at)
    }

    pub(super) fn group(self, row: &GroupRecord) -> Checked {
        let (name, description) = match self {
            Self::Earlier => {
                (is_line(&row.name, 1, group::NAME_MAX), is_text(&row.description, group::DESCRIPTION_MAX))
            }
            Self::Todays => (
                GroupName::mend(&row.name, GroupId::from(row.grp)).as_str() == row.name,
                Description::mend(&row.description).as_str() == row.description,
            ),
        };
        demand(name, RowProblem::Name)?;
        demand(description, RowProblem::Description)?;
        let is_code = |text: &str| InviteCode::parse(text).is_ok_and(|code| code.as_str() == text);
        demand(row.invite_code.as_deref().is_none_or(is_code), RowProblem::InviteCode)?;
        time("created_at", row.created_at)?;
        time("active_at", row.active_at)
    }

    pub(super) fn message(self, row: &MessageRecord) -> Checked {
        let content = row.content.as_deref().is_none_or(|text| match self {
            Self::Earlier => is_text(text, CONTENT_MAX),
            Self::Todays => is_text(text, CONTENT_MAX) && Content::mend(text).as_str() == text,
        });
        demand(content, RowProblem::Content)?;
        row.state.as_ref().map_or(Ok(()), |state| state.check(row.content.as_deref()))?;
        time("at", row.at)?;
        row.edited_at.map_or(Ok(()), |at| time("edited_at", at))
    }
}

pub(super) fn member(row: &MemberRecord) -> Checked {
    demand(Role::read(&row.role).is_some(), RowProblem::Role)?;
    time("joined_at", row.joined_at)
}

pub(super) fn ban(row: &BanRecord) -> Checked {
    time("at", row.at)
}

pub(super) fn event(row: &EventRecord) -> Checked {
    row.change()?.check()?;
    time("at", row.at)
}

pub(super) fn demand(holds: bool, problem: RowProblem) -> Checked {
    if holds { Ok(()) } else { Err(problem) }
}

fn time(field: &'static str, millis: i64) -> Checked {
    demand((0..=TIME_MAX).contains(&millis), RowProblem::Time(field))
}

/// As version 1 measured a name.
fn is_line(text: &str, min: usize, max: usize) -> bool {
    (min..=max).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

/// As version 1 measured a text: without the white space at its ends.
fn is_text(text: &str, max: usize) -> bool {
    text.trim().chars().count() <= max && !text.chars().any(|c| c.is_control() && c != '\n' && c != '\t')
}
