//! Schema 6: nothing stood with a message beside its text, and the schema listed all kinds of events.

use engine::{Engine, Identity};
use tertulia::{
    api::{NewMessage, PageQuery, QuestionState},
    ids::{GroupId, Seq},
};

use super::{Fixture, all_messages, back_up, is_sound, is_sound_on_disk, open, restore, sign_in};
use crate::chat::{PASSWORD, message};

const V6: Fixture = Fixture("v6");

fn group() -> GroupId {
    V6.id("/group")
}

async fn people(engine: &Engine) -> [Identity; 2] {
    [
        sign_in(engine, "ana@example.org", PASSWORD).await.expect("signs in"),
        sign_in(engine, "luis@example.org", PASSWORD).await.expect("signs in"),
    ]
}

/// What was there is there, and shows what it answers; then every new kind of event follows.
async fn schema_6_goes_on(engine: &Engine) {
    is_sound(engine, (3, 1, 32, 25)).await;
    let [ana, luis] = people(engine).await;
    let messages = all_messages(engine, &ana, group()).await;
    let [first, second, .., last] = messages.as_slice() else { panic!("25 messages") };
    let reply = second.reply.as_deref().expect("answers the first");
    assert_eq!((second.reply_to, reply.seq), (Some(first.seq), first.seq));
    assert_eq!((reply.sender_id, reply.excerpt.as_deref()), (ana.user_id, Some("¿Quién trae los apuntes?")));
    assert_eq!(last.reply.as_ref().map(|reply| reply.seq), Some(first.seq), "far back in the log");

    engine.react(&luis, group(), first.seq, "👍", true).await.expect("reacts");
    engine.pin(&ana, group(), second.seq, true).await.expect("pins");
    let asked = NewMessage { question: true, ..message("¿Cuándo, @Luis Vega?") };
    let asked = engine.send(&ana, group(), asked).await.expect("asks").message;
    assert_eq!(asked.mentions.len(), 1);
    assert_eq!(engine.group(&luis, group()).await.expect("is in").unread_mentions, 1);
    engine.answer(&ana, group(), asked.seq, last.seq).await.expect("is answered");
    is_sound(engine, (3, 1, 36, 26)).await;
}

/// What followed is all there.
async fn schema_6_went_on(engine: &Engine) {
    let [ana, luis] = people(engine).await;
    let page = engine.page(&luis, group(), PageQuery::After(Seq(0)), 2).await.expect("is in").messages;
    let [first, second] = page.as_slice() else { panic!("two messages") };
    let reaction = &first.reactions[0];
    assert_eq!((reaction.emoji.as_str(), reaction.count, reaction.mine), ("👍", 1, true));
    assert!(second.pinned);
    assert_eq!(engine.pins(&ana, group()).await.expect("is in").len(), 1);
    let answered = engine.questions(&ana, group(), QuestionState::Answered, None, 50).await.expect("is in").messages;
    assert_eq!(answered.len(), 1);
    assert_eq!(engine.group(&luis, group()).await.expect("is in").unread_mentions, 1);
    is_sound(engine, (3, 1, 36, 26)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_schema_6_opens_and_goes_on() {
    let (_folder, data) = V6.unpack();
    let engine = open(&data).await;
    schema_6_goes_on(&engine).await;
    engine.close().await;
    let engine = open(&data).await;
    schema_6_went_on(&engine).await;
    engine.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_version_3_restores_and_what_is_new_is_backed_up() {
    let (folder, data) = V6.restore().await;
    let engine = open(&data).await;
    schema_6_goes_on(&engine).await;
    let file = folder.path().join("again.gz");
    let taken = back_up(&engine, &file).await;
    engine.close().await;
    assert_eq!((taken.events, taken.messages), (36, 26));
    let restored = folder.path().join("restored");
    restore(&file, &restored).await;
    is_sound_on_disk(&restored).await;
    let engine = open(&restored).await;
    schema_6_went_on(&engine).await;
    engine.close().await;
}
