//! When something was, in the reader's own time and for machines.

use leptos::prelude::*;
use tertulia::clock::Timestamp;

use crate::calendar::Calendar;

/// The time of day, or the date for whatever was not today.
#[component]
pub fn Moment(
    /// When.
    at: Timestamp,
    /// In which calendar; whoever has it keeps it up to date.
    calendar: Calendar,
) -> impl IntoView {
    view! { <time class="moment" datetime=at.to_string()>{move || calendar.brief(at)}</time> }
}

/// The time of day.
#[component]
pub fn Clock(
    /// When.
    at: Timestamp,
    /// In which calendar.
    calendar: Calendar,
    /// Its class.
    class: &'static str,
) -> impl IntoView {
    view! { <time class=class datetime=at.to_string()>{move || calendar.clock(at)}</time> }
}
