//! Whatever people do, what is in memory, what a crash leaves and what a restart finds are the same.

use engine::{Engine, Error, Identity};
use tertulia::{
    api::{Group, Member, Message, NewMessage, Page, PageQuery, QuestionState},
    group::Role,
    ids::{GroupId, Seq},
    log_event::Change,
    random::Random,
};

use crate::chat::{ADDRESS, Chat, message, open_with_memory};

/// Things that are done between two looks.
const DEEDS: usize = 120;
const MEMORY: u64 = 16 * 1024 * 1024;

struct Life {
    chat: Chat,
    people: Vec<Identity>,
    groups: Vec<(GroupId, String)>,
    random: Random,
    sent: Vec<(usize, usize, NewMessage)>,
    /// Whether positions move by more than what is in the log.
    reads: bool,
}

/// All that somebody sees of a group; none for who is not in it.
type Seen = Option<(Group, Vec<Member>, Page, Page, [Vec<Message>; 3])>;

async fn seen(engine: &Engine, who: &Identity, group: GroupId) -> Seen {
    let about = match engine.group(who, group).await {
        Err(Error::NotFound) => return None,
        about => about.expect("answers"),
    };
    let listed = engine.groups(who, None, 100).await.expect("answers").groups;
    assert_eq!(listed.iter().find(|listed| listed.id == group), Some(&about), "the list says the same");
    assert!(listed.is_sorted_by_key(|group| std::cmp::Reverse((group.active_at, group.id.as_uuid()))));
    let members = engine.members(who, group).await.expect("is in");
    let newest = engine.page(who, group, PageQuery::Newest, 100).await.expect("is in");
    let oldest = engine.page(who, group, PageQuery::After(Seq(0)), 100).await.expect("is in");
    let pins = engine.pins(who, group).await.expect("is in");
    let questions = async |state| engine.questions(who, group, state, None, 100).await.expect("is in").messages;
    let lists = [pins, questions(QuestionState::Open).await, questions(QuestionState::Answered).await];
    Some((about, members, newest, oldest, lists))
}

impl Life {
    async fn begin(seed: u64, reads: bool) -> Self {
        let chat = Chat::open().await;
        let mut people = Vec::new();
        for name in ["Ana", "Luis", "Eva"] {
            people.push(chat.person(name).await);
        }
        let mut groups = Vec::new();
        for _ in 0..2 {
            let group = chat.group(&[&people[0], &people[1]]).await;
            groups.push((group.id, group.invite_code));
        }
        Self { chat, people, groups, random: Random::new(seed), sent: Vec::new(), reads }
    }

    /// Something that somebody does, whether or not that is allowed.
    async fn act(&mut self) {
        let (who, which) = (self.random.below(self.people.len()), self.random.below(self.groups.len()));
        let (engine, person, group) = (self.chat.engine.clone(), self.people[who].clone(), self.groups[which].0);
        let head = engine.group(&self.people[0], group).await.expect("the owner is in").head.0;
        let at = Seq(self.random.between(0, head + 2));
        let done = match self.random.between(0, 28) {
            0..8 => {
                let reply_to = self.random.percent(30).then_some(at);
                let new = NewMessage { reply_to, question: self.random.percent(30), ..message(&self.text(head)) };
                self.sent.push((who, which, new.clone()));
                engine.send(&person, group, new).await.map(drop)
            }
            8 if !self.sent.is_empty() => {
                let (who, which, new) = self.sent[self.random.below(self.sent.len())].clone();
                engine.send(&self.people[who], self.groups[which].0, new).await.map(drop)
            }
            9 | 10 => engine.edit(&person, group, at, &format!("edited {head}")).await.map(drop),
            11..14 => engine.delete(&person, group, at).await,
            14 if who > 0 => engine.remove_member(&person, group, person.user_id, false).await,
            15 | 16 => engine.join(ADDRESS, &person, &self.groups[which].1).await.map(drop),
            17 => {
                let role = if self.random.percent(50) { Role::Moderator } else { Role::Member };
                engine.change_role(&self.people[0], group, person.user_id, role).await
            }
            20..23 => {
                let emoji = ["👍", "🎉", "❤"][self.random.below(3)];
                engine.react(&person, group, at, emoji, self.random.percent(60)).await
            }
            23 | 24 => engine.pin(&person, group, at, self.random.percent(60)).await,
            25 | 26 => engine.answer(&person, group, at, Seq(self.random.between(0, head + 2))).await,
            27 => engine.reopen(&person, group, at, None).await,
            _ if self.reads => engine.mark_read(&person, group, at, None).await,
            _ => Ok(()),
        };
        let refused =
            matches!(done, Ok(()) | Err(Error::NotFound | Error::Forbidden | Error::Conflict(_) | Error::Invalid(_)));
        assert!(refused, "{done:?}");
    }

