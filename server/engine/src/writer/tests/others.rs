//! Another program appends to the same log, before each thing that is done here.

use futures::future::join_all;
use tertulia::{
    api::{NewMessage, PageQuery},
    group::Role,
    ids::{ClientMessageId, UserId},
};

use super::*;
use crate::{
    log::Log,
    logs::Logs,
    store::{Insertion, NewMessageRows, NextPlace},
};

impl Story {
    /// A message as another program makes it.
    async fn made_elsewhere(&self, author: UserId, client_id: ClientMessageId) -> NewMessageRows {
        let mut next = self.end().await;
        next.message(author, client_id, "elsewhere".to_owned(), None)
    }

    /// The place after the last one that is stored, whatever this program knows.
    async fn end(&self) -> NextPlace {
        let loaded = self.engine.store().log(self.group.id, 1, 1_000).await.expect("is there");
        Log::new(loaded).next_place(Timestamp::now())
    }

    async fn texts(&self) -> Vec<(u64, Option<String>)> {
        let page = self.engine.page(&self.ana, self.group.id, PageQuery::Newest, 100).await.expect("a page");
        page.messages.into_iter().map(|message| (message.seq.0, message.content)).collect()
    }

    /// What is stored is the log without a hole, and memory says the same.
    async fn check(&self) {
        let (logs, group) = (self.engine.logs(), self.group.id);
        let anew = Logs::new(Arc::clone(self.engine.store()), usize::MAX);
        for user in [self.ana.user_id, self.luis.user_id] {
            assert_eq!(logs.group(user, group).await, anew.group(user, group).await);
            let pages = (
                logs.page(group, user, PageQuery::Newest, 100).await,
                anew.page(group, user, PageQuery::Newest, 100).await,
            );
            assert_eq!(pages.0, pages.1);
        }
        let head = self.log().await.read().head().0;
        let log = self.engine.store().log(group, 1_000, 1_000).await.expect("is there");
        let stored: Vec<u64> = log.events.iter().map(|event| event.seq.unsigned_abs()).collect();
        assert_eq!(stored, (1..=head).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn a_message_that_another_program_stored_is_not_stored_again() {
    let story = Story::begin().await;
    let mut socket = story.listen(&story.luis).await;
    let client_id = ClientMessageId::random();
    let new = story.made_elsewhere(story.ana.user_id, client_id).await;
    assert_eq!(story.engine.store().insert(&[&new]).await, Ok(Insertion::Done));
    let said = |content: &str, client_id| NewMessage {
        content: content.to_owned(),
        client_id: Some(client_id),
        reply_to: None,
        sender_id: None,
        question: false,
    };
    // Hers is there already; his of the same name and one that is new are not, and all come at once.
    let sends = [
        (&story.ana, said("again", client_id)),
        (&story.luis, said("his", client_id)),
        (&story.ana, said("new", ClientMessageId::random())),
        (&story.ana, said("again", client_id)),
    ];
    let sent = join_all(sends.map(|(who, new)| story.engine.send(who, story.group.id, new))).await;
    let sent: Vec<_> = sent.into_iter().map(|sent| sent.expect("is stored or known")).collect();
    assert_eq!(sent.iter().map(|sent| sent.duplicate).collect::<Vec<_>>(), [true, false, false, true]);
    assert_eq!((&sent[0].message, sent[0].message.content.as_deref()), (&sent[3].message, Some("elsewhere")));
    assert_eq!(
        story.texts().await,
        [(3, "elsewhere"), (4, "his"), (5, "new")].map(|(at, text)| (at, Some(text.into())))
    );
    assert_eq!(changes(&mut socket, 3).await, [3, 4, 5]);
    story.check().await;
}

#[tokio::test]
async fn everything_that_is_done_takes_the_place_after_the_others() {
    let story = Story::begin().await;
    let mut socket = story.listen(&story.ana).await;
    let (group, luis) = (story.group.id, story.luis.user_id);
    let first = story.send("first").await;
    story.store_silently("before an edit").await;
    story.engine.edit(&story.ana, group, first, "edited").await.expect("edits");
    story.store_silently("before a deletion").await;
    story.engine.delete(&story.ana, group, first).await.expect("deletes");
    story.store_silently("before a role").await;
    story.engine.change_role(&story.ana, group, luis, Role::Moderator).await.expect("gives it");
    story.store_silently("before an invitation").await;
    let code = story.engine.renew_invitation(&story.ana, group).await.expect("renews");
    story.store_silently("before a farewell").await;
    story.engine.remove_member(&story.luis, group, luis, false).await.expect("goes");
    story.store_silently("before a return").await;
    let back = story.engine.join(ADDRESS, &story.luis, code.as_str()).await.expect("comes back");
    assert_eq!((back.unread, back.invite_code), (0, code.as_str().to_owned()));
    story.store_silently("before a handing over").await;
    story.engine.change_role(&story.ana, group, luis, Role::Owner).await.expect("hands over");
    assert_eq!(changes(&mut socket, 16).await, (3..=18).collect::<Vec<_>>());
    assert_eq!(story.engine.group(&story.luis, group).await.expect("is in").role, Role::Owner);
    story.check().await;
}

#[tokio::test]
async fn who_was_removed_by_another_program_says_nothing_more() {
    let story = Story::begin().await;
    story.send("one").await;
    let (next, luis) = (story.end().await, story.luis.user_id);
    story.engine.store().remove_member(next, luis, luis, false, story.engine.limits()).await.expect("goes");
    let new =
        NewMessage { content: "late".to_owned(), client_id: None, reply_to: None, sender_id: None, question: false };
    assert_eq!(story.engine.send(&story.luis, story.group.id, new).await.map(drop), Err(Error::NotFound));
    assert_eq!(story.texts().await.len(), 1);
    story.check().await;
}

#[tokio::test]
async fn an_answer_to_what_another_program_stored_is_one() {
    let story = Story::begin().await;
    story.send("one").await;
    story.store_silently("a question").await;
    let answer = NewMessage {
        content: "yes".to_owned(),
        client_id: None,
        reply_to: Some(Seq(3)),
        sender_id: None,
        question: false,
    };
    let sent = story.engine.send(&story.ana, story.group.id, answer).await.expect("is stored").message;
    assert_eq!((sent.seq, sent.reply_to), (Seq(5), Some(Seq(3))));
    story.check().await;
}

#[tokio::test]
async fn many_who_write_while_others_do_get_one_order() {
    let story = Story::begin().await;
    let mut socket = story.listen(&story.luis).await;
    let here = join_all((0..10).map(|n| {
        let story = &story;
        async move { story.send(&n.to_string()).await }
    }));
    let elsewhere = async {
        let mut stored = 0;
        while stored < 10 {
            let new = story.made_elsewhere(story.luis.user_id, ClientMessageId::random()).await;
            stored += u32::from(story.engine.store().insert(&[&new]).await == Ok(Insertion::Done));
        }
    };
    tokio::join!(here, elsewhere);
    story.doubt().await;
    assert_eq!(changes(&mut socket, 20).await, (3..=22).collect::<Vec<_>>());
    story.check().await;
}

#[tokio::test]
async fn what_a_reader_found_before_its_writer_took_it_in_is_told() {
    let story = Story::begin().await.reopen().await;
    let mut socket = story.listen(&story.luis).await;
    story.store_silently("one").await;
    let log = story.log().await;
    let mut ahead = story.engine.store().ahead(story.group.id, 2, 1).await.expect("answers");
    let event = ahead.events.remove(0);
    story.engine.logs().look_forward(story.group.id, &log).await.expect("answers");
    assert_eq!(log.read().head(), Seq(3));
    story.writer().take_in(&log, &event, &ahead.messages);
    assert_eq!(changes(&mut socket, 1).await, [3]);
}
