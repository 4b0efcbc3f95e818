//! Logs in memory over a store in memory. A second `Logs` over the same store knows what a program knows that was started after a crash.

mod deep;
mod forward;
mod lists;
mod slots;

use std::sync::Arc;

use archive::StoredChange;
use tertulia::{
    api::Group,
    clock::Timestamp,
    group::InviteCode,
    ids::{GroupId, Seq, SessionId, UserId},
};

use super::{AHEAD, Logs, SharedLog, WINDOW};
use crate::{
    Identity, Limits,
    error::Error,
    log::Reading,
    store::{Appended, Insertion, Joining, Store, StoredMessage, stored, testing},
};

/// A store with people, and logs of it.
struct Scene {
    store: Arc<Store>,
    logs: Logs,
    ana: UserId,
    luis: UserId,
    _folder: tempfile::TempDir,
}

impl Scene {
    async fn begin() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = testing::open(folder.path()).await;
        let logs = Logs::new(Arc::clone(&store), usize::MAX);
        Self { store, logs, ana: UserId::random(), luis: UserId::random(), _folder: folder }
    }

    /// Logs of a program that was started after a crash.
    fn anew(&self) -> Logs {
        self.bounded(usize::MAX)
    }

    fn bounded(&self, most: usize) -> Logs {
        Logs::new(Arc::clone(&self.store), most)
    }

    /// A group of Ana's that Luis joined.
    async fn group(&self) -> GroupId {
        let group = testing::create_group(&self.store, self.ana, Timestamp::now()).await;
        self.join(group, self.luis).await;
        group
    }

    async fn join(&self, group: GroupId, user: UserId) {
        let log = self.log(group).await;
        let code = log.read().view(self.ana).expect("is in").group.invite_code;
        let code = InviteCode::parse(&code).expect("a code");
        let who = Identity { user_id: user, session_id: SessionId::random(), name: user.to_string().into() };
        let next = log.read().next_place(Timestamp::now());
        let joining = self.store.join(next, &who, &code, &Limits::OFF).await.expect("answers");
        assert!(matches!(joining, Some(Joining::Done(_))), "{joining:?}");
        self.follow(group).await;
    }

    async fn log(&self, group: GroupId) -> Arc<SharedLog> {
        self.logs.get(group).await.expect("is there")
    }

    /// Takes in what was appended.
    async fn follow(&self, group: GroupId) {
        let log = self.log(group).await;
        self.logs.look_forward(group, &log).await.expect("answers");
    }

    /// Messages of these authors, one after the other, taken in.
    async fn write(&self, group: GroupId, authors: &[UserId]) {
        testing::append_all(&self.store, group, authors).await;
        self.follow(group).await;
    }

    /// Edits the message at a place, or deletes it.
    async fn revise(&self, group: GroupId, author: UserId, at: Seq, text: Option<&str>) {
        let next = self.log(group).await.read().next_place(Timestamp::now());
        let before = self.store.messages_at(group, &[at]).await.expect("answers").messages.pop().expect("is there");
        let after = StoredMessage { content: text.map(str::to_owned), ..before.clone() };
        let number = before.number;
        let change = if text.is_some() { StoredChange::Edited { number } } else { StoredChange::Deleted { number } };
        let events = vec![next.event(author, change)];
        let appended = Appended { group, events, changed: vec![(before, after)] };
        assert_eq!(self.store.append_events(&appended).await, Ok(Insertion::Done));
        self.follow(group).await;
    }

    async fn read(&self, group: GroupId, user: UserId, to: Seq) {
        read(&self.logs, &self.store, group, user, to).await;
    }

    /// The group as each of the two sees it.
    async fn views(&self, logs: &Logs, group: GroupId) -> [Group; 2] {
        let view = |user| async move { logs.group(user, group).await.expect("is in") };
        [view(self.ana).await, view(self.luis).await]
    }
}

/// Moves a position as the writer does it, the store asked where it has to be. Whether it was.
async fn read(logs: &Logs, store: &Store, group: GroupId, user: UserId, to: Seq) -> bool {
    let log = logs.get(group).await.expect("is there");
    let (reading, next) = {
        let mut log = log.write();
        (log.read(user, to).expect("is in"), log.next_place(Timestamp::now()))
    };
    let Reading::Ask(from, to) = reading else { return false };
    let position = store.position(group, &from, to, next.messages).await.expect("answers");
    assert!(log.write().set_position(&position));
    true
}

/// The newest place.
async fn head(logs: &Logs, group: GroupId) -> Seq {
    logs.get(group).await.expect("is there").read().head()
}
