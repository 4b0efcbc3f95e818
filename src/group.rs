//! What a group is called, how one gets in, and what each member may do.

use serde::{Deserialize, Serialize};

use crate::{ids::GroupId, text};

/// Longest group name, in characters.
pub const NAME_MAX: usize = 80;
/// Longest description, in characters.
pub const DESCRIPTION_MAX: usize = 500;
/// Characters of an invite code: 31^10 is about 2^49, beyond guessing through a rate-limited interface.
pub const INVITE_CODE_LEN: usize = 10;
/// Digits and capital letters that are not mistaken for one another when read aloud or copied by hand (no 0/O, 1/I/L).
pub const INVITE_ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// What stands before the code in an invitation link.
const LINK_PATH: &str = "/join/";

/// Why a value was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GroupError {
    /// Nothing visible, or over [`NAME_MAX`] characters, or with control characters.
    #[error("the group's name is blank, longer than 80 characters or holds control characters")]
    InvalidName,
    /// Over [`DESCRIPTION_MAX`] characters, or with control characters other than line feed and tab.
    #[error("the description is longer than 500 characters or holds control characters")]
    InvalidDescription,
    /// Not [`INVITE_CODE_LEN`] characters of [`INVITE_ALPHABET`].
    #[error("that is not an invite code")]
    InvalidInviteCode,
}

/// The name of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupName(String);

impl GroupName {
    /// By the rules of [`text::line`].
    ///
    /// # Errors
    /// [`GroupError::InvalidName`]
    pub fn parse(text: &str) -> Result<Self, GroupError> {
        let name = text::line(text).map_err(|_| GroupError::InvalidName)?;
        let fits = (1..=NAME_MAX).contains(&name.chars().count());
        if fits { Ok(Self(name)) } else { Err(GroupError::InvalidName) }
    }

