//! What is not in memory any more, or was never read: the store says what memory would.

use tertulia::{
    api::{Page, PageQuery},
    protocol::REPLAY_MAX,
};

use super::*;

/// Events of the group: all of them fit into memory, and what is read anew begins far behind the first.
const EVENTS: u64 = 480;

/// A group with messages of two, edits and deletions, all of it in memory, and logs that read only its newest part.
async fn long() -> (Scene, GroupId, Logs) {
    let scene = Scene::begin().await;
    let group = scene.group().await;
    let (ana, luis) = (scene.ana, scene.luis);
    for round in 0_u64..6 {
        let authors: Vec<UserId> = (0..70).map(|n| if n % 3 == round % 3 { luis } else { ana }).collect();
        scene.write(group, &authors).await;
        let first = head(&scene.logs, group).await.0 - 69;
        for n in [1, 5, 30, 31, 69] {
            let author = authors[usize::try_from(n).expect("fits")];
            scene.revise(group, author, Seq(first + n), Some("edited")).await;
            if n > 5 {
                scene.revise(group, author, Seq(first + n), None).await;
            }
        }
    }
    let end = head(&scene.logs, group).await.0;
    assert!((EVENTS - 20..=EVENTS).contains(&end), "{end}");
    scene.logs.bring_forward().await;
    let anew = scene.anew();
    assert!(i64::try_from(end).expect("fits") > 2 * WINDOW);
    (scene, group, anew)
}

async fn page(logs: &Logs, group: GroupId, reader: UserId, query: PageQuery, limit: u32) -> Page {
    logs.page(group, reader, query, limit).await.expect("a page")
}

#[tokio::test]
async fn pages_from_the_store_are_those_from_memory() {
    let (scene, group, anew) = long().await;
    let places = (0..=EVENTS + 2).step_by(29).chain([1, 2, 3, 341, 342, 343, 344, u64::MAX]);
    for query in
        places.flat_map(|at| [PageQuery::Before(Seq(at)), PageQuery::After(Seq(at)), PageQuery::Around(Seq(at))])
    {
        for (reader, limit) in [(scene.ana, 1), (scene.luis, 20), (scene.ana, 100)] {
            let wanted = page(&scene.logs, group, reader, query, limit).await;
            assert_eq!(page(&anew, group, reader, query, limit).await, wanted, "{query:?} {limit}");
        }
    }
    // Those are from memory and from the store.
    let newest = page(&anew, group, scene.luis, PageQuery::Newest, 100).await;
    assert_eq!(newest, page(&scene.logs, group, scene.luis, PageQuery::Newest, 100).await);
    assert_eq!(newest.messages.len(), 100);
}

#[tokio::test]
async fn replays_from_the_store_are_those_from_memory() {
    let (scene, group, anew) = long().await;
    let end = head(&anew, group).await;
    for after in (0..=end.0 + 1).step_by(43).chain([1, 2, end.0, u64::MAX]).map(Seq) {
        for reader in [scene.ana, scene.luis] {
            let wanted = scene.logs.replay(group, reader, Some(after), None).await.expect("is in");
            let read = anew.replay(group, reader, Some(after), None).await.expect("is in");
            assert_eq!((read.head, read.epoch, read.name), (wanted.head, wanted.epoch, wanted.name));
            assert_eq!(read.events, wanted.events, "after {after}");
            let told = read.events.map(|events| events.len() as u64);
            assert_eq!(told, end.0.checked_sub(after.0).filter(|count| *count <= REPLAY_MAX));
        }
    }
}

#[tokio::test]
async fn positions_from_the_store_are_those_from_memory() {
    let (scene, group, anew) = long().await;
    let mut asked = 0;
    for to in (3..EVENTS).step_by(37).map(Seq) {
        for user in [scene.luis, scene.ana] {
            // Each from where it stands, and from the very beginning.
            scene.read(group, user, to).await;
            let cold = scene.anew();
            for logs in [&anew, &cold] {
                asked += u32::from(read(logs, &scene.store, group, user, to).await);
                let wanted = scene.logs.group(user, group).await.expect("is in");
                assert_eq!(logs.group(user, group).await.expect("is in"), wanted, "{to}");
            }
        }
    }
    assert!(asked > 20, "the store was asked {asked} times");
    anew.bring_forward().await;
    assert_eq!(scene.views(&scene.anew(), group).await, scene.views(&scene.logs, group).await);
}

#[tokio::test]
async fn unread_messages_that_were_deleted_long_ago_do_not_count() {
    let (scene, group, anew) = long().await;
    let wanted = scene.views(&scene.logs, group).await;
    // Of 420 messages 18 are deleted. Nobody read anything: each of the others is unread to whoever did not write it.
    assert_eq!(wanted[0].unread + wanted[1].unread, 402);
    assert_eq!(scene.views(&anew, group).await, wanted);
    assert_eq!(scene.anew().groups(scene.luis, None, 9).await.expect("answers").groups, [wanted[1].clone()]);
}
