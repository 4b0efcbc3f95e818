//! What is written behind the log, and how it is found again where it was not.

use surrealdb::types::Variables;

use super::{super::ROUNDS, *};
use crate::store::Listed;

/// Whether the store's records of the group are where the log is.
async fn is_behind(scene: &Scene, group: GroupId) -> bool {
    let listed = scene.store.groups(scene.ana, &[group]).await.expect("answers");
    let [Listed { is_behind, .. }] = listed[..] else { panic!("Ana is in it") };
    is_behind
}

/// Both write, one reads, some of it is deleted.
async fn live(scene: &Scene, group: GroupId) {
    let (ana, luis) = (scene.ana, scene.luis);
    scene.write(group, &[ana, ana, luis, ana, luis, luis]).await;
    scene.read(group, luis, Seq(3)).await;
    scene.revise(group, ana, Seq(4), None).await;
    scene.revise(group, luis, Seq(7), None).await;
    scene.revise(group, luis, Seq(8), Some("edited")).await;
    scene.write(group, &[luis, ana]).await;
}

#[tokio::test]
async fn what_was_not_brought_forward_is_found_again() {
    let scene = Scene::begin().await;
    let group = scene.group().await;
    live(&scene, group).await;
    let before = scene.views(&scene.logs, group).await;
    // Luis wrote four beyond his position, of which one is deleted; Ana wrote before, between and after them.
    assert_eq!((before[0].unread, before[0].read, before[0].head), (3, Seq(4), Seq(13)));
    assert_eq!((before[1].unread, before[1].read), (2, Seq(3)));
    let after = scene.anew();
    assert!(is_behind(&scene, group).await);
    // His position is lost with the program: he came in at the second place.
    let mut wanted = before.clone();
    (wanted[1].read, wanted[1].unread) = (Seq(2), 3);
    assert_eq!(scene.views(&after, group).await, wanted);
    assert_eq!(after.groups(scene.luis, None, 9).await.expect("answers").groups, [wanted[1].clone()]);

    scene.logs.bring_forward().await;
    assert!(!is_behind(&scene, group).await);
    for logs in [scene.anew(), scene.anew()] {
        assert_eq!(
            logs.groups(scene.ana, None, 9).await.expect("answers").groups,
            [before[0].clone()],
            "not in memory"
        );
        assert_eq!(scene.views(&logs, group).await, before, "and in memory");
    }
}

#[tokio::test]
async fn a_log_goes_on_from_what_was_brought_forward_in_the_middle() {
    let scene = Scene::begin().await;
    let group = scene.group().await;
    live(&scene, group).await;
    scene.logs.bring_forward().await;
    let (ana, luis) = (scene.ana, scene.luis);
    // What was counted before is deleted after.
    scene.revise(group, luis, Seq(8), None).await;
    scene.revise(group, ana, Seq(13), None).await;
    scene.write(group, &[luis, luis, ana]).await;
    let before = scene.views(&scene.logs, group).await;
    assert_eq!(scene.views(&scene.anew(), group).await, before);
    let log = scene.anew();
    assert_eq!(log.groups(luis, None, 9).await.expect("answers").groups, [before[1].clone()]);
    log.bring_forward().await;
    assert_eq!(scene.views(&scene.anew(), group).await, before, "whoever found it brings it forward");
    assert!(!is_behind(&scene, group).await);
}

#[tokio::test]
async fn a_store_that_is_far_behind_is_found_behind_by_all_of_it() {
    let scene = Scene::begin().await;
    let group = scene.group().await;
    let mut authors = vec![scene.ana; 1_300];
    (0..1_300).step_by(3).for_each(|place| authors[place] = scene.luis);
    testing::append_all(&scene.store, group, &authors).await;
    assert!(authors.len() > 2 * usize::try_from(AHEAD).expect("fits"));
    let logs = scene.anew();
    let [ana, luis] = scene.views(&logs, group).await;
    let last = logs.get(group).await.expect("is there");
    assert_eq!((ana.head, last.read().behind()), (Seq(1_302), 1_301), "her coming, his, and the messages");
    assert_eq!((ana.unread, luis.unread), (434, 866));
    logs.bring_forward().await;
    assert_eq!(scene.views(&scene.anew(), group).await, [ana, luis]);
}

/// As many as are looked forward to at once, one less and one more: each time all of it is found.
#[tokio::test]
async fn no_event_falls_between_two_readings() {
    for count in [AHEAD - 1, AHEAD, AHEAD + 1] {
        let scene = Scene::begin().await;
        let group = scene.group().await;
        scene.logs.bring_forward().await;
        testing::append_all(&scene.store, group, &vec![scene.ana; usize::try_from(count).expect("fits")]).await;
        let view = scene.anew().group(scene.luis, group).await.expect("is in");
        assert_eq!((stored(view.head), stored(Seq(view.unread))), (2 + count, count));
    }
}

