//! A person's groups: in memory or not, behind or not, they are listed alike.

use tertulia::api::GroupCursor;

use super::*;

/// Every group of Luis's by pages of so many, and the cursors met.
async fn listed(logs: &Logs, user: UserId, limit: u32) -> Vec<Group> {
    let (mut all, mut before): (Vec<Group>, Option<GroupCursor>) = (Vec::new(), None);
    loop {
        let page = logs.groups(user, before, limit).await.expect("answers");
        assert!(page.groups.len() <= limit as usize && page.has_more == page.next.is_some());
        all.extend(page.groups);
        before = page.next;
        if before.is_none() {
            return all;
        }
    }
}

/// Six groups: each second one was brought forward, the others' records are behind, and what was written last is in the first of them.
async fn many() -> (Scene, Vec<GroupId>) {
    let scene = Scene::begin().await;
    let mut groups = Vec::new();
    for n in 0..6 {
        let group = scene.group().await;
        scene.write(group, &vec![scene.ana; n + 1]).await;
        scene.revise(group, scene.ana, Seq(3), None).await;
        groups.push(group);
    }
    for group in groups.iter().step_by(2) {
        let log = scene.log(*group).await;
        scene.logs.bring_one_forward(&log).await;
    }
    for (place, group) in groups.iter().enumerate().rev() {
        // So much later that no two are of one moment.
        let at = Timestamp::now().plus_seconds(60 * (10 - i64::try_from(place).expect("few")));
        testing::append(&scene.store, *group, scene.luis, "later", at).await;
        scene.follow(*group).await;
        if place % 2 == 0 {
            let log = scene.log(*group).await;
            scene.logs.bring_one_forward(&log).await;
        }
    }
    (scene, groups)
}

#[tokio::test]
async fn groups_are_listed_alike_whether_they_are_in_memory_or_behind() {
    let (scene, groups) = many().await;
    let mut wanted = Vec::new();
    for group in &groups {
        wanted.push(scene.logs.group(scene.luis, *group).await.expect("is in"));
    }
    assert_eq!(wanted.iter().map(|group| group.unread).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
    assert!(wanted.is_sorted_by(|one, next| one.active_at > next.active_at));
    assert_eq!(listed(&scene.logs, scene.luis, 4).await, wanted, "all in memory");
    for warm in [&groups[..0], &groups[..2], &groups[1..4], &groups[..]] {
        let logs = scene.anew();
        for group in warm {
            logs.get(*group).await.expect("is there");
        }
        for limit in [1, 4, 6, 9] {
            assert_eq!(listed(&logs, scene.luis, limit).await, wanted, "{} in memory", warm.len());
        }
    }
}

#[tokio::test]
async fn groups_stand_by_what_was_stored_last_where_the_store_is_behind() {
    let (scene, groups) = many().await;
    // Whoever asks first after a crash asks a store that remembers nothing.
    testing::forget_orders(&scene.store);
    for (user, limit) in [(scene.luis, 2), (scene.ana, 9)] {
        let ids: Vec<GroupId> = listed(&scene.anew(), user, limit).await.iter().map(|group| group.id).collect();
        assert_eq!(ids, groups);
    }
    let latest = Timestamp::now().plus_seconds(60 * 60);
    testing::append(&scene.store, groups[5], scene.ana, "now", latest).await;
    let page = scene.anew().groups(scene.luis, None, 2).await.expect("answers");
    assert_eq!(page.groups.iter().map(|group| group.id).collect::<Vec<_>>(), [groups[5], groups[0]]);
}

#[tokio::test]
async fn a_group_that_somebody_left_is_not_listed_whatever_is_behind() {
    let (scene, groups) = many().await;
    for group in &groups[..2] {
        let next = scene.log(*group).await.read().next_place(Timestamp::now());
        scene.store.remove_member(next, scene.luis, scene.luis, false, &Limits::OFF).await.expect("leaves");
        scene.follow(*group).await;
    }
    for logs in [&scene.logs, &scene.anew()] {
        let mut ids: Vec<GroupId> = listed(logs, scene.luis, 3).await.iter().map(|group| group.id).collect();
        let mut wanted = groups[2..].to_vec();
        ids.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(ids, wanted);
        assert_eq!(listed(logs, scene.ana, 9).await.len(), 6);
    }
}
