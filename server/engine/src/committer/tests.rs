//! What goes into a transaction, and what one part's trouble means for the others.

use tertulia::{
    api::PageQuery,
    clock::Timestamp,
    ids::{ClientMessageId, GroupId, UserId},
};
use tokio::sync::oneshot;

use super::*;
use crate::{
    logs::Logs,
    store::{NextPlace, testing},
};

struct Scene {
    store: Arc<Store>,
    committer: Committer,
    ana: UserId,
    _folder: tempfile::TempDir,
}

impl Scene {
    async fn begin() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = testing::open(folder.path()).await;
        let committer = Committer::new(Arc::clone(&store));
        Self { store, committer, ana: UserId::random(), _folder: folder }
    }

    async fn groups(&self, count: usize) -> Vec<GroupId> {
        let mut groups = Vec::new();
        for _ in 0..count {
            groups.push(testing::create_group(&self.store, self.ana, Timestamp::now()).await);
        }
        groups
    }

    /// So many messages for the end of a group's log.
    async fn part(&self, group: GroupId, count: usize) -> Part {
        testing::messages(&self.store, group, &vec![self.ana; count]).await.into()
    }

    /// The places of a group's messages.
    async fn places(&self, group: GroupId) -> Vec<u64> {
        let logs = Logs::new(Arc::clone(&self.store), 0);
        let page = logs.page(group, self.ana, PageQuery::Newest, 100).await.expect("a page");
        page.messages.iter().map(|message| message.seq.0).collect()
    }

    /// Commits parts that wait together.
    async fn together(&self, parts: &[Part]) -> Vec<Result<Insertion>> {
        let (waiting, answers): (Vec<_>, Vec<_>) = parts.iter().map(waiting).unzip();
        commit(&self.store, waiting).await;
        futures::future::join_all(answers).await.into_iter().map(|answer| answer.expect("is answered")).collect()
    }
}

fn waiting(part: &Part) -> (Waiting, oneshot::Receiver<Result<Insertion>>) {
    let (reply, answer) = oneshot::channel();
    (Waiting { part: Arc::clone(part), reply }, answer)
}

/// A message that is not stored anywhere.
fn message(seq: i64, client_id: ClientMessageId) -> NewMessageRows {
    let mut next = NextPlace { group: GroupId::random(), seq, messages: seq - 1, at: Timestamp::now() };
    next.message(UserId::random(), client_id, "hola".to_owned(), None)
}

/// How many messages each transaction takes of parts of these sizes.
fn transactions(sizes: &[usize]) -> Vec<Vec<usize>> {
    let part = |size: &usize| (0..*size).map(|n| message(n as i64 + 1, ClientMessageId::random())).collect::<Part>();
    let mut parts: VecDeque<Waiting> = sizes.iter().map(|size| waiting(&part(size)).0).collect();
    let taken = std::iter::from_fn(|| (!parts.is_empty()).then(|| next(&mut parts)));
    taken.map(|parts| parts.iter().map(|waiting| waiting.part.len()).collect()).collect()
}

#[test]
fn a_transaction_takes_what_fits_in_the_order_of_coming() {
    assert_eq!(MESSAGES_MAX, 512);
    assert_eq!(transactions(&[1, 2, 3]), [vec![1, 2, 3]]);
    assert_eq!(transactions(&[500, 12]), [vec![500, 12]], "as many as it may");
    assert_eq!(transactions(&[500, 12, 1]), [vec![500, 12], vec![1]]);
    assert_eq!(transactions(&[500, 13, 1]), [vec![500], vec![13, 1]], "nobody is passed");
    assert_eq!(transactions(&[600, 600, 1]), [vec![600], vec![600], vec![1]], "one that is too large goes alone");
    assert_eq!(transactions(&[1, 600]), [vec![1], vec![600]]);
    assert_eq!(transactions(&[0, 0, 512, 0]), [vec![0, 0, 512, 0]]);
    assert_eq!(transactions(&[]), Vec::<Vec<usize>>::new());
}

#[tokio::test]
async fn parts_of_several_groups_go_in_together() {
    let scene = Scene::begin().await;
    let groups = scene.groups(3).await;
    let mut parts = Vec::new();
    for (count, group) in groups.iter().enumerate() {
        parts.push(scene.part(*group, count + 1).await);
    }
    assert_eq!(scene.together(&parts).await, vec![Ok(Insertion::Done); 3]);
    for (count, group) in groups.iter().enumerate() {
        assert_eq!(scene.places(*group).await, (2..=count as u64 + 2).collect::<Vec<_>>());
    }
    assert_eq!(scene.together(&parts).await, vec![Ok(Insertion::Taken); 3], "they are there");
}

#[tokio::test]
async fn where_one_part_is_refused_only_that_one_is() {
    let scene = Scene::begin().await;
    let groups = scene.groups(4).await;
    let mut parts = Vec::new();
    for group in &groups {
        parts.push(scene.part(*group, 2).await);
    }
    // Another program takes one place of the second group, and the last part says a message twice.
    testing::append(&scene.store, groups[1], scene.ana, "before", Timestamp::now()).await;
    parts[3] = parts[3].iter().chain(&parts[3][..1]).cloned().collect();
    let outcomes = scene.together(&parts).await;
    assert_eq!(outcomes, [Insertion::Done, Insertion::Taken, Insertion::Done, Insertion::Taken].map(Ok));
    let mut places = Vec::new();
    for group in groups {
        places.push(scene.places(group).await);
    }
    assert_eq!(places, [vec![2, 3], vec![2], vec![2, 3], vec![]], "all of a part or nothing of it");
}