#[tokio::test]
async fn where_nobody_read_on_a_group_waits_for_its_turn() {
    let scene = Scene::begin().await;
    let (quiet, read) = (scene.group().await, scene.group().await);
    scene.logs.bring_forward().await;
    for group in [quiet, read] {
        scene.write(group, &[scene.ana]).await;
    }
    scene.read(read, scene.luis, Seq(3)).await;
    let turn = quiet.as_uuid().as_u128() % ROUNDS;
    scene.logs.bring_round_forward((turn + 1) % ROUNDS).await;
    assert!(is_behind(&scene, quiet).await && !is_behind(&scene, read).await);
    scene.logs.bring_round_forward(turn).await;
    assert!(!is_behind(&scene, quiet).await);
}

#[tokio::test]
async fn what_the_store_refused_is_brought_forward_the_next_time() {
    let scene = Scene::begin().await;
    let (group, other) = (scene.group().await, scene.group().await);
    live(&scene, group).await;
    scene.read(other, scene.ana, Seq(2)).await;
    let before = scene.views(&scene.logs, group).await;
    scene.store.raw("DEFINE FIELD OVERWRITE own ON member TYPE int ASSERT $value = 77", Variables::new()).await;
    for _ in 0..2 {
        scene.logs.bring_forward().await;
        assert!(is_behind(&scene, group).await && !scene.log(group).await.read().is_stored());
        assert_eq!(scene.views(&scene.logs, group).await, before, "nothing depends on it");
    }
    scene.store.raw("DEFINE FIELD OVERWRITE own ON member TYPE int DEFAULT 0", Variables::new()).await;
    scene.logs.bring_forward().await;
    assert!(scene.log(group).await.read().is_stored() && scene.log(other).await.read().is_stored());
    assert_eq!(scene.views(&scene.anew(), group).await, before);
    assert!(!is_behind(&scene, group).await && !is_behind(&scene, other).await);
}

#[tokio::test]
async fn a_group_that_the_store_refuses_keeps_no_other_back() {
    let scene = Scene::begin().await;
    let (refused, other) = (scene.group().await, scene.group().await);
    for group in [refused, other] {
        live(&scene, group).await;
    }
    scene.write(refused, &[scene.ana]).await;
    scene.store.raw("DEFINE FIELD OVERWRITE seq ON grp TYPE int ASSERT $value != 14", Variables::new()).await;
    scene.logs.bring_forward().await;
    assert!(!is_behind(&scene, other).await && is_behind(&scene, refused).await);
    scene.store.raw("DEFINE FIELD OVERWRITE seq ON grp TYPE int", Variables::new()).await;
    scene.logs.bring_forward().await;
    assert!(!is_behind(&scene, refused).await);
}

#[tokio::test]
async fn a_store_that_is_closed_leaves_everything_to_be_brought_forward() {
    let scene = Scene::begin().await;
    let group = scene.group().await;
    live(&scene, group).await;
    scene.store.close().await;
    scene.logs.bring_forward().await;
    let log = scene.log(group).await;
    assert!(!log.read().is_stored());
    let forward = log.write().bring_forward().expect("is behind");
    assert_eq!((forward.seq, forward.members.len()), (13, 2));
}

#[tokio::test]
async fn what_was_read_meanwhile_is_brought_forward_too() {
    let scene = Scene::begin().await;
    let group = scene.group().await;
    scene.write(group, &[scene.ana; 9]).await;
    let log = scene.log(group).await;
    {
        // Begun before, and done after, somebody reads and writes.
        let mut forward = Box::pin(scene.logs.bring_forward());
        let stalled = testing::stall(&scene.store).await;
        assert!(futures::poll!(&mut forward).is_pending());
        assert!(matches!(log.write().read(scene.luis, Seq(5)), Ok(Reading::Moved(Seq(5)))));
        drop(stalled);
        testing::append_all(&scene.store, group, &[scene.luis]).await;
        forward.await;
    }
    scene.follow(group).await;
    let before = scene.views(&scene.logs, group).await;
    assert_eq!((before[1].read, before[1].unread), (Seq(5), 6));
    assert!(!log.read().is_stored());
    scene.logs.bring_forward().await;
    assert_eq!(scene.views(&scene.anew(), group).await, before);
}

#[tokio::test]
async fn who_left_is_not_brought_back_and_who_came_back_has_read_everything() {
    let scene = Scene::begin().await;
    let group = scene.group().await;
    let luis = scene.luis;
    live(&scene, group).await;
    // What is on its way says where he stood, and arrives after he left and after he is back.
    let late = scene.log(group).await.write().bring_forward().expect("is behind");
    let next = scene.log(group).await.read().next_place(Timestamp::now());
    scene.store.remove_member(next, luis, luis, false, &Limits::OFF).await.expect("leaves");
    scene.follow(group).await;
    scene.store.bring_forward(vec![late.clone()]).await.expect("is stored");
    assert_eq!(scene.logs.group(luis, group).await, Err(Error::NotFound));
    assert_eq!(scene.anew().group(luis, group).await, Err(Error::NotFound));
    scene.join(group, luis).await;
    scene.store.bring_forward(vec![late]).await.expect("is stored");
    let before = scene.views(&scene.logs, group).await;
    assert_eq!((before[1].unread, before[1].read), (0, Seq(15)));
    assert_eq!(scene.views(&scene.anew(), group).await, before);
    scene.logs.bring_forward().await;
    assert_eq!(scene.views(&scene.anew(), group).await, before);
}
