//! What the tests of the store share.

use std::sync::Arc;

use tertulia::{
    clock::Timestamp,
    group::InviteCode,
    ids::{ClientMessageId, GroupId, Seq, UserId},
};
use uuid::Uuid;

use super::{Insertion, NewGroupRow, NewMessageRows, Store, seq};
use crate::{StoreConfig, log::Log};

/// Groups that a person may be in.
const GROUPS_MAX: usize = 1_000;

/// A new database in memory.
pub(crate) async fn open(folder: &std::path::Path) -> Arc<Store> {
    let config = StoreConfig { url: Some("mem://".to_owned()), ..StoreConfig::default() };
    Store::open(&config, folder).await.expect("opens")
}

/// A new group, whose log begins with its owner's coming.
pub(crate) async fn create_group(store: &Store, owner: UserId, now: Timestamp) -> GroupId {
    let group = GroupId::random();
    let row = NewGroupRow {
        name: "Álgebra".to_owned(),
        description: String::new(),
        invite_code: InviteCode::from_random(rand::random()).as_str().to_owned(),
        epoch: Uuid::new_v4(),
        look: "Ana".to_owned(),
    };
    assert!(store.create_group(group, owner, row, GROUPS_MAX, now).await.expect("stored"));
    group
}

/// Stores a message behind everybody's back, at a time; its place in the log.
pub(crate) async fn append(store: &Store, group: GroupId, author: UserId, text: &str, at: Timestamp) -> Seq {
    let mut next = Log::new(store.log(group, 1, 1_000).await.expect("is there")).next_place(at);
    let new = next.message(author, ClientMessageId::random(), text.to_owned(), None);
    assert_eq!(store.insert(&[&new]).await, Ok(Insertion::Done));
    seq(new.message.seq)
}

/// Messages that are to be stored at the end of a log, one after the other, with new client ids.
pub(crate) async fn messages(store: &Store, group: GroupId, authors: &[UserId]) -> Vec<NewMessageRows> {
    let mut next = Log::new(store.log(group, 1, 10_000).await.expect("is there")).next_place(Timestamp::now());
    let mut message = |author: &UserId| next.message(*author, ClientMessageId::random(), next.seq.to_string(), None);
    authors.iter().map(&mut message).collect()
}

/// Stores such messages, together and behind everybody's back.
pub(crate) async fn append_all(store: &Store, group: GroupId, authors: &[UserId]) {
    let new = messages(store, group, authors).await;
    assert_eq!(store.insert(&new.iter().collect::<Vec<_>>()).await, Ok(Insertion::Done));
}

/// As if nobody had asked for a list of groups since the program began.
pub(crate) fn forget_orders(store: &Store) {
    store.orders.forget_all();
}

/// The database takes its time with everything, for as long as this is held.
pub(crate) async fn stall(store: &Store) -> impl Sized + '_ {
    store.client.write().await
}