    /// Some mean somebody.
    fn text(&mut self, number: u64) -> String {
        let meant = ["", "", "@Ana ", "@luis ", "@Eva ", "@todos "][self.random.below(6)];
        format!("{meant}{number}")
    }

    async fn seen(&self, engine: &Engine) -> Vec<Seen> {
        let mut all = Vec::new();
        for (group, _) in &self.groups {
            for person in &self.people {
                all.push(seen(engine, person, *group).await);
            }
        }
        all
    }

    /// Unread messages, counted one by one in the pages.
    fn count(&self, seen: &[Seen]) {
        for (place, seen) in seen.iter().enumerate() {
            let Some((group, _, newest, ..)) = seen else { continue };
            let who = self.people[place % self.people.len()].user_id;
            if newest.has_more && newest.messages[0].seq > group.read {
                continue;
            }
            let unread =
                newest.messages.iter().filter(|m| m.seq > group.read && !m.deleted && m.sender_id != who).count();
            assert_eq!(unread as u64, group.unread);
            let means = |m: &&Message| m.everyone || m.mentions.iter().any(|one| one.user_id == who);
            let beyond = newest.messages.iter().filter(|m| m.seq > group.read && m.sender_id != who);
            assert_eq!(beyond.filter(means).count() as u64, group.unread_mentions);
        }
    }
}

async fn live(seed: u64, reads: bool) {
    let mut life = Life::begin(seed, reads).await;
    for _ in 0..3 {
        for _ in 0..DEEDS {
            life.act().await;
        }
        let now = life.seen(&life.chat.engine).await;
        life.count(&now);
        if !reads {
            // What a crash leaves is looked at twice: by whom it found, and after that was brought forward.
            let copy = life.chat.copy().await;
            for _ in 0..2 {
                let engine = open_with_memory(copy.path(), MEMORY).await;
                assert_eq!(life.seen(&engine).await, now, "seed {seed}");
                engine.close().await;
            }
        }
        life.chat = life.chat.reopen().await;
        let again = life.seen(&life.chat.engine).await;
        assert_eq!(again, now, "seed {seed}");
        let mut problems = Vec::new();
        life.chat.engine.verify(&mut |problem| problems.push(problem)).await.expect("reads to the end");
        assert_eq!(problems, vec![], "seed {seed}");
    }
}

#[tokio::test]
async fn a_restart_finds_what_there_was() {
    live(1, true).await;
}

#[tokio::test]
async fn a_crash_leaves_what_there_was() {
    live(3, false).await;
}

#[tokio::test]
async fn a_replay_tells_what_a_page_shows() {
    let mut life = Life::begin(5, true).await;
    for _ in 0..2 * DEEDS {
        life.act().await;
    }
    let (ana, group) = (life.people[0].clone(), life.groups[0].0);
    let frames = life.chat.socket(&ana).subscribe(group, Some(0), None).await.expect("is in");
    let mut told: Vec<_> = Vec::new();
    for event in frames.into_iter().filter_map(|frame| match frame {
        tertulia::protocol::ServerFrame::Event(event) => Some(event),
        _ => None,
    }) {
        if let Change::Message(message) = event.change {
            told.push(*message);
        }
    }
    let mut shown = Vec::new();
    loop {
        let after = shown.last().map_or(Seq(0), |message: &Message| message.seq);
        let page = life.chat.engine.page(&ana, group, PageQuery::After(after), 17).await.expect("is in");
        if page.messages.is_empty() {
            break;
        }
        shown.extend(page.messages);
    }
    assert_eq!(told, shown);
}
