//! Changes of a group that are no messages: one transaction each.

use std::sync::Arc;

use archive::{EventRecord, StoredChange};
use tertulia::{
    clock::Timestamp,
    group::{InviteCode, Role},
    ids::UserId,
    log_event::GroupNews,
};
use tokio::sync::oneshot;

use super::{ATTEMPTS_MAX, Command, How, Remove, SharedLog, Writer};
use crate::{
    Identity, Limits,
    error::{Error, Result},
    store::{Joining, NextPlace, Promotion, Removal, StoredMessage},
};

impl Writer {
    // A reply that nobody waits for any more is dropped: the write stands.
    pub(super) async fn change(&self, log: &Arc<SharedLog>, command: Command) {
        match command {
            Command::Send(send) => self.send(log, vec![send]).await,
            Command::Act { act, reply } => self.answer(log, reply, self.act(log, &act).await).await,
            Command::Join { who, code, limits, reply } => {
                self.answer(log, reply, self.join(log, &who, &code, &limits).await).await;
            }
            Command::Remove(remove) => {
                let Remove { actor, user, how, limits, reply } = remove;
                self.answer(log, reply, self.remove(log, actor, user, how, &limits).await).await;
            }
            Command::ChangeRole { actor, user, role, reply } => {
                self.answer(log, reply, self.change_role(log, actor, user, role).await).await;
            }
            Command::RenewInvitation { actor, code, reply } => {
                self.answer(log, reply, self.renew_invitation(log, actor, &code).await).await;
            }
            Command::Read { user, to, reply } => drop(reply.send(self.read(log, user, to).await)),
        }
    }

    async fn answer<T>(&self, log: &Arc<SharedLog>, reply: oneshot::Sender<Result<T>>, answer: Result<T>) {
        let doubt = answer.as_ref().err().cloned();
        drop(reply.send(answer));
        if let Some(error) = doubt {
            self.resolve(log, &error).await;
        }
    }

    /// Does something at the next place of the log. Where another program took that place, it looks forward and tries again.
    async fn at_next_place<T, F: Future<Output = Result<Option<T>>> + Send>(
        &self,
        log: &Arc<SharedLog>,
        append: impl Fn(NextPlace) -> F + Send + Sync,
    ) -> Result<(NextPlace, T)> {
        for _ in 0..ATTEMPTS_MAX {
            let next = log.read().next_place(Timestamp::now());
            if let Some(done) = append(next).await? {
                return Ok((next, done));
            }
            self.look_forward(log).await?;
        }
        Err(Error::Unavailable)
    }

    /// Takes what was stored into the log, and tells it.
    pub(super) fn take_in(&self, log: &SharedLog, event: &EventRecord, rows: &[StoredMessage]) {
        log.write().apply(event, rows);
        self.desk.publisher.publish(log);
    }

    async fn join(&self, log: &Arc<SharedLog>, who: &Identity, code: &InviteCode, limits: &Limits) -> Result<()> {
        let join = |next| self.desk.store.join(next, who, code, limits);
        match self.at_next_place(log, join).await? {
            (next, Joining::Done(name)) => {
                log.write().learn_name(who.user_id, name);
                self.take_in(log, &next.event(who.user_id, StoredChange::Added), &[]);
                Ok(())
            }
            (_, Joining::Member) => Ok(()),
            (_, Joining::Closed) => Err(Error::NotFound),
            (_, Joining::Banned) => Err(Error::KeptOut),
            (_, Joining::Full) => Err(Error::GROUP_FULL),
            (_, Joining::TooMany) => Err(Error::TOO_MANY_GROUPS),
        }
    }

    async fn remove(&self, log: &Arc<SharedLog>, actor: UserId, user: UserId, how: How, limits: &Limits) -> Result<()> {
        let remove = |next| async move {
            match how {
                How::Ban => self.desk.store.ban(next, actor, user, limits).await,
                How::MayComeBack => self.desk.store.remove_member(next, actor, user, false, limits).await,
                How::KeptOut => self.desk.store.remove_member(next, actor, user, true, limits).await,
            }
        };
        match self.at_next_place(log, remove).await? {
            (next, Removal::Done) => {
                self.take_in(log, &next.event(user, StoredChange::Removed), &[]);
                Ok(())
            }
            (_, Removal::KeptOut) => Ok(()),
            (_, Removal::NotFound) => Err(Error::NotFound),
            (_, Removal::Forbidden) => Err(Error::Forbidden),
            (_, Removal::Ownerless) => Err(Error::Conflict("hand the group over before leaving it")),
            (_, Removal::Oneself) => Err(Error::Conflict("nobody keeps herself out; leave the group instead")),
            (_, Removal::BansFull) => Err(Error::BANS_FULL),
        }
    }

    /// Handing the group over takes the place before too, where the owner until now becomes a moderator.
    async fn change_role(&self, log: &Arc<SharedLog>, actor: UserId, user: UserId, role: Role) -> Result<()> {
        let change = |next| self.desk.store.change_role(next, actor, user, role);
        let given = |role| StoredChange::RoleChanged { role, actor };
        match self.at_next_place(log, change).await? {
            (_, Promotion::Unchanged) => {}
            (next, Promotion::Done) => self.take_in(log, &next.event(user, given(role)), &[]),
            (next, Promotion::HandedOver) => {
                self.take_in(log, &next.event(actor, given(Role::Moderator)), &[]);
                let next = NextPlace { seq: next.seq + 1, ..next };
                self.take_in(log, &next.event(user, given(role)), &[]);
            }
        }
        Ok(())
    }

    async fn renew_invitation(&self, log: &Arc<SharedLog>, actor: UserId, code: &InviteCode) -> Result<()> {
        let renew = |next| self.desk.store.renew_invitation(next, actor, code);
        let (next, ()) = self.at_next_place(log, renew).await?;
        let news = GroupNews { name: None, description: None, invitation: true, actor_id: actor };
        log.write().set_invitation(code.as_str());
        self.take_in(log, &next.event(actor, StoredChange::GroupChanged(news)), &[]);
        Ok(())
    }
}
