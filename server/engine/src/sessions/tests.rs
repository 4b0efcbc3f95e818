//! The table by itself, with clocks that are set; and in an engine, behind whose back the store is changed.

use std::{
    cell::Cell,
    future::{pending, ready},
};

use tertulia::{api::Credentials, ids::UserId};
use tokio::join;

use super::*;
use crate::{
    Config, Engine, Error, Limits, StoreConfig,
    testing::{ADDRESS, PASSWORD, person},
};

const NOON: Timestamp = Timestamp::from_millis(43_200_000);

fn stored(id: SessionId) -> StoredSession {
    let identity = Identity { user_id: UserId::random(), session_id: id, name: "Ana".into() };
    StoredSession { identity, expires_at: NOON.plus_seconds(60) }
}

/// A table, and how often it asked the store.
struct Table {
    sessions: Sessions,
    reads: Cell<usize>,
    began: Instant,
}

impl Table {
    fn new(is_remote: bool) -> Self {
        Self { sessions: Sessions::new(is_remote), reads: Cell::new(0), began: Instant::now() }
    }

    /// Looks a session up that the store has, so many seconds by either clock after the beginning; whether that read it.
    async fn reads(&self, id: SessionId, wall: i64, steady: f64) -> bool {
        let before = self.reads.get();
        let read = async {
            self.reads.set(before + 1);
            Ok(Some(stored(id)))
        };
        let at = self.began + Duration::from_secs_f64(steady);
        let found = self.sessions.look_up(id, NOON.plus_seconds(wall), at, read).await;
        assert_eq!(found.map(|found| found.map(|who| who.session_id)), Ok(Some(id)));
        self.reads.get() > before
    }

    /// Looks up a session that the store has, while something happens between its answer and whoever asked.
    async fn look_up_while(&self, id: SessionId, happens: impl Future<Output = ()>) {
        let read = async {
            let session = stored(id);
            happens.await;
            Ok(Some(session))
        };
        self.sessions.look_up(id, NOON, self.began, read).await.expect("is read");
    }

    async fn finds_nothing(&self, id: SessionId) {
        assert_eq!(self.sessions.look_up(id, NOON, self.began, ready(Ok(None))).await, Ok(None));
    }
}

#[tokio::test]
async fn what_is_known_is_read_once_until_it_is_forgotten() {
    let (table, id, other) = (Table::new(false), SessionId::random(), SessionId::random());
    assert!(table.reads(id, 0, 0.).await);
    assert!(table.reads(other, 0, 0.).await);
    assert!(!table.reads(id, 59, 1e9).await);
    table.sessions.forget(id);
    table.finds_nothing(id).await;
    assert!(!table.reads(other, 0, 0.).await);
    assert!(table.reads(id, 0, 0.).await);
    table.sessions.forget_all();
    table.finds_nothing(id).await;
    table.finds_nothing(other).await;
}

#[tokio::test]
async fn what_the_store_does_not_have_is_asked_for_again() {
    let (table, id) = (Table::new(false), SessionId::random());
    table.finds_nothing(id).await;
    assert!(table.reads(id, 0, 0.).await);
}

#[tokio::test]
async fn a_session_that_is_forgotten_while_it_is_read_is_not_kept() {
    for forget in [Sessions::forget as fn(&Sessions, SessionId), |sessions, _| sessions.forget_all()] {
        let (table, id) = (Table::new(false), SessionId::random());
        table.look_up_while(id, async { forget(&table.sessions, id) }).await;
        table.finds_nothing(id).await;
        // Nor by one who began before and by one who comes after it, at the same time.
        table
            .look_up_while(id, async {
                forget(&table.sessions, id);
                assert!(table.reads(id, 0, 0.).await);
                forget(&table.sessions, id);
            })
            .await;
        table.finds_nothing(id).await;
    }
}

/// What is kept by one who came after it was forgotten stays, whatever becomes of one who read before.
#[tokio::test]
async fn a_late_reader_changes_nothing() {
    let (table, id) = (Table::new(false), SessionId::random());
    table
        .look_up_while(id, async {
            table.sessions.forget(id);
            assert!(table.reads(id, 0, 0.).await);
        })
        .await;
    assert!(!table.reads(id, 0, 0.).await);
}

#[tokio::test]
async fn nobody_waits_for_another_reader_and_the_first_one_keeps_it() {
    let (table, id) = (Table::new(false), SessionId::random());
    table.look_up_while(id, async { assert!(table.reads(id, 0, 0.).await) }).await;
    assert!(!table.reads(id, 0, 0.).await);
}

