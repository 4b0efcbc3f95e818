//! Identifiers as newtypes, so that a user can never be passed where a group is meant.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An identifier that was not one: the text is no UUID.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier: a UUID is expected")]
pub struct InvalidId;

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub struct $name(Uuid);

        impl $name {
            /// A new identifier: 122 random bits (UUID version 4).
            pub fn random() -> Self {
                Self(Uuid::new_v4())
            }

            /// The UUID inside, for the store and the wire.
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Uuid::try_parse(text).map(Self).map_err(|_| InvalidId)
            }
        }
    };
}

id_type! {
    /// A person with an account.
    UserId
}
id_type! {
    /// A study group.
    GroupId
}
id_type! {
    /// A stored message; given by the server.
    MessageId
}
id_type! {
    /// The name that a client gives a message before it sends it. (group, author, client id) is unique for ever,
    /// so that sending again is harmless.
    ClientMessageId
}
id_type! {
    /// A session: what a token names, and what is revoked when a person signs out.
    SessionId
}
id_type! {
    /// Which log a group's sequence numbers belong to. It changes only if the log is replaced (a restore, an import);
    /// a cursor from another epoch is worthless.
    Epoch
}

/// The place of a durable change in its group's log: 1, 2, 3 … without gaps. 0 means "before the first".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Seq(pub u64);

impl Seq {
    /// Before the first change.
    pub const ZERO: Self = Self(0);

    /// The place after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The place before this one; 0 stays 0.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self(self.0.saturating_sub(1))
    }
}

impl std::fmt::Display for Seq {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_what_it_prints() {
        let id = GroupId::random();
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn text_that_is_no_uuid_is_refused() {
        assert_eq!("../etc/passwd".parse::<UserId>(), Err(InvalidId));
        assert_eq!("".parse::<UserId>(), Err(InvalidId));
    }

    #[test]
    fn a_seq_neither_overflows_nor_underflows() {
        assert_eq!(Seq::ZERO.previous(), Seq::ZERO);
        assert_eq!(Seq(u64::MAX).next(), Seq(u64::MAX));
    }
}
