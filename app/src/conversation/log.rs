//! The rows, and the element that scrolls them.

use leptos::{either::EitherOf3, html, prelude::*};
use tertulia::timeline::RowKey;

use super::{
    Screen,
    empty::Empty,
    follow::came_into_view,
    gap::Gap,
    jump::Jump,
    marks,
    message::Message,
    mount,
    notice::Notice,
    older::Older,
    rows::{RowSignal, SegmentList},
};
use crate::{effect::effect, i18n::use_words, place::Place};

/// Everything that was said, as far as it is loaded. A `log` for screen readers, but a silent one: see `announcer`.
#[component]
#[allow(clippy::disallowed_methods, reason = "written by `marks`, which escapes whatever somebody wrote")]
pub fn Log(
    /// Where.
    screen: Screen,
    /// The link that lets others join, for an empty group.
    invite_link: Option<String>,
) -> impl IntoView {
    let words = use_words().conversation;
    effect(move || mount::mount_for_paper(screen));
    let empty = move || screen.is_empty().then(|| view! { <Empty invite_link=invite_link.clone()/> });
    view! {
        <div class="log">
            <div
                class="log__scroller"
                data-from=matches!(screen.place, Place::After(_)).then_some("start")
                role="log"
                aria-live="off"
                aria-label=words.log
                tabindex="0"
                node_ref=screen.scroller
                on:scroll=move |_| came_into_view(screen)
            >
                <div class="log__content">
                    <Older screen/>
                    {empty}
                    <For
                        each=move || screen.lists.get()
                        key=|list| list.id
                        children=move |list| segment(list, screen)
                    />
                    <div id="end"></div>
                </div>
            </div>
            <div inner_html=marks::way_back(screen)></div>
            <Jump screen/>
        </div>
    }
}

/// A list of its own, so that rows that come before the others move none of them.
fn segment(list: SegmentList, screen: Screen) -> impl IntoView {
    let (place, rows) = (NodeRef::<html::Ol>::new(), list.rows.clone());
    mount::follow(list.clone(), place, screen);
    view! {
        <ol class="log__rows" id=mount::element_id(list.id) node_ref=place>
            <For each=move || rows.get() key=|row| row.key children=move |row| shown(row, screen)/>
        </ol>
    }
}

fn shown(row: RowSignal, screen: Screen) -> impl IntoView {
    match row.key {
        RowKey::Client(_) | RowKey::Message(_) => EitherOf3::A(view! { <Message row screen/> }),
        RowKey::Notice(_) => EitherOf3::B(view! { <Notice row screen/> }),
        key @ RowKey::Gap => EitherOf3::C(view! { <Gap key screen/> }),
    }
}
