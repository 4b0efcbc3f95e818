//! The few signs that stand in for words. Decorations: what they mean is said by the label of what holds them.

use leptos::prelude::*;

/// Which sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Back to where one came from.
    Back,
    /// More can be done here.
    More,
    /// A new one.
    Plus,
}

impl Sign {
    const fn path(self) -> &'static str {
        match self {
            Self::Back => "M15 5l-7 7 7 7",
            Self::More => "M5 12h.01M12 12h.01M19 12h.01",
            Self::Plus => "M12 5v14M5 12h14",
        }
    }
}

/// A sign, drawn with the colour of the text around it.
#[component]
pub fn Icon(
    /// Which.
    sign: Sign,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=sign.path()></path>
        </svg>
    }
}
