//! What the tests of the store share.

use std::sync::Arc;

use uuid::Uuid;

use super::{NewGroupRow, SendItem, Store};
use crate::{
    clock::Timestamp,
    engine::StoreConfig,
    ids::{ClientId, GroupId, MessageId, UserId},
    message::Content,
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

/// A message that was never sent before and answers nothing.
pub(in crate::engine) fn item(author: UserId, text: &str) -> SendItem {
    let content = Content::parse(text).expect("valid");
    SendItem { author, client_id: ClientId::random(), id: MessageId::random(), content, reply_to: None }
}