    /// What an earlier version stored, brought under today's rules; the id where nothing visible is left.
    pub fn mend(text: &str, id: GroupId) -> Self {
        let name = text::shortened(text, NAME_MAX, text::line);
        Self(if name.is_empty() { id.to_string() } else { name })
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a group is about; may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description(String);

impl Description {
    /// By the rules of [`text::lines`].
    ///
    /// # Errors
    /// [`GroupError::InvalidDescription`]
    pub fn parse(text: &str) -> Result<Self, GroupError> {
        let text = text::lines(text).map_err(|_| GroupError::InvalidDescription)?;
        if text.chars().count() <= DESCRIPTION_MAX { Ok(Self(text)) } else { Err(GroupError::InvalidDescription) }
    }

    /// What an earlier version stored, brought under today's rules.
    pub fn mend(text: &str) -> Self {
        Self(text::shortened(text, DESCRIPTION_MAX, text::lines))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The code that lets a person join. Reading is forgiving: only letters and digits count, in either case, and a whole invitation
/// link is as good.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InviteCode(String);

impl InviteCode {
    /// Reads a code as a person types or pastes it, also out of a link (`https://…/join/CODE`, whatever stands around it).
    ///
    /// # Errors
    /// [`GroupError::InvalidInviteCode`]
    pub fn parse(text: &str) -> Result<Self, GroupError> {
        let code = text::letters(code_in_link(text).unwrap_or(text));
        let valid = code.len() == INVITE_CODE_LEN && code.bytes().all(|b| INVITE_ALPHABET.contains(&b));
        if valid { Ok(Self(code)) } else { Err(GroupError::InvalidInviteCode) }
    }

    /// A code from ten random numbers, each taken modulo the alphabet's length.
    pub fn from_random(numbers: [u32; INVITE_CODE_LEN]) -> Self {
        let letter = |n: u32| char::from(INVITE_ALPHABET[(n % 31) as usize]);
        Self(numbers.into_iter().map(letter).collect())
    }

    /// The code without separators.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What follows `/join/` in a link, up to what ends a path's segment.
fn code_in_link(text: &str) -> Option<&str> {
    let at = text.to_ascii_lowercase().find(LINK_PATH)? + LINK_PATH.len();
    text[at..].split(|c: char| matches!(c, '/' | '?' | '#' | '&' | '"' | '<' | '>') || c.is_whitespace()).next()
}

/// What a member may do in a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Role {
    /// Reads and writes.
    #[default]
    Member,
    /// Also deletes anybody's messages, renews the invitation, and keeps people out and lets them in again.
    Moderator,
    /// Also removes members, gives roles and hands the group over; exactly one in a group that has members.
    Owner,
}

impl Role {
    /// May delete a message that somebody else wrote.
    pub const fn can_delete_any_message(self) -> bool {
        matches!(self, Self::Moderator | Self::Owner)
    }

    /// May remove another member.
    pub const fn can_remove_members(self) -> bool {
        matches!(self, Self::Owner)
    }

    /// May change another member's role, and hand the group over.
    pub const fn can_give_roles(self) -> bool {
        matches!(self, Self::Owner)
    }

    /// May renew the invitation, keep people out who are no members, and let them in again.
    pub const fn can_keep_the_door(self) -> bool {
        matches!(self, Self::Moderator | Self::Owner)
    }

    /// A role as the wire and the store spell it.
    pub fn read(text: &str) -> Option<Self> {
        [Self::Member, Self::Moderator, Self::Owner].into_iter().find(|role| role.as_str() == text)
    }

    /// The role as the wire and the store spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Moderator => "moderator",
            Self::Owner => "owner",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_name_is_tidied_and_bounded() {
        assert_eq!(GroupName::parse("  Álgebra   II ").expect("valid").as_str(), "Álgebra II");
        assert_eq!(GroupName::parse(" \t "), Err(GroupError::InvalidName));
        assert!(GroupName::parse(&"ñ".repeat(80)).is_ok());
        assert_eq!(GroupName::parse(&"ñ".repeat(81)), Err(GroupError::InvalidName));
    }

    #[test]
    fn an_invite_code_is_read_as_people_type_it() {
        for text in [
            " abcde-fghjk ",
            "ABCDE-FGHJK.",
            "\u{200b}ABCDE\u{2011}FGHJK\u{feff}",
            "«ABCDE FGHJK»",
            "https://chat.example.org/join/ABCDE-FGHJK?x",
            "Únete: HTTP://host/JOIN/abcdefghjk.",
            "https://host/es/join/ABCDEFGHJK/#top",
            "<https://host/join/ABCDEFGHJK> y saludos",
        ] {
            assert_eq!(InviteCode::parse(text).expect("valid").as_str(), "ABCDEFGHJK", "{text:?}");
        }
        for text in [
            "",
            "ABC",
            "ABCDEFGHJ0",
            "ABCDEFGHJKM",
            "ABCDEFGHJ'",
            "ABCDEFGHJÑ",
            "https://host/join/",
            "/join/ABC/DEFGHJK",
        ] {
            assert_eq!(InviteCode::parse(text), Err(GroupError::InvalidInviteCode), "{text:?}");
        }
    }

    #[test]
    fn every_random_code_is_a_valid_code() {
        let code = InviteCode::from_random([0, 1, 30, 31, 62, u32::MAX, 7, 8, 9, 10]);
        assert_eq!(InviteCode::parse(code.as_str()), Ok(code));
    }

    #[test]
    fn roles_widen() {
        assert!(!Role::Member.can_delete_any_message());
        assert!(Role::Moderator.can_delete_any_message() && !Role::Moderator.can_remove_members());
        assert!(Role::Owner.can_remove_members() && Role::Owner.can_give_roles());
        assert!(!Role::Member.can_keep_the_door() && Role::Moderator.can_keep_the_door());
    }

    #[test]
    fn a_description_keeps_its_lines() {
        assert_eq!(Description::parse(" uno\r\ndos ").expect("valid").as_str(), "uno\ndos");
        assert_eq!(Description::parse("\u{1b}[0m"), Err(GroupError::InvalidDescription));
    }
}
