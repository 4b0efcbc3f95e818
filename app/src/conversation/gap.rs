//! Where messages are missing: a reset skipped them, or the page was opened above them.

use leptos::{ev::MouseEvent, html, prelude::*};
use tertulia::{
    ids::Seq,
    timeline::{RowKey, Timeline},
};

use super::{Place, Room, near};
use crate::{effect::effect, i18n::use_words, live::event::Event};

/// What to ask for at the gap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GapSides {
    /// From above: the messages after the last one that is loaded there. None where only the other way leads on.
    pub after: Option<Seq>,
    /// From below.
    pub before: Option<Seq>,
    /// Whether nothing is loaded below it.
    pub is_end: bool,
    /// Whether nobody knows how many messages are missing that the reader has not seen.
    pub is_uncounted: bool,
}

impl GapSides {
    /// As they are now; nothing where there is no gap.
    pub fn of(timeline: &Timeline) -> Self {
        let (after, before, is_end) = (timeline.newer_after(), timeline.gap_before(), timeline.ends_in_gap());
        Self { after, before, is_end, is_uncounted: false }
    }

    /// Whether something that is missing here is beyond what was seen up to `seen`.
    pub fn is_beyond(&self, seen: Seq) -> bool {
        self.before.is_some_and(|before| before.previous() > seen)
    }
}

/// Says that messages are missing here, and loads them when the reader comes by or presses it. Without a script it is the link to
/// the page after this one.
#[component]
pub fn Gap(
    /// The row's name.
    key: RowKey,
    /// Where.
    room: Room,
) -> impl IntoView {
    let words = use_words().conversation;
    let place = NodeRef::<html::Li>::new();
    let load = move || room.happened(Event::NearGap);
    // Looked at anew after every page, because the gap may still be in view.
    effect(move || {
        if !room.loading_older.get() && !room.is_history() {
            near::watch(place.get(), room.scroller.get(), load);
        }
    });
    let click = move |event: MouseEvent| {
        if room.acts_itself(&event) {
            load();
        }
    };
    let href = move || {
        let GapSides { after, before, .. } = room.gap.get();
        match after {
            // From above one reads on.
            Some(after) => Place::After(after).path(room.id(), "#start"),
            None => before.map_or(Place::Newest, Place::Before).path(room.id(), ""),
        }
    };
    let text = move || match room.gap.get() {
        _ if room.loading_older.get() => words.loading,
        GapSides { is_end: true, .. } => words.newer,
        _ => words.gap,
    };
    view! {
        <li id=key.to_string() class="row" data-kind="gap" node_ref=place>
            <a class="gap" href=href rel="external" on:click=click>{text}</a>
        </li>
    }
}
