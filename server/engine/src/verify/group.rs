//! One group: its log, and what is counted or remembered beside it.

use std::collections::{BTreeMap, BTreeSet};

use archive::{BanRecord, EventRecord, MemberRecord};
use tertulia::{group::Role, ids::GroupId};
use uuid::Uuid;

use super::{Inconsistency, Verifier, log::LogCheck};
use crate::{error::Result, store::GroupAudit};

/// People who are looked up together.
const WINDOW: usize = 500;

impl Verifier<'_> {
    pub(super) async fn group(&mut self, group: GroupId) -> Result<()> {
        let Some(audit) = self.store.audit_group(group).await? else { return Ok(()) };
        let log = self.log(group, &audit).await?;
        let later = self.later(group, audit.end).await?;
        let problems = counters(&audit, &log).into_iter().chain(memberships(&audit, &log));
        let problems = problems
            .chain(owners(&audit))
            .chain(roles(&audit, &log))
            .chain(doors(&audit))
            .chain(looks(&audit))
            .chain(marks(&audit, &log, &later));
        for (code, text) in problems.chain(own_messages(&audit, &log)) {
            self.report(Inconsistency::of_group(group, code, text));
        }
        for members in audit.members.chunks(WINDOW) {
            self.members(group, audit.end, members).await?;
        }
        for bans in audit.bans.chunks(WINDOW) {
            self.bans(group, bans).await?;
        }
        self.summary.groups += 1;
        self.summary.events += audit.events.unsigned_abs();
        self.summary.messages += audit.messages.unsigned_abs();
        Ok(())
    }

    /// The log up to its end, from the beginning.
    async fn log(&mut self, group: GroupId, audit: &GroupAudit) -> Result<LogCheck> {
        let mut log = LogCheck::new(group, audit.grp.seq, &audit.members);
        let mut after = 0;
        while after < audit.end {
            let events = self.store.whole_events(group, after + 1, audit.end).await?;
            let Some(last) = events.last() else { break };
            after = last.seq;
            let lookup = self.store.audit_references(group, &events).await?.into();
            log.window(&events, &lookup);
            self.report_all(&mut log);
        }
        log.end(audit.end);
        self.report_all(&mut log);
        Ok(log)
    }

    /// The messages that were changed, or came, after a place: people may go on meanwhile, and what stands with those is of a later moment.
    async fn later(&self, group: GroupId, mut after: i64) -> Result<BTreeSet<i64>> {
        let mut numbers = BTreeSet::new();
        loop {
            let events = self.store.whole_events(group, after + 1, i64::MAX).await?;
            let Some(last) = events.last() else { return Ok(numbers) };
            after = last.seq;
            numbers.extend(events.iter().flat_map(EventRecord::about));
        }
    }

    /// Hands on what a log has shown so far, so that it does not pile up.
    fn report_all(&mut self, log: &mut LogCheck) {
        for problem in log.problems.drain(..) {
            self.report(problem);
        }
    }

    /// Whoever is kept out has an account.
    async fn bans(&mut self, group: GroupId, bans: &[BanRecord]) -> Result<()> {
        for user in self.without_account(bans.iter().map(|ban| ban.user).collect()).await? {
            let text = format!("{user}, who is kept out, has no account");
            self.report(Inconsistency::of_group(group, "ban_of_nobody", text));
        }
        Ok(())
    }

    /// Members have accounts, and have read no further than the log goes.
    async fn members(&mut self, group: GroupId, head: i64, members: &[MemberRecord]) -> Result<()> {
        for user in self.without_account(members.iter().map(|member| member.user).collect()).await? {
            let text = format!("member {user} has no account");
            self.report(Inconsistency::of_group(group, "member_of_nobody", text));
        }
        let places = self.store.audit_places(group, members.iter().map(|member| member.read_seq).collect()).await?;
        let places: BTreeMap<i64, i64> = places.into_iter().collect();
        for member in members {
            let (user, read) = (member.user, member.read_seq);
            if read > head {
                let text = format!("{user} has read up to {read}, beyond the end");
                self.report(Inconsistency::of_group(group, "read_beyond_end", text));
            } else if places.get(&read).is_some_and(|messages| *messages != member.read_number) {
                let text = format!("{user} has read up to {read}, which is not message number {}", member.read_number);
                self.report(Inconsistency::of_group(group, "wrong_read_number", text));
            }
        }
        Ok(())
    }
}

/// What is true of a group's doors: an invitation that is not closed opens it, an empty group has none, and nobody is in it and kept out
/// of it.
fn doors(audit: &GroupAudit) -> Vec<(&'static str, String)> {
    let grp = &audit.grp;
    let mut problems = Vec::new();
    if grp.invite_code.is_some() && audit.invites_to != Some(grp.grp) {
        problems.push(("wrong_invite", "its invitation does not open it".to_owned()));
    }
    if grp.invite_code.is_some() && audit.members.is_empty() {
        problems.push(("open_empty_group", "everybody left, and its invitation is open".to_owned()));
    }
    let members: BTreeSet<_> = audit.members.iter().map(|member| member.user).collect();
    for ban in audit.bans.iter().filter(|ban| members.contains(&ban.user)) {
        problems.push(("banned_member", format!("{} is a member and kept out", ban.user)));
    }
    problems
}

