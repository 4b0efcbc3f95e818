//! A record and memberships that are written behind the log stand in a backup as of its end.

use surrealdb::types::Variables;
use tertulia::api::Group;

use super::*;
use crate::store::{Store, vars};

/// As of which event a group is written: that, the messages up to there, and each person's `read_seq`, `read_number` and `own`.
type Behind<'a> = (i64, i64, &'a [(&'a Identity, [i64; 3])]);

/// Puts the group of a closed chat back to what it was at an earlier event.
async fn put_behind(data: &Path, group: GroupId, (seq, messages, members): Behind<'_>) {
    let config = Config::in_folder(data);
    let store = Store::open_as_it_is(&config.store, &config.data).await.expect("opens");
    let sql = "UPDATE type::record('grp', $g) SET seq = $seq, messages = $messages,
        active_at = (SELECT VALUE at FROM ONLY type::record('event', [$g, $seq]))";
    store.raw(sql, vars! { "g": group.as_uuid(), "seq": seq, "messages": messages }).await;
    for (who, [read_seq, read_number, own]) in members {
        let sql = "UPDATE ONLY type::record('member', [$g, $u])
            SET read_seq = $read_seq, read_number = $read_number, own = $own";
        let mut vars: Variables = vars! { "read_seq": *read_seq, "read_number": *read_number, "own": *own };
        vars.extend(vars! { "g": group.as_uuid(), "u": who.user_id.as_uuid() });
        store.raw(sql, vars).await;
    }
    store.close().await;
}

/// Backs a closed chat up, restores it beside, and says what its members see.
async fn restored(data: &Path, group: GroupId, people: &[&Identity]) -> Vec<Group> {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, new) = (folder.path().join("backup.gz"), folder.path().join("restored"));
    let mut problems = Vec::new();
    verify::verify(&Config::in_folder(data), &mut |problem| problems.push(problem)).await.expect("reads");
    assert_eq!(problems, []);
    let mut out = tokio::fs::File::create(&file).await.expect("a file");
    let taken = backup(&Config::in_folder(data), &mut out).await.expect("is taken");
    // What it builds is verified before it is kept.
    assert_eq!(restore(&file, &new, StoreConfig::MEMORY_DEFAULT).await.expect("is restored"), taken);
    let engine = open(&new).await;
    let groups = join_all(people.iter().map(|who| engine.group(who, group))).await;
    engine.close().await;
    groups.into_iter().map(|group| group.expect("is a member")).collect()
}

/// 1 Ana, 2 Luis, 3 Eva come; 4 Eva, 5 Luis and 6 Ana write; 7 Eva leaves, 8 comes back, 9 writes; Ana deletes 10 Eva's first and
/// 11 Luis's message; 12 Ana and 13 Luis write.
async fn story(data: &Path) -> ([Identity; 3], GroupId) {
    let engine = open(data).await;
    let people = [person(&engine, "ana").await, person(&engine, "luis").await, person(&engine, "eva").await];
    let [ana, luis, eva] = &people;
    let new = NewGroup { name: "Álgebra".to_owned(), description: String::new() };
    let group = engine.create_group(ana, new).await.expect("creates");
    engine.join(ADDRESS, luis, &group.invite_code).await.expect("joins");
    engine.join(ADDRESS, eva, &group.invite_code).await.expect("joins");
    let first = send(&engine, eva, group.id, "one").await;
    let second = send(&engine, luis, group.id, "two").await;
    send(&engine, ana, group.id, "three").await;
    engine.remove_member(eva, group.id, eva.user_id, false).await.expect("leaves");
    engine.join(ADDRESS, eva, &group.invite_code).await.expect("comes back");
    send(&engine, eva, group.id, "four").await;
    engine.delete(ana, group.id, first).await.expect("deletes");
    engine.delete(ana, group.id, second).await.expect("deletes");
    send(&engine, ana, group.id, "five").await;
    send(&engine, luis, group.id, "six").await;
    engine.close().await;
    (people, group.id)
}

#[tokio::test(flavor = "multi_thread")]
async fn wherever_a_group_was_written_its_backup_is_as_of_the_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let ([ana, luis, eva], group) = story(&data).await;
    let (a, l, e) = (&ana, &luis, &eva);
    let people = [a, l, e];
    let exact = restored(&data, group, &people).await;
    let shown = |groups: &[Group]| groups.iter().map(|group| (group.head.0, group.unread)).collect::<Vec<_>>();
    assert_eq!(shown(&exact), [(13, 2), (13, 3), (13, 2)]);
    let behind: [Behind<'_>; 6] = [
        (1, 0, &[(a, [1, 0, 0]), (l, [2, 0, 0]), (e, [8, 3, 0])]),
        (5, 2, &[(a, [1, 0, 0]), (l, [2, 0, 1]), (e, [8, 3, 0])]),
        (8, 3, &[(a, [1, 0, 1]), (l, [2, 0, 1]), (e, [8, 3, 0])]),
        (10, 4, &[(a, [1, 0, 1]), (l, [2, 0, 1]), (e, [9, 4, 0])]),
        (11, 4, &[(a, [1, 0, 1]), (l, [2, 0, 0]), (e, [9, 4, 0])]),
        (13, 6, &[(a, [1, 0, 2]), (l, [2, 0, 1]), (e, [9, 4, 0])]),
    ];
    for state in behind {
        put_behind(&data, group, state).await;
        let again = restored(&data, group, &people).await;
        let same: Vec<_> =
            again.into_iter().zip(&exact).map(|(group, exact)| Group { epoch: exact.epoch, ..group }).collect();
        assert_eq!(same, exact, "written at {}", state.0);
    }
}

/// More lies between than is read at once: events are copied before the memberships are read, and looked at again after.
#[tokio::test(flavor = "multi_thread")]
async fn a_group_that_was_written_long_ago_is_brought_forward_in_windows() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let engine = open(&data).await;
    let (ana, luis) = (person(&engine, "ana").await, person(&engine, "luis").await);
    let new = NewGroup { name: "Álgebra".to_owned(), description: String::new() };
    let group = engine.create_group(&ana, new).await.expect("creates");
    engine.join(ADDRESS, &luis, &group.invite_code).await.expect("joins");
    let many = async |times: usize| {
        // Few at once: each is given ten seconds, on a busy machine too.
        for _ in 0..times / 50 {
            join_all((0..50).map(|_| send(&engine, &ana, group.id, "hola"))).await;
        }
    };
    many(500).await;
    let his = [(); 3].map(|()| send(&engine, &luis, group.id, "hola"));
    let [_, second, _] = join_all(his).await[..] else { panic!("three") };
    for seq in [Seq(3), second] {
        engine.delete(&ana, group.id, seq).await.expect("deletes");
    }
    many(100).await;
    engine.close().await;
    let behind: [Behind<'_>; 2] = [
        (505, 503, &[(&ana, [502, 500, 0]), (&luis, [2, 0, 3])]),
        (100, 98, &[(&ana, [100, 98, 0]), (&luis, [2, 0, 0])]),
    ];
    for state in behind {
        put_behind(&data, group.id, state).await;
        let groups = restored(&data, group.id, &[&ana, &luis]).await;
        let shown: Vec<_> = groups.iter().map(|group| (group.head.0, group.read.0, group.unread)).collect();
        assert_eq!(shown, [(607, 502, 2), (607, 2, 599)], "written at {}", state.0);
    }
}
