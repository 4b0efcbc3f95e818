//! What lies further back than the newest changes of a group, which are in memory: it is found in the store.

use engine::{Error, Identity};
use futures::future::join_all;
use tertulia::{
    api::{Group, NewMessage, Page, PageQuery},
    ids::{GroupId, Seq},
    log_event::Change,
    protocol::ServerFrame,
};

use crate::chat::{AT_ONCE, Chat, message, texts};

/// More changes than are kept in memory.
const MANY: usize = 600;

/// Stores so many messages.
async fn fill(chat: &Chat, who: &Identity, group: GroupId, count: usize) {
    let contents: Vec<String> = (0..count).map(|n| n.to_string()).collect();
    for few in contents.chunks(AT_ONCE) {
        join_all(few.iter().map(|content| chat.send(who, group, content))).await;
    }
}

async fn view(chat: &Chat, who: &Identity, group: GroupId) -> Group {
    let view = chat.engine.group(who, group).await.expect("is in");
    let listed = chat.engine.groups(who, None, 100).await.expect("answers").groups;
    assert_eq!(listed.iter().find(|listed| listed.id == group), Some(&view), "the list says the same");
    view
}

async fn around(chat: &Chat, who: &Identity, group: GroupId, at: Seq) -> Page {
    chat.engine.page(who, group, PageQuery::Around(at), 5).await.expect("a page")
}

#[tokio::test]
async fn a_message_that_was_stored_long_ago_is_not_stored_again() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await.id;
    let (once, other) = (message("once"), message("other"));
    let first = chat.try_send(&ana, group, once.clone()).await.expect("is stored").message;
    let second = chat.try_send(&luis, group, other.clone()).await.expect("is stored").message;
    fill(&chat, &ana, group, MANY).await;
    let head = view(&chat, &ana, group).await.head;

    let again = chat.try_send(&ana, group, once.clone()).await.expect("is known");
    assert_eq!((again.duplicate, &again.message), (true, &first));
    // With others at the same time: two that are new, one of them twice, and hers under the name of his.
    let fresh = message("fresh");
    let sends: [(&Identity, &NewMessage); 7] = [
        (&ana, &once),
        (&ana, &fresh),
        (&luis, &other),
        (&ana, &fresh),
        (&ana, &once),
        (&luis, &fresh),
        (&ana, &other),
    ];
    let sent = join_all(sends.map(|(who, new)| chat.try_send(who, group, new.clone()))).await;
    let sent: Vec<_> = sent.into_iter().map(|sent| sent.expect("is stored or known")).collect();
    let duplicates: Vec<bool> = sent.iter().map(|sent| sent.duplicate).collect();
    assert_eq!(duplicates, [true, false, true, true, true, false, false]);
    assert_eq!((&sent[0].message, &sent[4].message, &sent[2].message), (&first, &first, &second));
    assert_eq!(sent[1].message, sent[3].message);
    assert_eq!(view(&chat, &ana, group).await.head, Seq(head.0 + 3));

    let chat = chat.reopen().await;
    for (who, new) in sends {
        assert!(chat.try_send(who, group, new.clone()).await.expect("is known").duplicate);
    }
    assert_eq!(view(&chat, &ana, group).await.head, Seq(head.0 + 3));
}

#[tokio::test]
async fn a_repeated_message_says_what_became_of_it_since() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await.id;
    let (one, two) = (message("one"), message("two"));
    let first = chat.try_send(&ana, group, one.clone()).await.expect("is stored").message;
    let second = chat.try_send(&ana, group, two.clone()).await.expect("is stored").message;
    fill(&chat, &ana, group, MANY).await;
    // The changes are in memory, the messages' own places are not.
    chat.engine.edit(&ana, group, first.seq, "ONE").await.expect("edits");
    chat.engine.delete(&ana, group, second.seq).await.expect("deletes");
    for _ in 0..2 {
        let again = chat.try_send(&ana, group, one.clone()).await.expect("is known");
        assert_eq!((again.duplicate, again.message.content.as_deref()), (true, Some("ONE")));
        let again = chat.try_send(&ana, group, two.clone()).await.expect("is known");
        assert_eq!((again.duplicate, again.message.content, again.message.deleted), (true, None, true));
        // And then the changes are as far back.
        fill(&chat, &ana, group, MANY).await;
    }
}

#[tokio::test]
async fn whatever_message_there_is_can_be_answered() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await.id;
    let old = chat.send(&luis, group, "an old question").await.message.seq;
    let edit = chat.engine.edit(&luis, group, old, "an older question").await.expect("edits");
    assert_eq!(edit.seq, old);
    fill(&chat, &ana, group, MANY).await;
    let mut chat = chat;
    for _ in 0..2 {
        let head = view(&chat, &ana, group).await.head;
        let answer = |to: u64| NewMessage { reply_to: Some(Seq(to)), ..message("an answer") };
        let answers = [old.0, 0, 1, 2, old.0 + 1, head.0, head.0 + 99, 1 << 63, u64::MAX, old.0 + 2];
        let sent = join_all(answers.map(|to| chat.try_send(&ana, group, answer(to)))).await;
        let stored: Vec<Option<Seq>> = sent.iter().flatten().map(|sent| sent.message.reply_to).collect();
        assert_eq!(stored, [old.0, head.0, old.0 + 2].map(|to| Some(Seq(to))), "joins and edits are no messages");
        assert!(sent.iter().all(|sent| sent.is_ok() || matches!(sent, Err(Error::Invalid(_)))));
        chat = chat.reopen().await;
    }
}

