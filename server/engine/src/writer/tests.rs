//! What the writer does about changes that it did not make, or does not know to have made. They are made here through the
//! store, behind its back.

mod others;

use std::time::Duration;

use tertulia::{
    api::{Group, NewGroup},
    clock::Timestamp,
    ids::Seq,
};

use super::*;
use crate::{
    Config, Connection, Delivery, Engine, Error, Identity,
    store::testing::append,
    testing::{ADDRESS, person, send},
};

struct Story {
    engine: Engine,
    ana: Identity,
    luis: Identity,
    group: Group,
    _folder: tempfile::TempDir,
}

impl Story {
    async fn begin() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let engine = Engine::open(Config::in_folder(folder.path())).await.expect("opens");
        let (ana, luis) = (person(&engine, "ana").await, person(&engine, "luis").await);
        let new = NewGroup { name: "Álgebra".to_owned(), description: String::new() };
        let group = engine.create_group(&ana, new).await.expect("creates");
        let group = engine.join(ADDRESS, &luis, &group.invite_code).await.expect("joins");
        Self { engine, ana, luis, group, _folder: folder }
    }

    /// A chat that has told nothing yet.
    async fn reopen(self) -> Self {
        self.engine.close().await;
        let engine = Engine::open(Config::in_folder(self._folder.path())).await.expect("opens again");
        Self { engine, ..self }
    }

    async fn listen(&self, who: &Identity) -> Connection {
        let mut socket = self.engine.connect(who.clone()).expect("has not too many");
        socket.subscribe(self.group.id, None, None).await.expect("is a member");
        socket
    }

    async fn send(&self, content: &str) -> Seq {
        send(&self.engine, &self.ana, self.group.id, content).await
    }

    /// Stores a message that no writer knows of.
    async fn store_silently(&self, content: &str) {
        append(self.engine.store(), self.group.id, self.ana.user_id, content, Timestamp::now()).await;
    }

    /// What the group's writer does when the store did not say how a write ended.
    async fn doubt(&self) {
        self.writer().resolve(&self.log().await, &Error::Unavailable).await;
    }

    /// A writer that takes no commands.
    fn writer(&self) -> Writer {
        let (_, waiting) = mpsc::channel(1);
        Writer::new(self.group.id, Arc::clone(&self.engine.inner.desk), waiting)
    }

    async fn log(&self) -> Arc<SharedLog> {
        self.engine.logs().get(self.group.id).await.expect("is there")
    }
}

/// The next durable changes, as places in the log.
async fn changes(socket: &mut Connection, count: usize) -> Vec<u64> {
    let mut seen = Vec::new();
    while seen.len() < count {
        let next = tokio::time::timeout(Duration::from_secs(20), socket.next()).await.expect("something must come");
        let Delivery::Frame(told) = next else { panic!("a frame was expected: {next:?}") };
        seen.extend(told.frame().log_position().map(|(_, seq)| seq.0));
    }
    seen
}

#[tokio::test]
async fn what_was_stored_unknown_to_the_writer_is_told_before_what_follows_it() {
    let story = Story::begin().await;
    let mut socket = story.listen(&story.luis).await;
    assert_eq!(story.send("one").await, Seq(3));
    story.store_silently("two").await;
    story.store_silently("three").await;
    assert_eq!(story.send("four").await, Seq(6));
    assert_eq!(changes(&mut socket, 4).await, [3, 4, 5, 6]);
    assert_eq!(story.send("five").await, Seq(7));
    assert_eq!(changes(&mut socket, 1).await, [7]);
}

#[tokio::test]
async fn a_doubt_is_resolved_without_waiting_for_the_next_message() {
    let story = Story::begin().await;
    let mut socket = story.listen(&story.luis).await;
    story.send("one").await;
    story.store_silently("two").await;
    story.doubt().await;
    assert_eq!(changes(&mut socket, 2).await, [3, 4]);
    story.doubt().await;
    assert_eq!(socket.try_next(), None, "nothing is told twice");
}

#[tokio::test]
async fn a_doubt_about_the_first_write_is_resolved_too() {
    let story = Story::begin().await.reopen().await;
    let mut socket = story.listen(&story.luis).await;
    story.store_silently("one").await;
    story.doubt().await;
    assert_eq!(changes(&mut socket, 1).await, [3], "what was there before is passed over");
    assert_eq!(socket.try_next(), None);
}

#[tokio::test]
async fn a_membership_that_ended_unknown_to_the_writer_ends_what_its_sockets_receive() {
    let story = Story::begin().await;
    let mut socket = story.listen(&story.luis).await;
    story.send("one").await;
    let (ana, luis) = (story.ana.user_id, story.luis.user_id);
    let next = story.engine.logs().get(story.group.id).await.expect("is there").read().next_place(Timestamp::now());
    let removed = story.engine.store().remove_member(next, ana, luis, false, story.engine.limits()).await;
    assert_eq!(removed, Ok(Some(crate::store::Removal::Done)));
    story.doubt().await;
    assert_eq!(changes(&mut socket, 2).await, [3, 4]);
    assert_eq!(socket.try_next(), Some(Delivery::Removed(story.group.id)));
}
