//! Something that is not as it must be.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use tertulia::ids::{GroupId, Seq};

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inconsistency {
    /// What kind of problem it is, for scripts: `missing_event`, `client_id_twice` …
    pub code: Cow<'static, str>,
    /// In which group's log, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// At which place of the log, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
    /// What is wrong, for people. Never a message's text.
    pub text: String,
}

impl Inconsistency {
    pub(super) const fn new(code: &'static str, text: String) -> Self {
        Self { code: Cow::Borrowed(code), group_id: None, seq: None, text }
    }

    pub(super) const fn of_group(group: GroupId, code: &'static str, text: String) -> Self {
        Self { code: Cow::Borrowed(code), group_id: Some(group), seq: None, text }
    }

    pub(super) fn at(group: GroupId, seq: i64, code: &'static str, text: String) -> Self {
        Self { code: Cow::Borrowed(code), group_id: Some(group), seq: u64::try_from(seq).ok().map(Seq), text }
    }
}

impl std::fmt::Display for Inconsistency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(group) = self.group_id {
            write!(f, "group {group}")?;
            match self.seq {
                Some(seq) => write!(f, ", seq {}: ", seq.0)?,
                None => f.write_str(": ")?,
            }
        }
        write!(f, "{} ({})", self.text, self.code)
    }
}
