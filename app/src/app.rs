//! The routes.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

use crate::{
    i18n::{Lang, provide_words},
    pages::{
        AnotherPersonPage, Busy, GroupPage, GroupsPage, JoinPage, MembersPage, NotFoundPage, PinsPage, QuestionsPage,
        SignInPage, SignUpPage, WelcomePage, parts::PageTitle,
    },
};

/// The whole application. The server renders it; the browser runs only its islands.
///
/// Pages with data use [`SsrMode::Async`]: whether somebody may see the page decides its status, so nothing may be sent first.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_words(Lang::current());

    view! {
        <PageTitle text=""/>
        <Busy/>
        <Router>
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/") view=WelcomePage/>
                <Route path=path!("/sign-up") view=SignUpPage/>
                <Route path=path!("/sign-in") view=SignInPage/>
                <Route path=path!("/groups") view=GroupsPage ssr=SsrMode::Async/>
                <Route path=path!("/groups/:id") view=GroupPage ssr=SsrMode::Async/>
                <Route path=path!("/groups/:id/pins") view=PinsPage ssr=SsrMode::Async/>
                <Route path=path!("/groups/:id/questions") view=QuestionsPage ssr=SsrMode::Async/>
                <Route path=path!("/groups/:id/members") view=MembersPage ssr=SsrMode::Async/>
                <Route path=path!("/another-person") view=AnotherPersonPage/>
                <Route path=path!("/join/:code") view=JoinPage ssr=SsrMode::Async/>
            </FlatRoutes>
        </Router>
    }
}
