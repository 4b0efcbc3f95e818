//! The few signs that stand in for words. Decorations: what they mean is said by the label of what holds them.

use leptos::prelude::*;

/// Which sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconName {
    /// Back to where one came from.
    Back,
    /// More can be done here.
    More,
    /// A new one.
    Plus,
    /// Those who belong here.
    People,
    /// What it will look like.
    Eye,
}

impl IconName {
    const fn path(self) -> &'static str {
        match self {
            Self::Back => "M15 5l-7 7 7 7",
            Self::More => "M5 12h.01M12 12h.01M19 12h.01",
            Self::Eye => "M2 12s3.6-7 10-7 10 7 10 7-3.6 7-10 7-10-7-10-7zM12 9a3 3 0 100 6 3 3 0 000-6z",
            Self::Plus => "M12 5v14M5 12h14",
            Self::People => {
                "M9 11.5a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM2.5 19.5c.6-3.2 3-5 6.5-5s5.9 1.8 6.5 5M16 4.8a3.5 3.5 0 010 6.4M17.5 14.8c2.1.6 3.5 2.2 4 4.7"
            }
        }
    }
}

/// A sign, drawn with the colour of the text around it.
#[component]
pub fn Icon(
    /// Which.
    sign: IconName,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=sign.path()></path>
        </svg>
    }
}
