//! What can be wrong.

use tertulia::{
    ids::{ClientMessageId, GroupId, Seq, UserId},
    problem::ErrorCode,
};

/// A promise that was not kept: who noticed, where, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    /// A device, or a reader.
    pub(crate) who: String,
    pub(crate) group: Option<GroupId>,
    pub(crate) fault: Fault,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.group {
            Some(group) => write!(f, "{} in group {group}: {}", self.who, self.fault),
            None => write!(f, "{}: {}", self.who, self.fault),
        }
    }
}

/// What was promised and did not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    // One subscription
    #[error("seq {due} was due and {came} came")]
    Gap { due: Seq, came: Seq },
    #[error("seq {came} came again or out of order: {due} was due")]
    Again { due: Seq, came: Seq },
    #[error("the replay up to {head} ended before seq {due}")]
    ReplayCut { due: Seq, head: Seq },
    #[error("a reset came in the middle of a replay, before seq {due}")]
    PartialReplay { due: Seq },
    #[error("a frame about seq {0} came for which nobody had subscribed")]
    Unasked(Seq),
    #[error("another log answered: its epoch changed")]
    OtherLog,
    #[error("a frame that is none of the protocol's: {0}")]
    Strange(String),
    // One device
    #[error("it resumed after seq {after} and had everything only up to {known}")]
    Skipped { after: Seq, known: Seq },
    #[error("it ended without seq {due}; the head is {head}")]
    NeverSaw { due: Seq, head: Seq },
    // Membership
    #[error("seq {0} was told to somebody who was no member")]
    ToldAStranger(Seq),
    #[error("the message at seq {0} is of somebody who was no member")]
    OfAStranger(Seq),
    // Stored and told
    #[error("at seq {seq} it was told something else than {other}")]
    Differs { seq: Seq, other: String },
    #[error("a message was told at seq {0} and is not stored there")]
    Phantom(Seq),
    #[error("the message at seq {0} has a text that its author did not write")]
    Forged(Seq),
    #[error("nobody was ever told what happened at seq {0}")]
    Untold(Seq),
    // Exactly once
    #[error("message {client_id} was acknowledged at seq {seq} and is not stored there")]
    Lost { client_id: ClientMessageId, seq: Seq },
    #[error("message {client_id} was acknowledged at seq {first} and at seq {second}")]
    TwoAnswers { client_id: ClientMessageId, first: Seq, second: Seq },
    #[error("one message is stored at seq {first} and at seq {second}")]
    Doubled { first: Seq, second: Seq },
    #[error("message {0} was never answered, long after the last fault")]
    Unanswered(ClientMessageId),
    #[error("message {0} was written, and is neither stored nor refused nor waiting")]
    Forgotten(ClientMessageId),
    #[error("message {client_id} of a member was refused for good: {code}")]
    Refused { client_id: ClientMessageId, code: ErrorCode },
    // Edits and deletions
    #[error("an edit of the message at seq {0} was told or acknowledged and is not stored")]
    EditLost(Seq),
    #[error("the deletion of the message at seq {0} was told or acknowledged and is not stored")]
    DeletionLost(Seq),
    #[error("the message at seq {0} is changed or deleted and nobody was told")]
    ChangeUntold(Seq),
    #[error("{0} was made a moderator, which was acknowledged and is not in the log")]
    RoleLost(UserId),
    // Pages and lists
    #[error("a page of seqs {from} to {to} lacks or invents a message, or puts one in another place")]
    Page { from: Seq, to: Seq },
    #[error("a page or a subscription speaks of head {head}, beyond the log's {end}")]
    BeyondTheEnd { head: Seq, end: Seq },
    #[error("its list ends up different from the database's, first at seq {0}")]
    List(Seq),
    // The database itself
    #[error("`tertulia verify` says of what is kept: {0}")]
    Unsound(String),
    // The run
    #[error("the server did not come back: {0}")]
    NotBack(String),
    #[error("the server ended by itself: {0}")]
    Crashed(String),
    #[error("it did not come to rest: {0}")]
    Restless(String),
}
