//! Changes of a group that are no messages: one transaction each.

use tokio::sync::oneshot;

use super::{Command, How, Remove, Writer};
use crate::{
    api::Message,
    clock::Timestamp,
    engine::{
        Identity, Limits,
        error::{Error, Result},
        store::{Joining, Removal, Revision},
    },
    group::{InviteCode, Role},
    ids::{Seq, UserId},
    log_event::{Change, GroupNews, LogEvent},
    message::Content,
};

impl Writer {
    // A reply that nobody waits for any more is dropped: the write stands.
    pub(super) async fn change(&self, command: Command) {
        match command {
            Command::Send(send) => self.send(vec![send]).await,
            Command::Revise { actor, message, content, reply } => {
                self.answer(reply, self.revise(actor, message, content.as_ref()).await).await;
            }
            Command::Join { who, code, limits, reply } => {
                self.answer(reply, self.join(&who, &code, &limits).await).await;
            }
            Command::Remove(remove) => {
                let Remove { actor, user, name, how, limits, reply } = remove;
                self.answer(reply, self.remove(actor, user, name, how, &limits).await).await;
            }
            Command::ChangeRole { actor, user, role, reply } => {
                self.answer(reply, self.change_role(actor, user, role).await).await;
            }
            Command::RenewInvitation { actor, code, reply } => {
                self.answer(reply, self.renew_invitation(actor, &code).await).await;
            }
        }
    }

    async fn answer<T>(&self, reply: oneshot::Sender<Result<T>>, answer: Result<T>) {
        let doubt = answer.as_ref().err().cloned();
        drop(reply.send(answer));
        if let Some(error) = doubt {
            self.resolve(&error).await;
        }
    }

    /// Tells one change.
    async fn tell_change(&self, seq: Seq, at: Timestamp, change: Change) {
        self.tell(vec![LogEvent { group_id: self.room.group, seq, at, change }]).await;
    }

    async fn revise(&self, actor: UserId, message: Seq, content: Option<&Content>) -> Result<Option<Message>> {
        let now = Timestamp::now();
        let (seq, revised) = match self.store.revise(self.room.group, actor, message, content, now).await? {
            Revision::Done(seq, revised) => (seq, revised),
            Revision::Unchanged(message) => return Ok(message.map(|message| *message)),
        };
        let (message_seq, editor_id) = (revised.seq, actor);
        let change = match &revised.content {
            Some(content) => Change::Edited { message_seq, content: Some(content.clone()), editor_id },
            None => Change::Deleted { message_seq, editor_id },
        };
        self.tell_change(seq, now, change).await;
        Ok(Some(*revised))
    }

    async fn join(&self, who: &Identity, code: &InviteCode, limits: &Limits) -> Result<()> {
        let now = Timestamp::now();
        match self.store.join(self.room.group, who, code, limits, now).await? {
            Joining::Done(seq, name) => {
                self.tell_change(seq, now, Change::Added { user_id: who.user_id, name }).await;
                Ok(())
            }
            Joining::Member => Ok(()),
            Joining::Closed => Err(Error::NotFound),
            Joining::Banned => Err(Error::KeptOut),
            Joining::Full => Err(Error::GROUP_FULL),
            Joining::TooMany => Err(Error::TOO_MANY_GROUPS),
        }
    }

    async fn remove(&self, actor: UserId, user: UserId, name: String, how: How, limits: &Limits) -> Result<()> {
        let (group, now) = (self.room.group, Timestamp::now());
        let removal = match how {
            How::Ban => self.store.ban(group, actor, user, limits, now).await?,
            How::MayComeBack | How::KeptOut => {
                let ban = how == How::KeptOut;
                self.store.remove_member(group, actor, user, ban, limits, now).await?
            }
        };
        match removal {
            Removal::Done(seq) => {
                self.tell_change(seq, now, Change::Removed { user_id: user, name }).await;
                self.room.remove(user);
                Ok(())
            }
            Removal::KeptOut => Ok(()),
            Removal::NotFound => Err(Error::NotFound),
            Removal::Forbidden => Err(Error::Forbidden),
            Removal::Ownerless => Err(Error::Conflict("hand the group over before leaving it")),
            Removal::Oneself => Err(Error::Conflict("nobody keeps herself out; leave the group instead")),
            Removal::BansFull => Err(Error::BANS_FULL),
        }
    }

    /// It is one event or two, with names that only the store knows, and it is rare: they are told as they stand in the log.
    async fn change_role(&self, actor: UserId, user: UserId, role: Role) -> Result<()> {
        if self.store.change_role(self.room.group, actor, user, role, Timestamp::now()).await?.is_some() {
            self.tell_tail().await;
        }
        Ok(())
    }

    async fn renew_invitation(&self, actor: UserId, code: &InviteCode) -> Result<()> {
        let now = Timestamp::now();
        let seq = self.store.renew_invitation(self.room.group, actor, code, now).await?;
        let news = GroupNews { name: None, description: None, invitation: true, actor_id: actor };
        self.tell_change(seq, now, Change::GroupChanged { news }).await;
        Ok(())
    }
}
