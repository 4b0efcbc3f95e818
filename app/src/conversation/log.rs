//! The rows, and the element that scrolls them.

use leptos::{either::EitherOf3, prelude::*};
use tertulia::timeline::RowKey;

use super::{
    Place, Room,
    empty::Empty,
    gap::Gap,
    jump::Jump,
    lines::Line,
    message::Message,
    notice::Notice,
    older::Older,
    scroll,
    segments::{self, Segment},
};
use crate::{i18n::use_words, live::event::Event};

/// Everything that was said, as far as it is loaded. A `log` for screen readers, but a silent one: see `announcer`.
#[component]
pub fn Log(
    /// Where.
    room: Room,
    /// The link that lets others join, for an empty group.
    invite_link: Option<String>,
) -> impl IntoView {
    let words = use_words().conversation;
    let scrolled = move |_| {
        let Some(scroller) = room.scroller.try_get_untracked().flatten() else { return };
        let at_end = scroll::is_at_end(&scroller);
        if room.at_end.try_get_untracked() == Some(!at_end) {
            room.at_end.try_set(at_end);
            room.happened(Event::Scrolled);
        }
    };
    let is_empty = Memo::new(move |_| room.lines.with(Vec::is_empty));
    let segments = Memo::new(move |before: Option<&Vec<Segment>>| {
        segments::follow(before.map_or(&[], Vec::as_slice), room.lines.get())
    });
    let ids = move || segments.with(|segments| segments.iter().map(|segment| segment.id).collect::<Vec<_>>());
    let empty = move || is_empty.get().then(|| view! { <Empty invite_link=invite_link.clone()/> });
    view! {
        <div class="log">
            <div
                class="log__scroller"
                data-from=matches!(room.place, Place::After(_)).then_some("start")
                role="log"
                aria-live="off"
                aria-label=words.log
                tabindex="0"
                node_ref=room.scroller
                on:scroll=scrolled
            >
                <div class="log__content">
                    <Older room/>
                    {empty}
                    <ol class="log__rows">
                        <For each=ids key=|id| *id children=move |id| segment(segments, id, room)/>
                    </ol>
                    <div id="end"></div>
                </div>
            </div>
            <Jump room/>
        </div>
    }
}

fn segment(segments: Memo<Vec<Segment>>, id: usize, room: Room) -> impl IntoView {
    let lines = move || {
        segments.with(|segments| {
            let segment = segments.iter().find(|segment| segment.id == id);
            segment.map(|segment| segment.lines.clone()).unwrap_or_default()
        })
    };
    view! { <For each=lines key=|line| line.key children=move |line| row(line, room)/> }
}

fn row(line: Line, room: Room) -> impl IntoView {
    match line.key {
        RowKey::Client(_) | RowKey::Message(_) => EitherOf3::A(view! { <Message line room/> }),
        RowKey::Notice(_) => EitherOf3::B(view! { <Notice line room/> }),
        key @ RowKey::Gap => EitherOf3::C(view! { <Gap key room/> }),
    }
}
