//! The page for an address that leads nowhere.

use leptos::prelude::*;
use tertulia::problem::ErrorCode;

use super::parts::ErrorPage;
use crate::{error::ApiError, request};

/// Any address without a route. The server answers it with 404.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    request::set_status(ErrorCode::NotFound);
    view! { <ErrorPage error=ApiError::Code(ErrorCode::NotFound)/> }
}
