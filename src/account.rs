//! What a person signs up with, checked once and trusted from then on; the same code in the browser and on the server.

use crate::{ids::UserId, text};

/// Longest e-mail address that can be delivered to (RFC 5321, 4.5.3.1.3), in bytes.
pub const EMAIL_MAX: usize = 254;
/// Shortest password, in characters (OWASP ASVS 5.0, 6.2.1).
pub const PASSWORD_MIN: usize = 8;
/// Longest password, in characters: it is hashed whole, and hashing is paid for by the server.
pub const PASSWORD_MAX: usize = 256;
/// Longest full name and longest last name, in characters.
pub const NAME_MAX: usize = 60;

/// Why a value was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// The text has no `@` with something on either side, holds white space, or is too long.
    #[error("the e-mail address is not one")]
    InvalidEmail,
    /// Fewer than [`PASSWORD_MIN`] characters.
    #[error("the password is shorter than 8 characters")]
    PasswordTooShort,
    /// More than [`PASSWORD_MAX`] characters.
    #[error("the password is longer than 256 characters")]
    PasswordTooLong,
    /// More than [`NAME_MAX`] characters, or control characters.
    #[error("the name is longer than 60 characters or holds control characters")]
    InvalidName,
}

/// An e-mail address, in one form so that one person has one account: NFKC, lower case, without anything invisible.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// Checks the shape only (`something@something`, no white space, at most [`EMAIL_MAX`] bytes): whether it reaches
    /// somebody is not for a pattern to say.
    ///
    /// # Errors
    /// [`AccountError::InvalidEmail`]
    pub fn parse(text: &str) -> Result<Self, AccountError> {
        let email = Self(text::address(text));
        let blank = |part: &str| text::is_blank(part);
        let visible = email.0.rsplit_once('@').is_some_and(|(local, domain)| !blank(local) && !blank(domain));
        if visible && email.is_shaped() { Ok(email) } else { Err(AccountError::InvalidEmail) }
    }

    /// The form in which earlier versions kept an address, which is its own where that is taken: white space at the ends removed,
    /// lower case, no more.
    ///
    /// # Errors
    /// [`AccountError::InvalidEmail`]
    pub fn as_typed(text: &str) -> Result<Self, AccountError> {
        let email = Self(text.trim().to_lowercase());
        if email.is_shaped() { Ok(email) } else { Err(AccountError::InvalidEmail) }
    }

    fn is_shaped(&self) -> bool {
        let shaped = self.0.rsplit_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
        shaped && self.0.len() <= EMAIL_MAX && !self.0.chars().any(|c| c.is_whitespace() || c.is_control())
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A password, neither trimmed nor printable: the same whatever keyboard wrote it (RFC 8265, `OpaqueString`).
#[derive(Clone, PartialEq, Eq)]
pub struct Password {
    normal: String,
    /// As it was typed, and as a keyboard types it that takes letters apart, where those differ: earlier versions hashed what they were given.
    others: Vec<String>,
}

impl Password {
    /// A new password. Checks the length only, in characters ([`PASSWORD_MIN`] to [`PASSWORD_MAX`]).
    ///
    /// # Errors
    /// [`AccountError::PasswordTooShort`], [`AccountError::PasswordTooLong`]
    pub fn parse(text: &str) -> Result<Self, AccountError> {
        let password = Self::of(text);
        check_length(&password.normal)?;
        Ok(password)
    }

    /// A password to be compared with a hash: an earlier version may have counted it as typed.
    ///
    /// # Errors
    /// [`AccountError::PasswordTooShort`], [`AccountError::PasswordTooLong`]
    pub fn parse_known(text: &str) -> Result<Self, AccountError> {
        Self::parse(text).or_else(|error| check_length(text).map(|()| Self::of(text)).map_err(|_| error))
    }

    fn of(text: &str) -> Self {
        let normal = text::secret(text);
        let mut others = vec![text.to_owned(), text::taken_apart(text)];
        others.dedup();
        others.retain(|other| *other != normal);
        Self { normal, others }
    }

    /// The secret; for the hash only.
    pub fn expose(&self) -> &str {
        &self.normal
    }

    /// The secret in the forms that a stored hash may be of, the likelier first; for the hash only.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.normal).chain(&self.others).map(String::as_str)
    }
}

