//! A quiet line: somebody came or left.

use leptos::prelude::*;
use tertulia::timeline::{Row, presentation::Presented};

use super::{Screen, message::above, rows::RowSignal};
use crate::{components::sentence, i18n::use_words};
use tertulia::timeline::NoticeKind;

/// A change of membership.
#[component]
pub fn Notice(
    /// Its row.
    row: RowSignal,
    /// Where.
    screen: Screen,
) -> impl IntoView {
    let words = use_words().conversation;
    let RowSignal { key, shown, .. } = row;
    let content = move || {
        let shown = shown.get();
        let text = match &shown.presented {
            Presented { row: Row::Notice(notice), .. } => match notice.kind {
                NoticeKind::Added => (words.added)(&notice.name),
                NoticeKind::Removed => (words.removed)(&notice.name),
            },
            _ => String::new(),
        };
        let text = sentence(&text);
        view! {
            {above(&shown, screen)}
            <p class="row__notice">{text}</p>
        }
    };
    view! { <li id=key.to_string() class="row" data-kind="notice">{content}</li> }
}
