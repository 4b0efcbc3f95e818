//! A person's groups, page by page.

use serde::{Deserialize, Serialize};

use super::Group;
use crate::{clock::Timestamp, ids::GroupId};

/// Groups in a page when the caller names no limit.
pub const GROUPS_DEFAULT: u32 = 50;
/// Most groups in a page.
pub const GROUPS_MAX: u32 = 100;

/// `GET …/groups`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Groups {
    /// The caller's groups, the most recently active first.
    pub groups: Vec<Group>,
    /// Whether there are more.
    pub has_more: bool,
    /// What `before` asks for the next page with; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "1795796300909.6c5770e8-a3d6-43a9-87eb-ddd8d2c1f688"))]
    pub next: Option<GroupCursor>,
}

/// A place in the order of a person's groups: behind the group that was active then. A group that becomes active moves to the front and
/// is met again there; none is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GroupCursor {
    /// When the group was last active.
    pub active_at: Timestamp,
    /// Which, for there may be others of the same moment.
    pub id: GroupId,
}

/// Characters of an id with its hyphens.
const UUID_LEN: usize = 36;

/// A text that is no [`GroupCursor`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("that is no place in a list of groups")]
pub struct InvalidCursor;

impl std::str::FromStr for GroupCursor {
    type Err = InvalidCursor;

    fn from_str(text: &str) -> Result<Self, InvalidCursor> {
        let (at, id) = text.split_once('.').ok_or(InvalidCursor)?;
        // An id is read in other spellings too; this is the one that is written, and that the document has.
        if id.len() != UUID_LEN {
            return Err(InvalidCursor);
        }
        let active_at = Timestamp::from_millis(at.parse().map_err(|_| InvalidCursor)?);
        Ok(Self { active_at, id: id.parse().map_err(|_| InvalidCursor)? })
    }
}

impl std::fmt::Display for GroupCursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.active_at.as_millis(), self.id)
    }
}

impl TryFrom<String> for GroupCursor {
    type Error = InvalidCursor;

    fn try_from(text: String) -> Result<Self, InvalidCursor> {
        text.parse()
    }
}

impl From<GroupCursor> for String {
    fn from(cursor: GroupCursor) -> Self {
        cursor.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        let cursor = GroupCursor { active_at: Timestamp::from_millis(1_795_796_300_909), id: GroupId::random() };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        let id = GroupId::random();
        let simple = id.as_uuid().simple();
        for text in
            ["", ".", "7", &id.to_string(), &format!("x.{id}"), "7.x", &format!("7.{simple}"), &format!("7.{simple}ab")]
        {
            assert_eq!(text.parse::<GroupCursor>(), Err(InvalidCursor), "{text}");
        }
    }
}
