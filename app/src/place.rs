//! Which part of the log a page was opened at.

use serde::{Deserialize, Serialize};
use tertulia::ids::{GroupId, Seq};

/// Which part of the log a page was opened at, as its address says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// Where the reader left off: at the first message that she has not read, else at the end.
    #[default]
    Unread,
    /// At the end (`?newest`).
    Newest,
    /// Around a message (`?at=SEQ`), which is marked: its address.
    At(Seq),
    /// Before a message (`?before=SEQ`): history, which is not live.
    Before(Seq),
    /// After a message (`?after=SEQ`): history, which is not live.
    After(Seq),
}

impl Place {
    /// What an address names; of several the first.
    pub fn named(before: Option<Seq>, after: Option<Seq>, at: Option<Seq>) -> Option<Self> {
        before.map(Self::Before).or(after.map(Self::After)).or(at.map(Self::At))
    }

    /// Whether the page shows a part of the log rather than what happens now.
    pub const fn is_history(self) -> bool {
        matches!(self, Self::Before(_) | Self::After(_))
    }

    /// The page's address, with more in its query, or a fragment (`#…`).
    pub fn path(self, group: GroupId, more: &str) -> String {
        let place = match self {
            Self::Unread => String::new(),
            Self::Newest => "newest".to_owned(),
            Self::At(seq) => format!("at={seq}"),
            Self::Before(seq) => format!("before={seq}"),
            Self::After(seq) => format!("after={seq}"),
        };
        let apart = place.is_empty() || more.is_empty() || more.starts_with('#');
        let query = if apart { place + more } else { place + "&" + more };
        if query.is_empty() || query.starts_with('#') {
            format!("/groups/{group}{query}")
        } else {
            format!("/groups/{group}?{query}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_the_place_and_what_is_open() {
        let group = GroupId::random();
        let path = |place: Place, more| place.path(group, more).replace(&format!("/groups/{group}"), "");
        assert_eq!(path(Place::Unread, ""), "");
        assert_eq!(path(Place::Unread, "edit=3"), "?edit=3");
        assert_eq!(path(Place::Newest, ""), "?newest");
        assert_eq!(path(Place::At(Seq(7)), ""), "?at=7");
        assert_eq!(path(Place::Before(Seq(7)), "edit=3"), "?before=7&edit=3");
        assert_eq!(path(Place::After(Seq(7)), "#start"), "?after=7#start");
        assert_eq!(path(Place::Unread, "#new"), "#new");
    }
}
