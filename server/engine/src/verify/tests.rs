//! Every kind of damage, planted with raw statements, is found and named.

use tertulia::{
    api::{NewGroup, NewMessage},
    group::Role,
    ids::{GroupId, Seq},
};
use uuid::Uuid;

use super::*;
use crate::{
    Engine, Identity, Limits, StoreConfig,
    store::vars,
    testing::{ADDRESS, person},
};

/// Ana's group: 1 she, 2 Luis and 3 Eva join, 4 Eva leaves, 5 Ana writes, 6 Luis answers, 7 Ana edits hers, 8 deletes his.
struct Story {
    engine: Engine,
    group: GroupId,
    ana: Identity,
    luis: Identity,
    eva: Identity,
    _folder: tempfile::TempDir,
}

impl Story {
    async fn tell() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = StoreConfig { url: Some("mem://".to_owned()), ..StoreConfig::default() };
        let config = Config { store, limits: Limits::OFF, ..Config::in_folder(folder.path()) };
        let engine = Engine::open(config).await.expect("opens");
        let (ana, luis, eva) =
            (person(&engine, "ana").await, person(&engine, "luis").await, person(&engine, "eva").await);
        let new = NewGroup { name: "Álgebra".to_owned(), description: String::new() };
        let group = engine.create_group(&ana, new).await.expect("creates");
        for who in [&luis, &eva] {
            engine.join(ADDRESS, who, &group.invite_code).await.expect("joins");
        }
        engine.remove_member(&eva, group.id, eva.user_id, false).await.expect("leaves");
        let group = group.id;
        let story = Self { engine, group, ana, luis, eva, _folder: folder };
        let first = story.send(&story.ana, None).await;
        let second = story.send(&story.luis, Some(first)).await;
        story.engine.edit(&story.ana, group, first, "better").await.expect("edits");
        story.engine.delete(&story.ana, group, second).await.expect("deletes");
        story.engine.change_role(&story.ana, group, story.luis.user_id, Role::Moderator).await.expect("promotes");
        story.engine.renew_invitation(&story.luis, group).await.expect("renews");
        // From here on nothing is written but the damage.
        story.engine.logs().bring_forward().await;
        story
    }

    async fn send(&self, who: &Identity, reply_to: Option<Seq>) -> Seq {
        let new =
            NewMessage { content: "hola".to_owned(), client_id: None, reply_to, sender_id: None, question: false };
        self.engine.send(who, self.group, new).await.expect("is stored").message.seq
    }

    async fn verify(&self) -> (Summary, Vec<Inconsistency>) {
        let mut problems = Vec::new();
        let mut found = |problem| problems.push(problem);
        let summary = Verifier::new(self.engine.store(), &mut found).run().await.expect("reads everything");
        (summary, problems)
    }

    /// Puts the group's record and the memberships back to what they were at an earlier event: 1 to 10.
    async fn put_behind(&self, seq: i64) {
        let (messages, ana, luis) = match seq {
            1..=4 => (0, "read_seq = 1, read_number = 0", 0),
            5 => (1, "read_seq = 5, read_number = 1", 0),
            6..=7 => (2, "read_seq = 5, read_number = 1", 1),
            _ => (2, "read_seq = 5, read_number = 1", 0),
        };
        self.damage(&format!(
            "UPDATE type::record('grp', $g) SET seq = {seq}, messages = {messages}, active_at = event:[$g, {seq}].at;
             UPDATE member:[$g, $ana] SET {ana}, own = 0;
             UPDATE member:[$g, $luis] SET read_seq = 2, read_number = 0, own = {luis}"
        ))
        .await;
    }

    /// Runs raw statements.
    async fn damage(&self, sql: &str) {
        let vars = vars! {
            "g": self.group.as_uuid(), "ana": self.ana.user_id.as_uuid(), "luis": self.luis.user_id.as_uuid(),
            "eva": self.eva.user_id.as_uuid(), "other": Uuid::new_v4(),
        };
        self.engine.store().raw(sql, vars).await;
    }

    /// Damages the database, and looks whether that is found.
    async fn suffer(&self, (code, seq, sql): &(&str, Option<u64>, &str)) {
        self.damage(sql).await;
        let (summary, problems) = self.verify().await;
        let named = problems.iter().any(|problem| problem.code == *code && problem.seq == seq.map(Seq));
        assert!(named, "{sql} must be found as {code}: {problems:?}");
        assert_eq!(summary.problems, problems.len() as u64);
    }
}

