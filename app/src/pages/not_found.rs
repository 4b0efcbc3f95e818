//! The page for an address that leads nowhere.

use leptos::prelude::*;
use tertulia::problem::ErrorCode;

use crate::{components::ErrorPage, error::ApiError};

/// Any address without a route. The server answers it with 404.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::request::set_status(ErrorCode::NotFound);
    view! { <ErrorPage error=ApiError::Code(ErrorCode::NotFound)/> }
}
