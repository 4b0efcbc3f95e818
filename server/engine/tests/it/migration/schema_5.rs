//! Schema 5: the last whose groups' records and memberships were written with the log and not behind it. Its database holds every kind of event, people
//! who have read to somewhere in the middle, wrote beyond that, and have deleted messages before them.

use std::path::Path;

use engine::{Engine, Error, Identity};
use tertulia::{
    api::{Group, NewMessage, PageQuery},
    group::Role,
    ids::{GroupId, Seq, UserId},
    log_event::Change,
    protocol::ServerFrame,
};

use super::{Fixture, all_messages, back_up, is_sound, is_sound_on_disk, open, restore, sign_in};
use crate::chat::{ADDRESS, PASSWORD, copy, message};

const V5: Fixture = Fixture("v5");

/// Whoever is in its database.
struct People {
    ana: Identity,
    luis: Identity,
    eva: Identity,
    otra: Identity,
    bea: Identity,
}

/// What a member sees of the group: role, reading position, unread messages.
type Seen = (Role, u64, u64);

impl People {
    async fn sign_in(engine: &Engine) -> Self {
        let person = async |name: &str| {
            let person = sign_in(engine, &format!("{name}@example.org"), PASSWORD).await.expect(name);
            assert_eq!(person.user_id, V5.id::<UserId>(&format!("/users/{name}")));
            person
        };
        Self {
            ana: person("ana").await,
            luis: person("luis").await,
            eva: person("eva").await,
            otra: person("otra").await,
            bea: person("bea").await,
        }
    }

    /// Everybody in `seen` sees that of the group, and in the list of her groups the same, and there is nobody else in it.
    async fn see(&self, engine: &Engine, head: u64, seen: &[(&Identity, Seen)]) {
        for (who, expected) in seen {
            let group = engine.group(who, group()).await.expect("is there");
            let Group { role, read, unread, .. } = group;
            assert_eq!((role, read.0, unread), *expected, "{}", who.name);
            assert_eq!((group.head.0, group.member_count as usize), (head, seen.len()), "{}", who.name);
            assert_eq!(engine.groups(who, None, 100).await.expect("a list").groups, [group]);
        }
        let mut members: Vec<_> = (engine.members(seen[0].0, group()).await.expect("a member").into_iter())
            .map(|member| (member.user_id, member.role))
            .collect();
        let mut expected: Vec<_> = seen.iter().map(|(who, (role, ..))| (who.user_id, *role)).collect();
        members.sort_by_key(|(user, _)| *user);
        expected.sort_by_key(|(user, _)| *user);
        assert_eq!(members, expected);
    }

    /// As the program of schema 5 said when it was asked last.
    async fn see_what_was(&self, engine: &Engine) {
        let Self { ana, luis, otra, .. } = self;
        let seen = [(ana, (Role::Moderator, 45, 1)), (luis, (Role::Owner, 22, 17)), (otra, (Role::Member, 4, 26))];
        self.see(engine, 48, &seen).await;
    }

    /// After [`goes_on`], with Luis at `read` and so much unread.
    async fn see_what_is(&self, engine: &Engine, (read, unread): (u64, u64)) {
        let Self { ana, luis, otra, bea, .. } = self;
        let seen = [
            (ana, (Role::Owner, 45, 3)),
            (luis, (Role::Moderator, read, unread)),
            (otra, (Role::Member, 56, 0)),
            (bea, (Role::Member, 54, 0)),
        ];
        self.see(engine, 60, &seen).await;
    }
}

fn group() -> GroupId {
    V5.id("/group")
}

/// What the database of schema 5 is today, however it came here.
async fn is_as_it_was_meant(engine: &Engine, people: &People) {
    is_sound(engine, (5, 2, 51, 33)).await;
    people.see_what_was(engine).await;
    let names: Vec<_> = (engine.members(&people.luis, group()).await.expect("a member").into_iter())
        .map(|member| (member.user_id, member.name))
        .collect();
    assert!(names.contains(&(people.ana.user_id, "Ana Ruiz".to_owned())));
    assert!(names.contains(&(people.otra.user_id, "\u{410}na Ruiz (2)".to_owned())), "with a Cyrillic letter");
    pages_are_as_they_were(engine, people).await;
    replay_is_as_it_was(engine, people).await;
    doors_are_closed(engine, people).await;
}

