//! Schema 4: roles that changed, and news of a group, were in no log.

use engine::Engine;
use tertulia::{
    group::Role,
    ids::{GroupId, Seq},
};

use super::{Fixture, all_messages, back_up, is_sound, is_sound_on_disk, open, restore, sign_in};
use crate::chat::PASSWORD;

const V4: Fixture = Fixture("v4");

/// What the database of schema 4 is today, and that its log goes on with events that it did not have.
async fn schema_4_goes_on(engine: &Engine) {
    is_sound(engine, (4, 2, 72, 63)).await;
    let (ana, luis) = (
        sign_in(engine, "ana@example.org", PASSWORD).await.expect("signs in"),
        sign_in(engine, "luis@example.org", PASSWORD).await.expect("signs in"),
    );
    let id: GroupId = V4.id("/group");
    let group = engine.group(&luis, id).await.expect("is there");
    assert_eq!((group.role, group.read, group.unread, group.head), (Role::Moderator, Seq(20), 34, Seq(70)));
    let messages = all_messages(engine, &luis, id).await;
    assert_eq!(messages.len(), 63);
    assert_eq!(messages[0].content.as_deref(), Some("Hola"));
    assert_eq!(messages[1].reply_to, Some(messages[0].seq));
    assert!(messages[2].deleted);
    let mut socket = engine.connect(luis.clone()).expect("has not too many");
    let replay = socket.subscribe(id, Some(Seq::ZERO), Some(group.epoch)).await.expect("a member");
    assert_eq!(replay.len(), 72, "`subscribed`, all of the log and `live`");
    engine.change_role(&ana, id, luis.user_id, Role::Owner).await.expect("hands over");
    engine.renew_invitation(&luis, id).await.expect("renews");
    assert_eq!(engine.group(&luis, id).await.expect("is there").head, Seq(73));
    is_sound(engine, (4, 2, 75, 63)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_schema_4_opens_and_goes_on() {
    let (_folder, data) = V4.unpack();
    let engine = open(&data).await;
    schema_4_goes_on(&engine).await;
    engine.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_version_2_restores_and_what_is_new_is_backed_up() {
    let (folder, data) = V4.restore().await;
    let engine = open(&data).await;
    schema_4_goes_on(&engine).await;
    let file = folder.path().join("again.gz");
    let taken = back_up(&engine, &file).await;
    engine.close().await;
    let restored = folder.path().join("restored");
    restore(&file, &restored).await;
    assert_eq!((taken.events, taken.messages), (75, 63));
    is_sound_on_disk(&restored).await;
}
