//! What must be true when the storm is over.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    page::Belief,
    world::{CALM_MS, PAGE, STORM_MS, World, user},
};
use crate::{
    api::Message,
    ids::{ClientMessageId, Seq},
    protocol::ServerFrame,
    timeline::Row,
};

/// How soon everybody has a message when all is well, in milliseconds: far sooner than any ping could tell of it.
const PROMPT_MS: u64 = 2_000;

/// Which promise was broken.
pub(super) type Violation = String;

/// Lets everything come to rest, then looks at what is left.
pub(super) fn check(world: &mut World) -> Result<(), Violation> {
    quiesce(world)?;
    // What a front was never told (another one's word was lost) it notices now, and closes; the next message must find all well.
    world.write(2);
    quiesce(world)?;
    let last = world.written.len();
    world.write(2);
    world.run_until(world.now + PROMPT_MS);
    if world.written.len() == last || !all_settled(world) {
        return Err(format!("a message did not reach everybody at once, though all was well: {}", state(world)));
    }
    world.summary.messages = world.written.len() as u64;
    let messages = world.log.messages();
    check_written(world, &messages)?;
    check_order(world, &messages)?;
    check_beliefs(world)?;
    for page in 0..world.pages.len() {
        check_rows(world, page, &messages)?;
    }
    Ok(())
}

fn quiesce(world: &mut World) -> Result<(), Violation> {
    world.run_until(world.now.max(STORM_MS));
    let latest = world.now + CALM_MS;
    while !(all_settled(world) && all_quiet(world)) {
        if world.now > latest {
            return Err(format!("it never comes to rest: {}", state(world)));
        }
        world.run_until(world.now + 1_000);
    }
    match world.shelves.iter().find(|shelf| !shelf.is_empty()) {
        // Another tab of the same person may have sent what this shelf still holds; the next page to be loaded strikes it off.
        Some(shelf) if shelf.keys().any(|name| !is_stored(world, *name)) => Err(format!("left on a shelf: {shelf:?}")),
        _ => Ok(()),
    }
}

fn is_stored(world: &World, name: ClientMessageId) -> bool {
    world.log.messages().values().any(|message| message.client_id == Some(name))
}

fn all_settled(world: &World) -> bool {
    let head = world.log.head();
    world.pages.iter().all(|page| page.is_settled(head))
}

/// Whether the storm has no late wave: nobody holds a connection that is dead without knowing it, and nothing is being written.
fn all_quiet(world: &World) -> bool {
    world.pages.iter().all(|page| page.link.is_some_and(|socket| world.is_alive(socket))) && world.under_way == 0
}

fn state(world: &World) -> String {
    let page = |page: &super::page::Page| {
        let unsent = page.client.outbox().entries().len();
        let (subscribed, cursor) = (page.client.online().is_some(), page.client.timeline().cursor());
        format!(
            "[link {:?}, subscribed {subscribed}, cursor {cursor}, missing {:?}, unsent {unsent}]",
            page.link,
            page.client.timeline().missing()
        )
    };
    let pages: Vec<String> = world.pages.iter().map(page).collect();
    format!("head {}, pages {}", world.log.head(), pages.join(" "))
}

/// What somebody wrote is there once, as it was written; and nothing else is.
fn check_written(world: &World, messages: &BTreeMap<Seq, Message>) -> Result<(), Violation> {
    let mut left: BTreeSet<ClientMessageId> = world.written.iter().map(|(_, name)| *name).collect();
    for seq in messages.keys() {
        let Some(message) = world.log.frame(*seq).and_then(ServerFrame::message) else { continue };
        let name = message.client_id.ok_or("a message without a name")?;
        if !left.remove(&name) {
            return Err(format!("{name} is in the log twice, or nobody wrote it: again at {seq}"));
        }
        if message.content != Some(format!("text {name}")) {
            return Err(format!("another text than was written at {seq}"));
        }
    }
    if left.is_empty() { Ok(()) } else { Err(format!("written and lost: {left:?}")) }
}

/// What one person wrote on one page stands in the order of writing. (Of two pages of a person, each takes up what the other
/// left, so only people with one page count. What its author was asked about first let others go ahead.)
fn check_order(world: &World, messages: &BTreeMap<Seq, Message>) -> Result<(), Violation> {
    for page in 2..world.pages.len() {
        let unasked = |name: &ClientMessageId| !world.pages[page].asked.contains(name);
        let written = world.written.iter().filter(|(at, _)| *at == page).map(|(_, name)| *name);
        let written: Vec<ClientMessageId> = written.filter(unasked).collect();
        let author = user(world.pages[page].person);
        let stored = messages.values().filter(|message| message.sender_id == author).filter_map(|m| m.client_id);
        let stored: Vec<ClientMessageId> = stored.filter(unasked).collect();
        if written != stored {
            return Err(format!("written as {written:?}, stored as {stored:?}"));
        }
    }
    Ok(())
}

/// Nothing was acknowledged or told that is not there.
fn check_beliefs(world: &World) -> Result<(), Violation> {
    for page in &world.pages {
        for (seq, belief) in &page.believed {
            let message = world.log.frame(*seq).and_then(ServerFrame::message);
            let there = message.is_some_and(|message| match belief {
                Belief::Acknowledged(name) => message.client_id == Some(*name),
                Belief::Told(id) => message.id == *id,
            });
            if !there {
                return Err(format!("{belief:?} at {seq}, where the log has {:?}", world.log.frame(*seq)));
            }
        }
    }
    Ok(())
}

/// A page whose reader scrolls up to the beginning shows exactly the log's messages.
fn check_rows(world: &mut World, page: usize, messages: &BTreeMap<Seq, Message>) -> Result<(), Violation> {
    let me = user(world.pages[page].person);
    let timeline = &mut world.pages[page].client.timeline().clone();
    while let Some(before) = timeline.gap_before().or(timeline.older_before()) {
        if !timeline.insert_older(before, world.log.page(Some(before), PAGE, me)) {
            return Err(format!("page {page}: older messages were asked for and refused"));
        }
        if timeline.gap_before().or(timeline.older_before()) == Some(before) {
            return Err(format!("page {page}: loading does not get on"));
        }
    }
    let rows = timeline.rows();
    let shown: Vec<(Option<Seq>, Option<&str>, bool)> =
        rows.iter().filter_map(Row::message).map(|row| (row.seq, row.content.as_deref(), row.deleted)).collect();
    let expected: Vec<_> = messages.values().map(|m| (Some(m.seq), m.content.as_deref(), m.deleted)).collect();
    if shown != expected {
        return Err(format!("page {page} shows {shown:?}, the log says {expected:?}"));
    }
    let named: Vec<Option<ClientMessageId>> =
        rows.iter().filter_map(Row::message).filter(|row| row.mine).map(|row| row.client_id).collect();
    let own: Vec<Option<ClientMessageId>> =
        messages.values().filter(|message| message.sender_id == me).map(|message| message.client_id).collect();
    if named != own {
        return Err(format!("page {page}: own messages are named {named:?}, the log names them {own:?}"));
    }
    Ok(())
}