async fn pages_are_as_they_were(engine: &Engine, people: &People) {
    let messages = all_messages(engine, &people.otra, group()).await;
    assert_eq!(messages.len(), 32);
    let texts: Vec<&str> = messages.iter().map(|message| message.content.as_deref().unwrap_or("(deleted)")).collect();
    assert_eq!(texts[..5], ["Hola a todas", "¿Qué tal?", "Soy la otra Ana", "(deleted)", "mensaje 0"]);
    assert_eq!(texts[23..28], ["mensaje 19", "(deleted)", "apunte 1", "(deleted)", "mensaje 21"]);
    assert_eq!(texts[31], "Al final");
    assert_eq!(messages.iter().filter(|message| message.deleted).count(), 4);
    assert!(messages[0].edited_at.is_some());
    assert_eq!((messages[1].reply_to, messages[31].reply_to), (Some(Seq(5)), Some(Seq(16))));
    let seqs = async |query, limit| {
        let page = engine.page(&people.ana, group(), query, limit).await.expect("a page");
        assert_eq!(page.head, Seq(48));
        page.messages.iter().map(|message| message.seq.0).collect::<Vec<_>>()
    };
    assert_eq!(seqs(PageQuery::Newest, 3).await, [41, 42, 48]);
    assert_eq!(seqs(PageQuery::Before(Seq(17)), 3).await, [7, 8, 16]);
    assert_eq!(seqs(PageQuery::After(Seq(8)), 2).await, [16, 17]);
}

/// Every kind of event is in it, and told as it happened.
async fn replay_is_as_it_was(engine: &Engine, people: &People) {
    let epoch = engine.group(&people.luis, group()).await.expect("is there").epoch;
    let mut socket = engine.connect(people.luis.clone()).expect("has not too many");
    let frames = socket.subscribe(group(), Some(Seq::ZERO), Some(epoch)).await.expect("a member");
    let told: String = frames
        .into_iter()
        .filter_map(|frame| if let ServerFrame::Event(event) = frame { Some(event) } else { None })
        .zip(1..)
        .map(|(event, seq)| {
            assert_eq!(event.seq, Seq(seq));
            sign(&event.change)
        })
        .collect();
    let (first, ana, last) = ("++++mmmmrde-g+-", "m".repeat(27), "dddrrm");
    assert_eq!(told, format!("{first}{ana}{last}"));
}

const fn sign(change: &Change) -> char {
    match change {
        Change::Message(_) => 'm',
        Change::Edited { .. } => 'e',
        Change::Deleted { .. } => 'd',
        Change::Added { .. } => '+',
        Change::Removed { .. } => '-',
        Change::RoleChanged { .. } => 'r',
        Change::GroupChanged { .. } => 'g',
        _ => '?',
    }
}

/// Eva was removed and is kept out; Bea left, and Luis keeps her out. Nobody is in Eva's group.
async fn doors_are_closed(engine: &Engine, people: &People) {
    let code: String = V5.id("/invite_code");
    let bans = engine.bans(&people.luis, group()).await.expect("the owner");
    let bans: Vec<_> = bans.iter().map(|ban| (ban.user_id, ban.banned_by)).collect();
    assert_eq!(bans, [(people.bea.user_id, people.luis.user_id), (people.eva.user_id, people.ana.user_id)]);
    for who in [&people.eva, &people.bea] {
        assert_eq!(engine.join(ADDRESS, who, &code).await.map(drop), Err(Error::KeptOut));
        assert_eq!(engine.groups(who, None, 100).await.expect("a list").groups, []);
    }
    let empty: GroupId = V5.id("/empty");
    assert_eq!(engine.group(&people.eva, empty).await.map(drop), Err(Error::NotFound));
}