#[tokio::test]
async fn a_database_that_keeps_the_promise_has_no_problems() {
    let (summary, problems) = Story::tell().await.verify().await;
    assert_eq!(problems, []);
    assert_eq!(summary, Summary { accounts: 3, groups: 1, events: 10, messages: 2, problems: 0 });
}

#[tokio::test]
async fn a_log_longer_than_a_window_has_no_problems_either() {
    let story = Story::tell().await;
    // Few at once: each is given ten seconds, on a busy machine too.
    for _ in 0..20 {
        futures::future::join_all((0..50).map(|_| story.send(&story.ana, None))).await;
    }
    let (summary, problems) = story.verify().await;
    assert_eq!((problems, summary.events, summary.messages), (vec![], 1_010, 1_002));
}

/// Code, seq where there is one, and what was done to the database.
const DAMAGE: &[(&str, Option<u64>, &str)] = &[
    ("missing_event", Some(5), "DELETE event:[$g, 5]"),
    ("wrong_count", Some(2), "UPDATE event:[$g, 2] SET messages = 7"),
    ("wrong_number", Some(6), "UPDATE event:[$g, 6] SET number = 1"),
    ("missing_message", Some(5), "DELETE message:[$g, 1]"),
    ("message_mismatch", Some(5), "UPDATE message:[$g, 1] SET author = $luis"),
    ("missing_sent", Some(5), "DELETE sent:[$g, $ana, NONE]..[$g, $ana, ..]"),
    ("client_id_twice", Some(5), "UPDATE sent:[$g, $ana, NONE]..[$g, $ana, ..] SET number = 2"),
    ("not_a_member", Some(5), "UPDATE event:[$g, 5] SET user = $eva; UPDATE message:[$g, 1] SET author = $eva"),
    ("not_a_member", Some(7), "UPDATE event:[$g, 7] SET user = $eva"),
    ("reply_to_nothing", Some(6), "UPDATE message:[$g, 2] SET reply_to = 1"),
    ("reply_to_nothing", Some(6), "UPDATE message:[$g, 2] SET reply_to = 6"),
    ("revised_nothing", Some(7), "UPDATE event:[$g, 7] SET number = 99"),
    ("deleted_text_remains", Some(8), "UPDATE message:[$g, 2] SET content = 'hola'"),
    ("missing_tombstone", Some(8), "DELETE tombstone:[$g, 2]"),
    ("wrong_tombstones", None, "CREATE tombstone:[$g, 1]"),
    ("wrong_own", None, "UPDATE member:[$g, $luis] SET own = 5"),
    ("added_twice", Some(3), "UPDATE event:[$g, 3] SET user = $luis"),
    ("removed_nobody", Some(4), "UPDATE event:[$g, 4] SET user = $other"),
    ("wrong_events", None, "CREATE event:[$g, 99] SET kind = 'edited', user = $ana, at = 0, messages = 2, number = 1"),
    ("missing_event", Some(11), "UPDATE type::record('grp', $g) SET seq += 1"),
    ("wrong_messages", None, "UPDATE type::record('grp', $g) SET messages += 1"),
    ("wrong_log_messages", None, "UPDATE type::record('grp', $g) SET messages -= 1"),
    ("wrong_sent", None, "CREATE type::record('sent', [$g, $ana, $other]) SET number = 1"),
    ("wrong_members", None, "UPDATE type::record('grp', $g) SET members = 9"),
    ("wrong_invite", None, "UPDATE invite SET grp = $other"),
    ("extra_invite", None, "CREATE invite:another SET grp = $g"),
    (
        "open_empty_group",
        None,
        "CREATE type::record('grp', $other) SET name = '', description = '', invite_code = 'x', epoch = $other, seq = 0, \
         messages = 0, members = 0, created_at = 0, active_at = 0",
    ),
    ("banned_member", None, "CREATE ban:[$g, $luis] SET grp = $g, user = $luis, actor = $ana, at = 0"),
    ("ban_of_nobody", None, "CREATE ban:[$g, $other] SET grp = $g, user = $other, actor = $ana, at = 0"),
    ("members_of_no_group", None, "CREATE ban:[$other, $ana] SET grp = $other, user = $ana, actor = $ana, at = 0"),
    ("unknown_kind", Some(9), "UPDATE event:[$g, 9] SET role = NONE"),
    ("wrong_role", None, "UPDATE member:[$g, $luis] SET role = 'member'"),
    ("wrong_owners", None, "UPDATE member:[$g, $luis] SET role = 'owner'"),
    ("missing_member", None, "DELETE member:[$g, $luis]"),
    (
        "extra_member",
        None,
        "CREATE member:[$g, $eva] SET grp = $g, user = $eva, role = 'member', joined_at = 0, read_seq = 1, read_number = 0",
    ),
    ("wrong_look", None, "DELETE look:[$g, NONE]..[$g, ..]"),
    ("wrong_look", None, "CREATE type::record('look', [$g, 'another']) SET users = [$luis]"),
    ("wrong_mark", None, "CREATE type::record('namesake', [$g, $luis]) SET mark = 2"),
    ("member_of_nobody", None, "DELETE type::record('account', $luis)"),
    ("read_beyond_end", None, "UPDATE member:[$g, $luis] SET read_seq = 99"),
    ("wrong_read_number", None, "UPDATE member:[$g, $luis] SET read_number = 77"),
    (
        "session_of_nobody",
        None,
        "CREATE type::record('session', $other) SET user = $other, created_at = 0, expires_at = 0",
    ),
    (
        "members_of_no_group",
        None,
        "CREATE member:[$other, $ana] SET grp = $other, user = $ana, role = 'owner', joined_at = 0, read_seq = 1, read_number = 0",
    ),
    ("wrong_email", None, "UPDATE type::record('account', $ana) SET email = 'another@example.org'"),
    ("extra_email", None, "CREATE type::record('email', 'another@example.org') SET user = $ana"),
];

