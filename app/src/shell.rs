//! The document around the application.

use leptos::{WasmSplitManifest, hydration::AutoReload, nonce::use_nonce, prelude::*};
use leptos_meta::{HashedStylesheet, MetaTags};

use crate::{
    app::App,
    i18n::Lang,
    islands::Hydrated,
    pages::Cover,
    policy,
    request::{path_and_query, visitor},
};

/// What a group's page does before it is hydrated.
const FIRST_PAINT: &str = include_str!("first_paint.js");

/// What a page does about the person that it is made for.
const PERSON: &str = include_str!("person.js");

/// In the document itself, because it has to be there with the first paint; only where there is a composer.
#[allow(clippy::disallowed_methods, reason = "it holds our own text and nothing else")]
fn first_paint() -> impl IntoView {
    let has_composer = path_and_query().is_some_and(|path| path.starts_with("/groups/"));
    has_composer.then(|| view! { <script nonce=use_nonce() inner_html=FIRST_PAINT></script> })
}

/// In the document itself, so that it is there before anything is pressed.
#[allow(clippy::disallowed_methods, reason = "it holds our own text and nothing else")]
fn about_person() -> impl IntoView {
    view! { <script nonce=use_nonce() inner_html=PERSON></script> }
}

/// The file that knows where the lazily loaded parts are: the script asks for it before anything else, one way back and forth later than it could.
fn loader() -> impl IntoView {
    let path = use_context::<WasmSplitManifest>()
        .map(|manifest| manifest.0.with_value(|(pkg, _, file)| format!("{pkg}/{file}")));
    path.map(|path| view! { <link rel="modulepreload" href=path/> })
}

/// The HTML document that the server sends, with the person whom it is made for; also sets the response's content security policy.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    policy::set_header(&options);
    let person = visitor().map(|identity| identity.user_id);
    view! {
        <!DOCTYPE html>
        <html lang=Lang::current().code() data-person=person.map(|person| person.to_string())>
            <head>
                <meta charset="utf-8"/>
                <meta
                    name="viewport"
                    content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
                />
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" content="#faf7f0" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#1c1814" media="(prefers-color-scheme: dark)"/>
                <meta name="description" content=Lang::current().words().site.description/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="icon" href="/favicon.ico" sizes="32x32"/>
                <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <HashedStylesheet options=options.clone() id="leptos"/>
                {about_person()}
                {first_paint()}
                <AutoReload options=options.clone()/>
                <HydrationScripts options islands=true/>
                {loader()}
                <MetaTags/>
            </head>
            <body>
                <App/>
                <Cover/>
                <Hydrated/>
            </body>
        </html>
    }
}