/// Its log goes on with each kind of event, and what follows from them concerns what was before, too.
async fn goes_on(engine: &Engine, People { ana, luis, otra, bea, .. }: &People) {
    let answer = NewMessage { reply_to: Some(Seq(48)), ..message("¿Seguimos?") };
    assert_eq!(engine.send(luis, group(), answer).await.expect("is stored").message.seq, Seq(49));
    engine.edit(ana, group(), Seq(16), "mensaje cero").await.expect("edits");
    engine.delete(luis, group(), Seq(39)).await.expect("is the owner");
    engine.delete(luis, group(), Seq(37)).await.expect("is hers");
    engine.unban(luis, group(), bea.user_id).await.expect("is the owner");
    let code: String = V5.id("/invite_code");
    engine.join(ADDRESS, bea, &code).await.expect("comes back");
    assert_eq!(engine.send(bea, group(), message("Aquí estoy")).await.expect("is stored").message.seq, Seq(54));
    engine.remove_member(otra, group(), otra.user_id, false).await.expect("leaves");
    engine.join(ADDRESS, otra, &code).await.expect("comes back");
    engine.change_role(luis, group(), ana.user_id, Role::Member).await.expect("is the owner");
    engine.change_role(luis, group(), ana.user_id, Role::Owner).await.expect("hands over");
    let renewed = engine.renew_invitation(ana, group()).await.expect("is the owner");
    assert_eq!(engine.group(otra, group()).await.expect("is there").invite_code, renewed.as_str());
}

/// What is there, what follows, what a restart and a check make of it.
async fn opens_and_goes_on(data: &Path) {
    let engine = open(data).await;
    let people = People::sign_in(&engine).await;
    is_as_it_was_meant(&engine, &people).await;
    goes_on(&engine, &people).await;
    people.see_what_is(&engine, (22, 17)).await;
    engine.mark_read(&people.luis, group(), Seq(40), None).await.expect("a member");
    people.see_what_is(&engine, (40, 4)).await;
    is_sound(&engine, (5, 2, 63, 35)).await;
    engine.close().await;
    is_sound_on_disk(data).await;
    let engine = open(data).await;
    people.see_what_is(&engine, (40, 4)).await;
    engine.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_schema_5_opens_and_goes_on() {
    let (_folder, data) = V5.unpack();
    opens_and_goes_on(&data).await;
}

/// Its program was killed: nothing was written out, all of it is in the store's own log.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_schema_5_opens_after_a_crash_and_goes_on() {
    let (_folder, data) = V5.unpack_archive("killed.tar.gz");
    opens_and_goes_on(&data).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_schema_5_restores_and_goes_on() {
    let (_folder, data) = V5.restore().await;
    opens_and_goes_on(&data).await;
}

/// What a crash leaves: right after the database was migrated, then after each kind of event, and after somebody read on. What was read may be
/// as it was before, and everything else is there.
#[tokio::test(flavor = "multi_thread")]
async fn a_crash_after_the_migration_loses_nothing() {
    let (_folder, data) = V5.unpack();
    let engine = open(&data).await;
    let after = copy(&data).await;
    let crashed = open(after.path()).await;
    let people = People::sign_in(&crashed).await;
    is_as_it_was_meant(&crashed, &people).await;
    crashed.close().await;

    goes_on(&engine, &people).await;
    let after = copy(&data).await;
    let crashed = open(after.path()).await;
    people.see_what_is(&crashed, (22, 17)).await;
    is_sound(&crashed, (5, 2, 63, 35)).await;
    crashed.close().await;
    is_sound_on_disk(after.path()).await;

    engine.mark_read(&people.luis, group(), Seq(40), None).await.expect("a member");
    let after = copy(&data).await;
    let crashed = open(after.path()).await;
    let lost = crashed.group(&people.luis, group()).await.expect("is there").read != Seq(40);
    people.see_what_is(&crashed, if lost { (22, 17) } else { (40, 4) }).await;
    crashed.close().await;
    engine.close().await;
}

/// While the store is behind the log.
#[tokio::test(flavor = "multi_thread")]
async fn what_follows_schema_5_is_backed_up_and_restored() {
    let (folder, data) = V5.unpack();
    let engine = open(&data).await;
    let people = People::sign_in(&engine).await;
    goes_on(&engine, &people).await;
    let file = folder.path().join("again.gz");
    let taken = back_up(&engine, &file).await;
    assert_eq!((taken.accounts, taken.groups, taken.events, taken.messages), (5, 2, 63, 35));
    engine.close().await;
    let restored = folder.path().join("restored");
    restore(&file, &restored).await;
    is_sound_on_disk(&restored).await;
    let engine = open(&restored).await;
    people.see_what_is(&engine, (22, 17)).await;
    engine.close().await;
}
