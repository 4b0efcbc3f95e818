//! What can go wrong as far as a page may know. Causes stay in the server's log.

use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use tertulia::{account::AccountError, group::GroupError, ids::InvalidId, problem::ErrorCode};

use crate::api::TextJsonEncoding;

/// Why a server function refused. Closed, because it comes back to a form in a URL, where anybody can write one: a page
/// shows the sentence that belongs to the variant and never a text from inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApiError {
    /// One of the codes that both interfaces speak.
    Code(ErrorCode),
    /// A field of a form; more than `invalid_request` says.
    Field(Field),
    /// The browser did not reach the server, or did not understand its answer.
    Unreachable,
}

/// The field that a form has to correct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Not an address.
    Email,
    /// An address that has an account already.
    EmailTaken,
    /// No account has this address and this password; which of the two is wrong is not said.
    WrongPair,
    /// Fewer than 8 characters.
    PasswordTooShort,
    /// More than 256 characters.
    PasswordTooLong,
    /// A full or last name over 60 characters or with control characters.
    PersonName,
    /// A group's name that is blank, over 80 characters or with control characters.
    GroupName,
    /// A description over 500 characters or with control characters.
    Description,
    /// Not a code, or one that opens nothing.
    InviteCode,
    /// The group that a code opens keeps the person out.
    KeptOut,
    /// The group that a code opens takes nobody more.
    GroupFull,
    /// The person is in as many groups as one may be.
    TooManyGroups,
    /// The group keeps out as many people as it may.
    BansFull,
}

impl ApiError {
    /// The code that the other interfaces would answer with.
    pub const fn code(self) -> ErrorCode {
        match self {
            Self::Code(code) => code,
            Self::Field(Field::EmailTaken | Field::GroupFull | Field::TooManyGroups | Field::BansFull) => {
                ErrorCode::Conflict
            }
            Self::Field(Field::KeptOut) => ErrorCode::Forbidden,
            Self::Field(Field::WrongPair) => ErrorCode::Unauthenticated,
            Self::Field(_) => ErrorCode::InvalidRequest,
            Self::Unreachable => ErrorCode::Unavailable,
        }
    }

    /// Whether the same request can succeed later.
    pub const fn is_temporary(self) -> bool {
        self.code().is_temporary()
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.code().fmt(f)
    }
}

impl std::error::Error for ApiError {}

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self::Code(code)
    }
}

impl From<InvalidId> for ApiError {
    /// An id that is none names nothing.
    fn from(_: InvalidId) -> Self {
        Self::Code(ErrorCode::NotFound)
    }
}

impl From<AccountError> for ApiError {
    fn from(error: AccountError) -> Self {
        Self::Field(match error {
            AccountError::InvalidEmail => Field::Email,
            AccountError::PasswordTooShort => Field::PasswordTooShort,
            AccountError::PasswordTooLong => Field::PasswordTooLong,
            AccountError::InvalidName => Field::PersonName,
        })
    }
}

impl From<GroupError> for ApiError {
    fn from(error: GroupError) -> Self {
        Self::Field(match error {
            GroupError::InvalidName => Field::GroupName,
            GroupError::InvalidDescription => Field::Description,
            GroupError::InvalidInviteCode => Field::InviteCode,
        })
    }
}

#[cfg(feature = "ssr")]
impl From<engine::Error> for ApiError {
    fn from(error: engine::Error) -> Self {
        use engine::Error;
        match error {
            Error::Account(error) => error.into(),
            Error::Group(error) => error.into(),
            Error::KeptOut => Self::Field(Field::KeptOut),
            Error::TOO_MANY_GROUPS => Self::Field(Field::TooManyGroups),
            Error::GROUP_FULL => Self::Field(Field::GroupFull),
            Error::BANS_FULL => Self::Field(Field::BansFull),
            other => Self::Code(other.code()),
        }
    }
}

impl FromServerFnError for ApiError {
    type Encoder = TextJsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        // The library's status for it would be 500.
        #[cfg(feature = "ssr")]
        if let Some(refused) = crate::request::refuse_unreadable(&error) {
            return refused;
        }
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::Code(ErrorCode::InvalidRequest),
            ServerFnErrorErr::Request(_)
            | ServerFnErrorErr::Response(_)
            | ServerFnErrorErr::Deserialization(_)
            | ServerFnErrorErr::Serialization(_) => Self::Unreachable,
            _ => Self::Code(ErrorCode::ServerError),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_back_what_it_writes() {
        for error in
            [ApiError::Code(ErrorCode::NotFound), ApiError::Field(Field::PasswordTooShort), ApiError::Unreachable]
        {
            assert_eq!(ApiError::de(error.ser()), error);
        }
    }

    #[test]
    fn what_somebody_wrote_into_the_url_becomes_a_known_variant() {
        assert_eq!(ApiError::de("<script>alert(1)</script>".into()), ApiError::Unreachable);
    }
}