#[tokio::test]
async fn a_known_client_id_stands_in_the_way_of_its_own_group_only() {
    let scene = Scene::begin().await;
    let groups = scene.groups(2).await;
    let first = scene.part(groups[0], 1).await;
    assert_eq!(scene.committer.commit(Arc::clone(&first)).await, Ok(Insertion::Done));
    // The same client id again, at a free place, beside one that is fine and has the same one in another group.
    let repeated = ClientMessageId::from(first[0].message.client_id);
    let again = |group, seq, messages| {
        let mut next = NextPlace { group, seq, messages, at: Timestamp::now() };
        let fine = next.message(scene.ana, ClientMessageId::random(), "fine".to_owned(), None);
        Part::from([fine, next.message(scene.ana, repeated, "again".to_owned(), None)])
    };
    let outcomes = scene.together(&[again(groups[0], 3, 1), again(groups[1], 2, 0)]).await;
    assert_eq!(outcomes, [Ok(Insertion::Taken), Ok(Insertion::Done)]);
    assert_eq!(scene.places(groups[0]).await, [2], "nor is the fine one before it stored");
    assert_eq!(scene.places(groups[1]).await, [2, 3]);
    let known = scene.store.sent(groups[0], &[(scene.ana.as_uuid(), repeated.as_uuid())]).await.expect("answers");
    assert_eq!(known.messages.iter().map(|row| row.uuid).collect::<Vec<_>>(), [first[0].message.uuid]);
}

#[tokio::test]
async fn two_parts_that_want_one_place_do_not_both_get_it() {
    let scene = Scene::begin().await;
    let groups = scene.groups(2).await;
    let parts = [scene.part(groups[0], 1).await, scene.part(groups[0], 1).await, scene.part(groups[1], 1).await];
    let outcomes = scene.together(&parts).await;
    assert_eq!(outcomes, [Insertion::Done, Insertion::Taken, Insertion::Done].map(Ok));
    let page = Logs::new(Arc::clone(&scene.store), 0).page(groups[0], scene.ana, PageQuery::Newest, 9).await;
    assert_eq!(page.expect("a page").messages[0].id.as_uuid(), parts[0][0].message.uuid, "the first one");
}

#[tokio::test]
async fn what_many_groups_store_at_once_is_all_stored() {
    let scene = Scene::begin().await;
    let groups = scene.groups(12).await;
    let mut parts = Vec::new();
    for group in &groups {
        parts.push(scene.part(*group, 90).await);
    }
    assert!(parts.iter().map(|part| part.len()).sum::<usize>() > 2 * MESSAGES_MAX);
    let commits = parts.iter().map(|part| scene.committer.commit(Arc::clone(part)));
    assert_eq!(futures::future::join_all(commits).await, vec![Ok(Insertion::Done); 12]);
    for group in groups {
        assert_eq!(scene.places(group).await, (2..=91).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn what_was_handed_over_is_stored_though_nobody_waits_any_more() {
    let scene = Scene::begin().await;
    let groups = scene.groups(2).await;
    let (first, second) = (scene.part(groups[0], 1).await, scene.part(groups[1], 1).await);
    let mut gone = Box::pin(scene.committer.commit(first));
    assert!(futures::poll!(&mut gone).is_pending());
    drop(gone);
    assert_eq!(scene.committer.commit(second).await, Ok(Insertion::Done), "whoever waits is answered");
    assert_eq!(scene.places(groups[0]).await, [2]);
}

#[tokio::test]
async fn a_store_that_answers_nobody_is_nobodys_success() {
    let scene = Scene::begin().await;
    let groups = scene.groups(2).await;
    let parts = [scene.part(groups[0], 1).await, scene.part(groups[1], 1).await];
    scene.store.close().await;
    assert_eq!(scene.together(&parts).await, [Err(Error::Unavailable), Err(Error::Unavailable)]);
    assert_eq!(scene.committer.commit(Arc::clone(&parts[0])).await, Err(Error::Unavailable));
}

/// The most that one transaction can have to hold: as many messages as there may be, each as long as it may be, on a disk and with the least
/// memory.
#[tokio::test]
async fn the_largest_transaction_is_stored() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = crate::StoreConfig { memory: 1024 * 1024, ..Default::default() };
    let store = Store::open(&config, folder.path()).await.expect("opens");
    let ana = UserId::random();
    let group = testing::create_group(&store, ana, Timestamp::now()).await;
    let mut messages = testing::messages(&store, group, &[ana; MESSAGES_MAX]).await;
    for new in &mut messages {
        new.message.content = Some("😀".repeat(tertulia::message::CONTENT_MAX));
    }
    let committer = Committer::new(Arc::clone(&store));
    assert_eq!(committer.commit(messages.into()).await, Ok(Insertion::Done));
    let page = Logs::new(Arc::clone(&store), 0).page(group, ana, PageQuery::Newest, 100).await.expect("a page");
    assert_eq!((page.messages.len(), page.head.0), (100, MESSAGES_MAX as u64 + 1));
}