fn check_length(password: &str) -> Result<(), AccountError> {
    match password.chars().count() {
        0..PASSWORD_MIN => Err(AccountError::PasswordTooShort),
        PASSWORD_MIN..=PASSWORD_MAX => Ok(()),
        _ => Err(AccountError::PasswordTooLong),
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// A person's names. Both may be empty: then the id is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonName {
    full: String,
    last: String,
}

impl PersonName {
    /// Both by the rules of [`text::line`]; a name in which nothing is visible is none.
    ///
    /// # Errors
    /// [`AccountError::InvalidName`] over [`NAME_MAX`] characters each, or with control characters.
    pub fn parse(full: &str, last: &str) -> Result<Self, AccountError> {
        Ok(Self { full: tidy(full)?, last: tidy(last)? })
    }

    /// What an earlier version stored, brought under today's rules.
    pub fn mend(full: &str, last: &str) -> Self {
        let mend = |name| text::shortened(name, NAME_MAX, text::line);
        Self { full: mend(full), last: mend(last) }
    }

    /// Names that were checked when they were stored.
    pub fn stored(full: String, last: String) -> Self {
        Self { full, last }
    }

    /// Given names.
    pub fn full(&self) -> &str {
        &self.full
    }

    /// Last name.
    pub fn last(&self) -> &str {
        &self.last
    }

    /// The name shown: full name and last name, and the id where there is neither.
    pub fn display(&self, id: UserId) -> String {
        match (self.full.as_str(), self.last.as_str()) {
            ("", "") => id.to_string(),
            (full, "") => full.to_owned(),
            ("", last) => last.to_owned(),
            (full, last) => format!("{full} {last}"),
        }
    }
}

fn tidy(name: &str) -> Result<String, AccountError> {
    let name = text::line(name).map_err(|_| AccountError::InvalidName)?;
    if name.chars().count() <= NAME_MAX { Ok(name) } else { Err(AccountError::InvalidName) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_is_trimmed_and_folded_to_lower_case() {
        assert_eq!(Email::parse("  Ana@Example.ORG ").expect("valid").as_str(), "ana@example.org");
    }

    #[test]
    fn what_is_no_email_is_refused() {
        for text in [
            "",
            "ana",
            "@example.org",
            "ana@",
            "a na@example.org",
            "ana@exam\u{0}ple.org",
            &format!("{}@x.org", "a".repeat(250)),
        ] {
            assert_eq!(Email::parse(text), Err(AccountError::InvalidEmail), "{text:?}");
        }
    }

    #[test]
    fn a_password_is_measured_in_characters_and_kept_as_typed() {
        assert_eq!(Password::parse("ñandúes"), Err(AccountError::PasswordTooShort));
        assert_eq!(Password::parse(" ñandúes").expect("8 characters").expose(), " ñandúes");
        assert_eq!(Password::parse(&"x".repeat(257)), Err(AccountError::PasswordTooLong));
    }

    #[test]
    fn a_password_does_not_show_in_logs() {
        assert_eq!(format!("{:?}", Password::parse("correct horse").expect("valid")), "Password(…)");
    }

    #[test]
    fn the_name_shown_is_full_and_last_name_or_the_id() {
        let id = UserId::random();
        let shown = |full, last| PersonName::parse(full, last).expect("valid").display(id);
        assert_eq!(shown(" Ana  María ", "Ruiz"), "Ana María Ruiz");
        assert_eq!(shown("Ana", ""), "Ana");
        assert_eq!(shown("", "Ruiz"), "Ruiz");
        assert_eq!(shown("  ", ""), id.to_string());
    }

    #[test]
    fn a_name_over_the_limit_is_refused() {
        assert!(PersonName::parse(&"x".repeat(60), "").is_ok());
        assert_eq!(PersonName::parse(&"x".repeat(61), ""), Err(AccountError::InvalidName));
    }
}