/// What the group's record counts, against what is there. Messages it counts up to where it is written; the log beyond that counts the
/// others.
fn counters(audit: &GroupAudit, log: &LogCheck) -> Vec<(&'static str, String)> {
    let grp = &audit.grp;
    let messages = grp.messages.saturating_add(log.messages.saturating_sub(log.settled_messages));
    let mut problems = Vec::new();
    let mut differ = |code, what: &str, counted: i64, there: i64| {
        if counted != there {
            problems.push((code, format!("{what}: {counted} counted, {there} there")));
        }
    };
    differ("wrong_events", "entries of the log", audit.end, audit.events);
    differ("wrong_messages", "messages", messages, audit.messages);
    differ("wrong_log_messages", "messages in the log", grp.messages, log.settled_messages);
    differ("wrong_sent", "messages that were sent", messages, audit.sent);
    differ("wrong_tombstones", "deleted messages", log.deleted, audit.tombstones);
    differ("wrong_members", "members", grp.members, i64::try_from(audit.members.len()).unwrap_or(i64::MAX));
    problems
}

/// What each member wrote beyond her reading position, up to where memberships are written.
fn own_messages(audit: &GroupAudit, log: &LogCheck) -> Vec<(&'static str, String)> {
    let wrong = audit.members.iter().filter_map(|member| {
        let there = log.own.get(&member.user).map_or(0, BTreeSet::len);
        let (user, counted) = (member.user, member.own);
        let text = || format!("{user} wrote {there} messages beyond her reading position, {counted} by her membership");
        (i64::try_from(there) != Ok(counted)).then(|| ("wrong_own", text()))
    });
    wrong.collect()
}

/// Every member has one look, and the second of a look and those after have their place in it as a mark.
fn looks(audit: &GroupAudit) -> Vec<(&'static str, String)> {
    let (mut looks, mut marks) = (BTreeMap::<Uuid, usize>::new(), BTreeMap::new());
    for users in &audit.looks {
        for (mark, user) in (1_i64..).zip(users) {
            *looks.entry(*user).or_default() += 1;
            if mark > 1 {
                marks.insert(*user, mark);
            }
        }
    }
    let without = audit.members.iter().filter(|member| looks.get(&member.user) != Some(&1));
    let without = without.map(|member| {
        ("wrong_look", format!("{} is not kept once among those whose names look the same", member.user))
    });
    let marked: BTreeMap<Uuid, i64> = audit.namesakes.iter().map(|namesake| (namesake.user, namesake.mark)).collect();
    let wrong = (marked != marks)
        .then(|| ("wrong_mark", "marks are not the places among those whose names look the same".to_owned()));
    without.chain(wrong).collect()
}

/// What stands with messages beside their text is what the log says, and they stand in the lists that it says.
fn marks(audit: &GroupAudit, log: &LogCheck, later: &BTreeSet<i64>) -> Vec<(&'static str, String)> {
    let stays = |number: &i64| !later.contains(number);
    let wrong = log.marks.wrong().filter(stays).map(|number| {
        ("wrong_marks", format!("reactions, pin or answers of message number {number} are not those of the log"))
    });
    let listed: BTreeSet<(String, i64)> = audit.listed.iter().cloned().collect();
    let expected = log.marks.listed();
    let differing = listed.symmetric_difference(&expected).filter(|(_, number)| stays(number));
    let differing = differing.map(|(list, number)| {
        ("wrong_list", format!("message number {number} stands in the list '{list}', or should and does not"))
    });
    wrong.chain(differing).collect()
}

/// There is one owner, unless everybody left.
fn owners(audit: &GroupAudit) -> Vec<(&'static str, String)> {
    let owners = audit.members.iter().filter(|member| member.role == "owner").count();
    let wanted = usize::from(!audit.members.is_empty());
    if owners == wanted { Vec::new() } else { vec![("wrong_owners", format!("it has {owners} owners"))] }
}

/// Members have the roles that the log gave them last.
fn roles(audit: &GroupAudit, log: &LogCheck) -> Vec<(&'static str, String)> {
    let given = audit.members.iter().filter_map(|member| Some((member, log.roles.get(&member.user)?)));
    let wrong = given.filter(|(member, role)| member.role != role.as_str());
    let text = |(member, role): (&MemberRecord, &Role)| {
        let (user, role) = (member.user, role.as_str());
        ("wrong_role", format!("{user} is {} and was made {role} last", member.role))
    };
    wrong.map(text).collect()
}

/// Differences between who is a member and who should be by the log.
fn memberships(audit: &GroupAudit, log: &LogCheck) -> Vec<(&'static str, String)> {
    let there: BTreeSet<_> = audit.members.iter().map(|member| member.user).collect();
    let missing =
        log.members.difference(&there).map(|user| ("missing_member", format!("{user} joined and is no member")));
    let extra =
        there.difference(&log.members).map(|user| ("extra_member", format!("{user} is a member and never joined")));
    missing.chain(extra).collect()
}
