//! What the tests of the store share.

use std::sync::Arc;

use uuid::Uuid;

use super::{Insertion, NewGroupRow, Store, seq};
use crate::{
    clock::Timestamp,
    engine::{StoreConfig, log::Log},
    ids::{ClientId, GroupId, Seq, UserId},
};

/// A new database in memory.
pub(super) async fn open(folder: &std::path::Path) -> Arc<Store> {
    let config = StoreConfig { url: Some("mem://".to_owned()), ..StoreConfig::default() };
    Store::open(&config, folder).await.expect("opens")
}

/// A new group, whose log begins with its owner's coming.
pub(super) async fn create_group(store: &Store, owner: UserId, now: Timestamp) -> GroupId {
    let group = GroupId::random();
    let row = NewGroupRow {
        name: "Álgebra".to_owned(),
        description: String::new(),
        invite_code: "ABCDEFGHJK".to_owned(),
        epoch: Uuid::new_v4(),
        look: "Ana".to_owned(),
    };
    assert!(store.create_group(group, owner, row, 1, now).await.expect("stored"));
    group
}

/// Stores a message behind everybody's back, at a time; its place in the log.
pub(in crate::engine) async fn append(store: &Store, group: GroupId, author: UserId, text: &str, at: Timestamp) -> Seq {
    let mut next = Log::new(store.log(group, 1, 1_000).await.expect("is there")).next_place(at);
    let new = next.message(author, ClientId::random(), text.to_owned(), None);
    assert_eq!(store.insert(&[&new]).await, Ok(Insertion::Done));
    seq(new.message.seq)
}
