//! The routes.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

use crate::{
    components::Busy,
    i18n::{Lang, provide_words},
    pages::{GroupPage, GroupsPage, JoinPage, MembersPage, NotFoundPage, SignInPage, SignUpPage, WelcomePage},
    viewer::provide_viewer,
};

/// The whole application: hydrated from `<body>` down.
///
/// Pages with data use [`SsrMode::Async`]: whether somebody may see the page decides its status, so nothing may be sent first.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_words(Lang::current());
    provide_viewer();
    mark_hydrated();
    let (busy, set_busy) = signal(false);

    view! {
        <Title formatter=|title: String| if title.is_empty() { "Tertulia".to_owned() } else { format!("{title} · Tertulia") }/>
        <Busy busy/>
        <Router set_is_routing=set_busy>
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/") view=WelcomePage/>
                <Route path=path!("/sign-up") view=SignUpPage/>
                <Route path=path!("/sign-in") view=SignInPage/>
                <Route path=path!("/groups") view=GroupsPage ssr=SsrMode::Async/>
                <Route path=path!("/groups/:id") view=GroupPage ssr=SsrMode::Async/>
                <Route path=path!("/groups/:id/members") view=MembersPage ssr=SsrMode::Async/>
                <Route path=path!("/join/:code") view=JoinPage ssr=SsrMode::Async/>
            </FlatRoutes>
        </Router>
    }
}

/// Says in the document that handlers are attached: `<body data-hydrated>`. Style sheets show what needs a script only then,
/// and tests wait for it.
fn mark_hydrated() {
    Effect::new(move |_| {
        if let Some(body) = document().body() {
            let _ = body.set_attribute("data-hydrated", "");
        }
    });
}
