//! How the page is connected, when it is not fine.

use std::time::Duration;

use leptos::prelude::*;
use tertulia::client::{CloseReason, ConnectionState};

use super::Screen;
use crate::{components::sign_in_path, effect::effect, i18n::use_words};

/// An interruption shorter than this, in milliseconds, is nobody's business.
const SHOWN_AFTER: Duration = Duration::from_millis(1500);

/// One sentence and what to do; nothing while all is well.
#[component]
pub fn Banner(
    /// Where.
    screen: Screen,
) -> impl IntoView {
    let shown = RwSignal::new(screen.chat.connection.get_untracked());
    effect(move || {
        let now = screen.chat.connection.get();
        if now == ConnectionState::Waiting {
            let insist = move || {
                if screen.chat.connection.try_get_untracked() == Some(now) {
                    shown.try_set(now);
                }
            };
            set_timeout(insist, SHOWN_AFTER);
        } else {
            shown.set(now);
        }
    });
    view! {
        <div class="banner-place" role="status">
            {move || match shown.get() {
                // For somebody else, the whole page is covered.
                ConnectionState::Connecting | ConnectionState::Open | ConnectionState::Closed(CloseReason::WrongPerson) => None,
                connection => Some(sentence(screen, connection)),
            }}
        </div>
    }
}

fn sentence(screen: Screen, connection: ConnectionState) -> impl IntoView {
    let words = use_words();
    let ours = words.conversation;
    let group = screen.id();
    let (tone, text, way) = match connection {
        ConnectionState::Connecting
        | ConnectionState::Open
        | ConnectionState::Waiting
        | ConnectionState::Closed(CloseReason::WrongPerson) => ("wait", ours.waiting, None),
        ConnectionState::Offline => ("wait", ours.offline, None),
        ConnectionState::Closed(CloseReason::History) => {
            ("calm", "", Some((format!("/groups/{group}"), ours.to_newest)))
        }
        ConnectionState::Closed(CloseReason::SignedOut) => {
            ("end", ours.signed_out, Some((sign_in_path(&format!("/groups/{group}")), words.account.sign_in)))
        }
        ConnectionState::Closed(CloseReason::Removed) => {
            ("end", ours.not_a_member, Some(("/groups".to_owned(), ours.back)))
        }
        ConnectionState::Closed(CloseReason::OldPage) => {
            ("end", ours.old_page, Some((format!("/groups/{group}"), ours.reload)))
        }
    };
    // A new document, not a page inside this one: who is signed in, and which version it is, may have changed.
    let way = way.map(|(href, text)| view! { <a class="banner__way" href=href rel="external">{text}</a> });
    let text = (!text.is_empty()).then(|| view! { <span>{text}</span> });
    view! { <p class="banner" data-tone=tone>{text} {way}</p> }
}
