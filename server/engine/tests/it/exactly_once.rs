//! A message is stored once, in one order, without gaps, whoever sends it how often.

use std::collections::BTreeSet;

use engine::{Error, Limits};
use futures::future::join_all;
use tertulia::{
    api::NewMessage,
    ids::{ClientMessageId, GroupId, Seq},
    log_event::Change,
    message::ContentError,
};

use crate::chat::{Chat, message, seqs, texts};

#[tokio::test]
async fn sending_again_returns_the_first_result() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await.id;
    let once = message("hola");
    let first = chat.try_send(&ana, group, once.clone()).await.expect("is stored");
    let again =
        chat.try_send(&ana, group, NewMessage { content: "another text".to_owned(), ..once }).await.expect("is known");
    assert!(!first.duplicate && again.duplicate);
    assert_eq!(first.message, again.message);
    assert_eq!(texts(&chat.page(&ana, group).await), ["hola"]);
}

#[tokio::test]
async fn sending_one_message_many_times_at_once_stores_it_once() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await.id;
    let once = message("hola");
    let sent = join_all((0..20).map(|_| chat.try_send(&ana, group, once.clone()))).await;
    let sent: Vec<_> = sent.into_iter().map(|sent| sent.expect("is stored or known")).collect();
    assert_eq!(sent.iter().filter(|sent| !sent.duplicate).count(), 1);
    assert_eq!(sent.iter().map(|sent| (sent.message.id, sent.message.seq)).collect::<BTreeSet<_>>().len(), 1);
    assert_eq!(chat.page(&ana, group).await.messages.len(), 1);
}

#[tokio::test]
async fn one_client_id_of_two_people_names_two_messages() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await.id;
    let same = message("hola");
    assert!(!chat.try_send(&ana, group, same.clone()).await.expect("is stored").duplicate);
    assert!(!chat.try_send(&luis, group, same).await.expect("is stored").duplicate);
}

#[tokio::test]
async fn concurrent_senders_get_one_order_without_gaps_and_everybody_sees_it() {
    let chat = Chat::open().await;
    let people = join_all((0..5).map(|n| {
        let chat = &chat;
        async move { chat.person(&format!("P{n}")).await }
    }))
    .await;
    let everybody: Vec<_> = people.iter().collect();
    let group = chat.group(&everybody).await;
    let mut sockets = Vec::new();
    for person in &people {
        sockets.push(chat.listen(person, group.id).await);
    }
    let sends = people.iter().flat_map(|person| (0..20).map(move |n| (person, n)));
    let sent = join_all(sends.map(|(person, n)| {
        let chat = &chat;
        async move { chat.send(person, group.id, &format!("{} {n}", person.name)).await.message.seq }
    }))
    .await;
    let expected: Vec<Seq> = (1..=100).map(|n| Seq(group.head.0 + n)).collect();
    assert_eq!(sent.into_iter().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>(), expected);
    for socket in &mut sockets {
        for seq in &expected {
            assert_eq!(socket.change().await.seq, *seq);
        }
    }
    assert_eq!(seqs(&chat.page(&people[0], group.id).await), expected.iter().map(|seq| seq.0).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_write_goes_on_when_whoever_asked_is_gone() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await.id;
    let mut socket = chat.listen(&ana, group).await;
    let (engine, who) = (chat.engine.clone(), ana.clone());
    // Polled once, so that the command is on its way, and dropped.
    let sending = Box::pin(async move { engine.send(&who, group, message("hola")).await });
    assert!(futures::poll!(sending).is_pending());
    assert!(
        matches!(socket.change().await.change, Change::Message(message) if message.content.as_deref() == Some("hola"))
    );
    assert_eq!(texts(&chat.page(&ana, group).await), ["hola"]);
}

#[tokio::test]
async fn text_that_is_no_message_is_refused_and_stores_nothing() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await.id;
    for (text, error) in [
        (" \n".to_owned(), ContentError::Empty),
        ("x".repeat(10_001), ContentError::TooLong),
        ("a\0b".to_owned(), ContentError::Control),
    ] {
        assert_eq!(chat.try_send(&ana, group, message(&text)).await.map(drop), Err(Error::Content(error)));
    }
    assert!(chat.page(&ana, group).await.messages.is_empty());
}

#[tokio::test]
async fn hostile_text_is_stored_as_it_is() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await.id;
    let hostile =
        ["<script>alert(1)</script>", "'; REMOVE TABLE message; --", r#"{"$ne":null}"#, "$g", "javascript:alert(1)"];
    for text in hostile {
        chat.send(&ana, group, text).await;
    }
    assert_eq!(texts(&chat.page(&ana, group).await), hostile);
}

#[tokio::test]
async fn a_sender_id_that_names_somebody_else_is_refused() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await.id;
    let named = |id: String| NewMessage { sender_id: Some(id), ..message("hola") };
    assert_eq!(chat.try_send(&ana, group, named(luis.user_id.to_string())).await.map(drop), Err(Error::SenderMismatch));
    assert_eq!(chat.try_send(&ana, group, named("ana".to_owned())).await.map(drop), Err(Error::SenderMismatch));
    assert!(chat.try_send(&ana, group, named(ana.user_id.to_string())).await.is_ok());
    assert_eq!(chat.page(&ana, group).await.messages.len(), 1);
}

#[tokio::test]
async fn an_answer_needs_a_message_to_answer() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await.id;
    let first = chat.send(&ana, group, "una pregunta").await.message;
    let answer = |to| NewMessage { reply_to: Some(to), ..message("una respuesta") };
    let stored = chat.try_send(&ana, group, answer(first.seq)).await.expect("is stored").message;
    assert_eq!(stored.reply_to, Some(first.seq));
    // Seq 1 is the group's creation, and 99 is not there yet.
    for seq in [Seq(0), Seq(1), Seq(99)] {
        assert!(matches!(chat.try_send(&ana, group, answer(seq)).await, Err(Error::Invalid(_))), "{seq}");
    }
}

#[tokio::test]
async fn too_many_messages_have_to_wait_but_a_repeat_is_still_one_message() {
    let chat = Chat::with_limits(Limits { sign_ins: None, upgrades: None, ..Limits::default() }).await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await.id;
    let sent = join_all((0..15).map(|n| chat.try_send(&ana, group, message(&n.to_string())))).await;
    let limited = sent.iter().filter(|sent| matches!(sent, Err(Error::RateLimited { .. }))).count();
    assert!((1..=5).contains(&limited), "ten in ten seconds: {limited} were refused");
    assert_eq!(chat.page(&ana, group).await.messages.len(), 15 - limited);
}

#[tokio::test]
async fn a_group_that_is_not_there_looks_like_one_that_one_is_not_in() {
    let chat = Chat::open().await;
    let (ana, eva) = (chat.person("Ana").await, chat.person("Eva").await);
    let group = chat.group(&[&ana]).await.id;
    for group in [group, GroupId::random()] {
        let new = NewMessage { client_id: Some(ClientMessageId::random()), ..message("hola") };
        assert_eq!(chat.try_send(&eva, group, new).await.map(drop), Err(Error::NotFound));
    }
    assert!(chat.page(&ana, group).await.messages.is_empty());
}