#[tokio::test]
async fn each_kind_of_damage_is_found_and_named() {
    for damage in DAMAGE {
        let story = Story::tell().await;
        story.suffer(damage).await;
    }
}

#[tokio::test]
async fn a_group_that_is_written_behind_its_log_has_no_problems_wherever_it_was_written() {
    let story = Story::tell().await;
    for seq in (1..=10).rev() {
        story.put_behind(seq).await;
        let (summary, problems) = story.verify().await;
        assert_eq!(problems, [], "written at {seq}");
        assert_eq!(summary, Summary { accounts: 3, groups: 1, events: 10, messages: 2, problems: 0 });
    }
}

/// What is damage where the group is written at event 6, when Luis had just answered.
const DAMAGE_BEHIND: &[(&str, Option<u64>, &str)] = &[
    ("missing_event", Some(7), "DELETE event:[$g, 7]"),
    ("missing_event", Some(9), "DELETE event:[$g, 9]"),
    ("missing_event", Some(7), "DELETE event:[$g, 7]..=[$g, 9]"),
    ("missing_event", Some(7), "DELETE event:[$g, 7]..[$g, ..]; UPDATE type::record('grp', $g) SET seq = 7"),
    (
        "missing_event",
        Some(11),
        "CREATE event:[$g, 4000000000000000000] SET kind = 'removed', user = $luis, at = 0, messages = 2",
    ),
    ("missing_event", Some(11), "UPDATE type::record('grp', $g) SET seq = 4000000000000000000"),
    ("wrong_events", None, "DELETE event:[$g, 7]"),
    ("wrong_log_messages", None, "UPDATE type::record('grp', $g) SET seq = 5"),
    ("wrong_log_messages", None, "UPDATE type::record('grp', $g) SET messages = 1"),
    // As they are at the end of the log, and not where the group is written.
    ("wrong_own", None, "UPDATE member:[$g, $luis] SET own = 0"),
    ("wrong_own", None, "UPDATE member:[$g, $luis] SET read_seq = 8, read_number = 2"),
    ("wrong_own", None, "UPDATE type::record('grp', $g) SET seq = 8"),
    ("wrong_read_number", None, "UPDATE member:[$g, $luis] SET read_seq = 8, read_number = 1"),
    ("read_beyond_end", None, "UPDATE member:[$g, $luis] SET read_seq = 11"),
    ("wrong_tombstones", None, "DELETE event:[$g, 8]..[$g, ..]"),
];

#[tokio::test]
async fn damage_is_found_beyond_where_the_group_is_written() {
    for damage in DAMAGE_BEHIND {
        let story = Story::tell().await;
        story.put_behind(6).await;
        story.suffer(damage).await;
    }
}

/// The messages too, which the record does not count yet.
#[tokio::test]
async fn damage_is_found_where_no_message_is_counted_yet() {
    let beyond = |(code, seq, sql): &&(&str, Option<u64>, &str)| {
        // One event further the record is as right as before: it only has to say what was true somewhere.
        !sql.ends_with("SET seq += 1") && seq.map_or(code.starts_with("wrong_"), |seq| seq > 4)
    };
    for damage in DAMAGE.iter().filter(beyond) {
        let story = Story::tell().await;
        story.put_behind(4).await;
        story.suffer(damage).await;
    }
}
