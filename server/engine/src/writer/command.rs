//! What a writer is asked to do, and who waits for it.

use std::sync::Arc;

use tertulia::{
    api::Message,
    group::{InviteCode, Role},
    ids::{ClientMessageId, Seq, UserId},
    message::Content,
};
use tokio::sync::oneshot;

use crate::{
    Identity, Limits,
    act::Act,
    error::{Error, Result},
    messages::Sent,
};

/// Something to be appended.
pub(crate) enum Command {
    Send(Send),
    Act {
        act: Act,
        reply: oneshot::Sender<Result<Option<Message>>>,
    },
    Join {
        who: Identity,
        code: InviteCode,
        limits: Arc<Limits>,
        reply: oneshot::Sender<Result<()>>,
    },
    Remove(Remove),
    ChangeRole {
        actor: UserId,
        user: UserId,
        role: Role,
        reply: oneshot::Sender<Result<()>>,
    },
    RenewInvitation {
        actor: UserId,
        code: InviteCode,
        reply: oneshot::Sender<Result<()>>,
    },
    /// Not appended, but it takes a log that stands still: a position far behind the end.
    Read {
        user: UserId,
        to: Seq,
        reply: oneshot::Sender<Result<(Seq, bool)>>,
    },
}

/// A membership to be ended, or somebody to be kept out.
pub(crate) struct Remove {
    pub(crate) actor: UserId,
    pub(crate) user: UserId,
    pub(crate) how: How,
    pub(crate) limits: Arc<Limits>,
    pub(crate) reply: oneshot::Sender<Result<()>>,
}

/// How a membership ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// With a code the person comes back: so everybody leaves, and so somebody can be removed.
    MayComeBack,
    /// Whoever is removed is kept out.
    KeptOut,
    /// Keeps out whoever it is, a member or not.
    Ban,
}

/// A message to be appended.
pub(crate) struct Send {
    pub(crate) author: Identity,
    pub(crate) client_id: ClientMessageId,
    pub(crate) content: Content,
    pub(crate) reply_to: Option<Seq>,
    pub(crate) question: bool,
    pub(crate) reply: oneshot::Sender<Result<Sent>>,
}

impl Command {
    /// Nothing was tried.
    pub(super) fn fail(self, error: &Error) {
        let error = error.clone();
        match self {
            Self::Send(send) => drop(send.reply.send(Err(error))),
            Self::Act { reply, .. } => drop(reply.send(Err(error))),
            Self::Join { reply, .. }
            | Self::Remove(Remove { reply, .. })
            | Self::ChangeRole { reply, .. }
            | Self::RenewInvitation { reply, .. } => drop(reply.send(Err(error))),
            Self::Read { reply, .. } => drop(reply.send(Err(error))),
        }
    }
}