#[tokio::test]
async fn a_reader_that_fails_or_goes_leaves_nothing_behind() {
    let (table, id) = (Table::new(false), SessionId::random());
    let failed = table.sessions.look_up(id, NOON, table.began, ready(Err(Error::Unavailable))).await;
    assert_eq!(failed, Err(Error::Unavailable));
    {
        let mut gone = Box::pin(table.sessions.look_up(id, NOON, table.began, pending()));
        assert!(futures::poll!(&mut gone).is_pending());
    }
    assert!(table.reads(id, 0, 0.).await);
    assert!(!table.reads(id, 0, 0.).await);
}

/// The clock says when a session is over; where it does not hold, the store is asked, which goes by the same clock.
#[tokio::test]
async fn a_session_ends_by_the_clock_wherever_that_is_set() {
    let (table, id) = (Table::new(false), SessionId::random());
    assert!(table.reads(id, 0, 0.).await);
    assert!(!table.reads(id, -3600, 0.).await, "set back, it lasts longer");
    assert!(!table.reads(id, 59, 0.).await);
    let ended = table.sessions.look_up(id, NOON.plus_seconds(60), table.began, ready(Ok(None))).await;
    assert_eq!(ended, Ok(None));
    assert!(table.reads(id, 0, 0.).await, "set back again, the store decides");
    assert!(!table.reads(id, 0, 0.).await);
}

#[tokio::test]
async fn what_others_may_change_is_believed_for_a_second() {
    let (table, id) = (Table::new(true), SessionId::random());
    assert!(table.reads(id, 0, 10.).await);
    assert!(!table.reads(id, 0, 10.99).await);
    assert!(!table.reads(id, -3601, 10.99).await, "whatever the other clock says");
    assert!(table.reads(id, 0, 11.).await);
    assert!(!table.reads(id, 0, 11.99).await);
}

#[tokio::test]
async fn it_is_bounded_and_keeps_what_is_used() {
    const MOST: usize = 128;
    let table = Table { sessions: Sessions::with_capacity(MOST, false), ..Table::new(false) };
    let used: Vec<SessionId> = (0..16).map(|_| SessionId::random()).collect();
    for passing in 0..100 * MOST {
        assert!(table.reads(SessionId::random(), 0, 0.).await);
        let again = table.reads(used[passing % used.len()], 0, 0.).await;
        assert!(passing < 4 * used.len() || !again, "in use, and read again after {passing} others");
    }
    assert!(table.sessions.known.len() <= MOST, "{} are kept", table.sessions.known.len());
}

/// An engine over a database in memory.
async fn engine() -> (Engine, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = StoreConfig { url: Some("mem://".to_owned()), ..StoreConfig::default() };
    let config = Config { limits: Limits::OFF, store, ..Config::in_folder(folder.path()) };
    (Engine::open(config).await.expect("opens"), folder)
}

async fn sign_in(engine: &Engine) -> String {
    let credentials = Credentials { email: "ana@example.org".to_owned(), password: PASSWORD.to_owned() };
    engine.sign_in(ADDRESS, credentials).await.expect("signs in").token
}

#[tokio::test]
async fn a_request_after_the_first_reads_nothing() {
    let (engine, _folder) = engine().await;
    person(&engine, "ana").await;
    let (known, unknown) = (sign_in(&engine).await, sign_in(&engine).await);
    let who = engine.authenticate(&known).await.expect("is read");
    engine.store().raw("DELETE session", surrealdb::types::Variables::new()).await;
    assert_eq!(engine.authenticate(&unknown).await, Err(Error::Unauthenticated));
    assert_eq!(engine.authenticate(&known).await, Ok(who.clone()), "nobody else deletes sessions");
    engine.sign_out(&who).await.expect("signs out");
    assert_eq!(engine.authenticate(&known).await, Err(Error::Unauthenticated));
}

#[tokio::test]
async fn after_a_write_in_doubt_nothing_is_known() {
    let (engine, _folder) = engine().await;
    let ana = person(&engine, "ana").await;
    let token = sign_in(&engine).await;
    let known = engine.authenticate(&token).await;
    engine.store().close().await;
    assert_eq!(engine.authenticate(&token).await, known);
    assert_eq!(engine.sign_out(&ana).await, Err(Error::Unavailable));
    assert_eq!(engine.authenticate(&token).await, Err(Error::Unavailable));
}

#[tokio::test]
async fn whoever_looks_while_somebody_signs_out_keeps_nothing() {
    let (engine, _folder) = engine().await;
    let ana = person(&engine, "ana").await;
    for _ in 0..20 {
        let token = sign_in(&engine).await;
        let (_, session_id) = engine.signer().verify(&token).expect("is ours");
        let who = Identity { session_id, ..ana.clone() };
        let look = || engine.authenticate(&token);
        let (_, out, _, _) = join!(look(), engine.sign_out(&who), look(), look());
        out.expect("signs out");
        assert_eq!(engine.authenticate(&token).await, Err(Error::Unauthenticated));
    }
}
