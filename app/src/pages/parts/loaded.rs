//! A page whose data come first.

use leptos::prelude::*;

use super::{ErrorPage, Loading};
use crate::error::ApiError;

/// Waits for the data and shows the page of them, or what is said where there are none.
#[component]
pub fn Loaded<T>(
    /// The data.
    data: Resource<Result<T, ApiError>>,
    /// The page of them.
    page: fn(T) -> AnyView,
    /// What is shown instead.
    #[prop(default = error_page)]
    failed: fn(ApiError) -> AnyView,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    view! {
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { data.await.map_or_else(failed, page) })}
        </Suspense>
    }
    .into_any()
}

/// The sentence about an error, as a page.
pub fn error_page(error: ApiError) -> AnyView {
    view! { <ErrorPage error/> }.into_any()
}