#[tokio::test]
async fn what_is_changed_far_back_is_changed_everywhere() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await.id;
    let mut places = Vec::new();
    for n in 0..6 {
        let who = if n % 2 == 0 { &ana } else { &luis };
        places.push(chat.send(who, group, &n.to_string()).await.message.seq);
    }
    fill(&chat, &ana, group, MANY).await;
    let mut socket = chat.listen(&luis, group).await;
    let before = [view(&chat, &ana, group).await, view(&chat, &luis, group).await];
    // Ana began, so hers is read to her; everything else of the other is unread.
    assert_eq!((before[0].unread, before[1].unread), (3, 3 + MANY as u64));
    chat.engine.edit(&ana, group, places[0], "zero").await.expect("edits");
    chat.engine.delete(&ana, group, places[2]).await.expect("deletes");
    chat.engine.delete(&ana, group, places[3]).await.expect("the owner may");
    chat.engine.delete(&luis, group, places[5]).await.expect("deletes");
    for place in [places[0], places[2], places[3], places[5]] {
        match socket.change().await.change {
            Change::Edited { message_seq, .. } | Change::Deleted { message_seq, .. } => assert_eq!(message_seq, place),
            other => panic!("a change of {place}: {other:?}"),
        }
    }
    let wanted = ["zero", "1", "(deleted)", "(deleted)", "4"];
    let after = [view(&chat, &ana, group).await, view(&chat, &luis, group).await];
    assert_eq!((after[0].unread, after[1].unread), (1, 2 + MANY as u64));
    assert_eq!(texts(&around(&chat, &luis, group, places[2]).await), wanted);
    let replayed = chat.socket(&luis).subscribe(group, Some(before[0].head.0), None).await.expect("is in");
    assert_eq!(replayed.iter().filter_map(ServerFrame::log_position).count(), 4);

    let chat = chat.reopen().await;
    assert_eq!([view(&chat, &ana, group).await, view(&chat, &luis, group).await], after);
    assert_eq!(texts(&around(&chat, &luis, group, places[2]).await), wanted);
    let again = chat.socket(&luis).subscribe(group, Some(before[0].head.0), None).await.expect("is in");
    assert_eq!(again.iter().filter(|frame| frame.log_position().is_some()).count(), 4);
}

#[tokio::test]
async fn who_reads_on_from_far_back_is_told_what_is_left() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await.id;
    let hello = chat.send(&ana, group, "hola").await.message.seq;
    chat.send(&luis, group, "he answers without having read").await;
    fill(&chat, &ana, group, MANY).await;
    chat.engine.delete(&ana, group, Seq(hello.0 + 5)).await.expect("deletes");
    let mut chat = chat;
    // Of Ana's messages one is deleted; his own never counts.
    for (to, unread) in [(hello.0, MANY - 1), (hello.0 + 1, MANY - 1), (hello.0 + 4, MANY - 4), (hello.0 + 6, MANY - 5)]
    {
        chat.engine.mark_read(&luis, group, Seq(to), None).await.expect("is in");
        let seen = view(&chat, &luis, group).await;
        assert_eq!((seen.read, seen.unread), (Seq(to), unread as u64));
        chat = chat.reopen().await;
        assert_eq!(view(&chat, &luis, group).await, seen);
    }
    // Both of his devices at once: the one that is behind takes nothing back.
    let marks = [hello.0 + 90, u64::MAX, hello.0 + 80, hello.0 + 100];
    for mark in join_all(marks.map(|to| chat.engine.mark_read(&luis, group, Seq(to), None))).await {
        mark.expect("is in");
    }
    let seen = view(&chat, &luis, group).await;
    assert_eq!((seen.read, seen.unread), (seen.head, 0));
}

#[tokio::test]
async fn a_place_beyond_all_places_is_nowhere() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await;
    chat.send(&ana, group.id, "hola").await;
    for after in [3, 1 << 53, (1 << 63) - 1, 1 << 63, u64::MAX] {
        let frames = chat.socket(&ana).subscribe(group.id, Some(after), Some(group.epoch)).await.expect("hers");
        assert!(matches!(frames[..], [ServerFrame::Subscribed { .. }, ServerFrame::Reset { .. }]), "{after}");
        assert_eq!(chat.engine.edit(&ana, group.id, Seq(after), "x").await.map(drop), Err(Error::NotFound));
        assert_eq!(chat.engine.delete(&ana, group.id, Seq(after)).await, Err(Error::NotFound));
        chat.engine.mark_read(&ana, group.id, Seq(after), None).await.expect("as far as there is something");
    }
    assert_eq!(view(&chat, &ana, group.id).await.read, Seq(2));
}
