//! What is kept in memory, and for how long.

use super::*;

impl Logs {
    fn slot_count(&self) -> usize {
        self.lock().len()
    }

    fn is_kept(&self, group: GroupId) -> bool {
        self.lock().contains_key(&group)
    }
}

#[tokio::test]
async fn a_group_that_there_is_not_leaves_no_slot() {
    let scene = Scene::begin().await;
    for _ in 0..3 {
        assert_eq!(scene.logs.get(GroupId::random()).await.err(), Some(Error::NotFound));
    }
    assert_eq!(scene.logs.slot_count(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_group_that_there_is_not_leaves_no_slot_when_many_ask_at_once() {
    let Scene { logs, _folder, .. } = Scene::begin().await;
    let logs = Arc::new(logs);
    for _ in 0..50 {
        let group = GroupId::random();
        let ask = |_| {
            let logs = Arc::clone(&logs);
            tokio::spawn(async move { logs.get(group).await.err() })
        };
        for asked in futures::future::join_all((0..16).map(ask)).await {
            assert_eq!(asked.expect("ends"), Some(Error::NotFound));
        }
        assert_eq!(logs.slot_count(), 0);
    }
}

#[tokio::test]
async fn who_loses_patience_leaves_no_slot_and_takes_nobody_elses() {
    let scene = Scene::begin().await;
    let (there, not_there) = (scene.group().await, GroupId::random());
    let logs = scene.anew();
    let stalled = testing::stall(&scene.store).await;
    for group in [there, not_there] {
        let mut gone = Box::pin(logs.get(group));
        assert!(futures::poll!(&mut gone).is_pending());
        drop(gone);
        assert_eq!(logs.slot_count(), 0);
    }
    let (mut first, mut second) = (Box::pin(logs.get(there)), Box::pin(logs.get(there)));
    assert!(futures::poll!(&mut first).is_pending() && futures::poll!(&mut second).is_pending());
    drop(first);
    assert!(logs.is_kept(there), "the other still waits");
    drop(stalled);
    let log = second.await.expect("is there");
    assert!(Arc::ptr_eq(&log, &logs.get(there).await.expect("is there")), "one log of each group");
}

#[tokio::test]
async fn all_who_ask_at_once_get_the_same_log() {
    let scene = Scene::begin().await;
    let (group, logs) = (scene.group().await, scene.anew());
    let stalled = testing::stall(&scene.store).await;
    let all = futures::future::join_all((0..20).map(|_| logs.get(group)));
    let (all, ()) = tokio::join!(all, async { drop(stalled) });
    let all: Vec<_> = all.into_iter().map(|log| log.expect("is there")).collect();
    assert!(all.iter().all(|log| Arc::ptr_eq(log, &all[0])));
    assert_eq!(logs.bytes.load(std::sync::atomic::Ordering::Relaxed), all[0].read().bytes(), "counted once");
}

#[tokio::test]
async fn those_go_that_were_not_used_for_longest() {
    let scene = Scene::begin().await;
    let mut groups = Vec::new();
    for _ in 0..24 {
        groups.push(scene.group().await);
    }
    scene.logs.bring_forward().await;
    let each = scene.log(groups[0]).await.read().bytes();
    let logs = scene.bounded(each * 8);
    for group in &groups {
        logs.get(*group).await.expect("is there");
        logs.get(groups[0]).await.expect("is there");
        assert!((1..=8).contains(&logs.slot_count()), "{}", logs.slot_count());
    }
    let last = groups.iter().rev().take(4);
    assert!(
        last.chain(&groups[..1]).all(|group| logs.is_kept(*group)),
        "the last ones, and the one that is used again"
    );
    assert!(!logs.is_kept(groups[1]));
}

#[tokio::test]
async fn what_somebody_holds_or_the_store_does_not_know_stays() {
    let scene = Scene::begin().await;
    let (held, behind, free) = (scene.group().await, scene.group().await, scene.group().await);
    scene.logs.bring_forward().await;
    let logs = scene.bounded(0);
    let log = logs.get(held).await.expect("is there");
    let before = logs.get(behind).await.expect("is there").write().read(scene.luis, Seq(2));
    assert!(matches!(before, Ok(Reading::Stays(_))), "nothing moved yet");
    testing::append_all(&scene.store, behind, &[scene.ana]).await;
    let newer = logs.get(behind).await.expect("is there");
    logs.look_forward(behind, &newer).await.expect("answers");
    drop(newer);
    logs.get(free).await.expect("is there");
    assert!(logs.is_kept(held) && logs.is_kept(behind));
    let again = logs.get(held).await.expect("is there");
    assert!(Arc::ptr_eq(&log, &again));
    drop((log, again));
    // Stored, it goes; so does what nobody holds any more.
    logs.bring_forward().await;
    assert_eq!(logs.slot_count(), 0);
    assert_eq!(logs.bytes.load(std::sync::atomic::Ordering::Relaxed), 0);
    assert_eq!(logs.group(scene.luis, behind).await.expect("is in").unread, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_lost_where_there_is_room_for_nothing() {
    let scene = Scene::begin().await;
    let group = scene.group().await;
    testing::append_all(&scene.store, group, &[scene.ana; 200]).await;
    scene.logs.bring_forward().await;
    let (logs, luis) = (Arc::new(scene.bounded(0)), scene.luis);
    let reads = (3..203).map(|to| {
        let logs = Arc::clone(&logs);
        tokio::spawn(async move {
            let log = logs.get(group).await.expect("is there");
            let read = log.write().read(luis, Seq(to)).map(drop);
            drop(log);
            if to % 7 == 0 {
                logs.bring_forward().await;
            }
            read
        })
    });
    for read in futures::future::join_all(reads).await {
        assert_eq!(read.expect("ends"), Ok(()));
    }
    logs.bring_forward().await;
    let view = scene.anew().group(luis, group).await.expect("is in");
    assert_eq!((view.read, view.unread), (Seq(202), 0));
}
