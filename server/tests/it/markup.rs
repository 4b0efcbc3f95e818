//! What people write is text on every page, never markup: whatever they write, wherever, the page has the same elements as
//! with harmless words, and says what was written.

use std::collections::BTreeMap;

use leptos::server_fn::axum::server_fn_paths;
use reqwest::Method;

use crate::harness::{
    Answer, TestServer,
    html::Document,
    world::{Texts, Visitor, World, encode},
};

const HARMLESS: &str = "hola";

/// Each breaks out of another place, where a text is not escaped for it; at most 46 characters, for names are short.
const PAYLOADS: [&str; 10] = [
    "</title><meta http-equiv=refresh content=0>",
    "</textarea><img src=x onerror=a()>",
    "\"><img src=x onerror=a()>",
    "' autofocus onfocus=a() x='",
    "&lt;b&gt; &amp; &#60;i&#62; &quot",
    "</script><script>a()</script>",
    "<!--HEAD--><!-- --!> ]]> <![CDATA[",
    "javascript:a(){{7*7}}${7*7}`",
    "</leptos-island></body><body onload=a()>",
    "<a href=\"//x.example/?",
];

/// A page with one kind of text on it, by who looked at it and how.
type Seen = BTreeMap<String, (u16, Vec<String>)>;

/// In two halves, side by side: each looks at some thousand pages.
#[tokio::test]
async fn no_text_becomes_markup_and_every_text_stays_what_it_is() {
    compare(&PAYLOADS[..PAYLOADS.len() / 2]).await;
}

#[tokio::test]
async fn no_other_text_does_either() {
    compare(&PAYLOADS[PAYLOADS.len() / 2..]).await;
}

async fn compare(payloads: &[&str]) {
    let server = TestServer::start().await;
    let harmless = walk(&World::build(&server, Texts::of(HARMLESS)).await, HARMLESS).await;
    for payload in payloads {
        let seen = walk(&World::build(&server, Texts::of(payload)).await, payload).await;
        assert_eq!(seen.keys().collect::<Vec<_>>(), harmless.keys().collect::<Vec<_>>());
        for (place, (status, outline)) in &seen {
            let (expected_status, expected) = &harmless[place];
            assert_eq!(status, expected_status, "{payload:?} on {place}");
            let difference = outline.iter().zip(expected).find(|(line, expected)| line != expected);
            assert_eq!(difference, None, "{payload:?} on {place}");
            assert_eq!(outline.len(), expected.len(), "{payload:?} on {place}");
        }
    }
}

/// Looks at every page in every way, and gives the elements of each.
async fn walk(world: &World<'_>, text: &str) -> Seen {
    let mut seen = Seen::new();
    let query = ["next", "before", "after", "newest", "edit", "delete", "message", "entered", "__path", "__err"];
    let query = query.map(|name| format!("{name}={}", encode(text))).join("&");
    for visitor in Visitor::ALL {
        for (number, example) in world.pages().iter().enumerate() {
            let page = world.get(visitor, &example.path).await;
            let belongs = matches!(visitor, Visitor::Owner | Visitor::Member) || example.open;
            let shows = if page.status == 200 && belongs { example.shows.as_slice() } else { &[] };
            look(&mut seen, format!("{visitor:?} {number}"), &page, shows);
            if let (Visitor::Owner, Some(text)) = (visitor, &example.edits) {
                let document = Document::parse(&page.text);
                assert!(document.all("textarea").any(|field| field.own_text() == *text), "{text:?}: {}", page.text);
            }
            // What a request holds is the same to everybody who may see the page.
            if matches!(visitor, Visitor::Member | Visitor::Stranger) {
                continue;
            }
            let join = if example.path.contains('?') { '&' } else { '?' };
            let path = format!("{}{join}{query}", example.path);
            look(&mut seen, format!("{visitor:?} {number} with a query"), &world.get(visitor, &path).await, &[]);
            let page = Answer::of(with_headers(world, visitor, &example.path, text)).await;
            look(&mut seen, format!("{visitor:?} {number} with headers"), &page, &[]);
        }
        for path in ["/", "/groups/", "/join/"] {
            let page = world.get(visitor, &format!("{path}{}", encode(text))).await;
            look(&mut seen, format!("{visitor:?} {path} with a path"), &page, &[]);
        }
    }
    forms(&mut seen, world, text).await;
    seen
}

/// A request whose every header and cookie holds the text.
fn with_headers(world: &World<'_>, visitor: Visitor, path: &str, text: &str) -> reqwest::RequestBuilder {
    let typed = ["email", "full_name", "last_name", "group_name", "description", "invite_code"];
    let form = typed.map(|name| format!("{name}={}", encode(text))).join("&");
    let cookies = format!("lang={text}; tertulia_form={text}; tertulia_form={form}; {text}={text}");
    let mut request = world.request(visitor, Method::GET, path, &cookies);
    for name in ["accept-language", "referer", "user-agent", "host", "x-forwarded-host", "x-forwarded-proto"] {
        request = request.header(name, text);
    }
    request
}

/// Posts the text to every server function, looks at where each leads, and last at what comes back of what was typed.
async fn forms(seen: &mut Seen, world: &World<'_>, text: &str) {
    // What ends something comes last.
    const LAST: [&str; 4] = ["delete-message", "remove-member", "leave-group", "sign-out"];
    let mut paths: Vec<&str> =
        server_fn_paths().filter(|(_, method)| *method == Method::POST).map(|(path, _)| path).collect();
    assert!(!paths.is_empty());
    paths.sort_by_key(|path| (LAST.iter().position(|last| path.ends_with(last)).map_or(0, |place| place + 1), *path));
    for (path, shows) in [("/api/fn/sign-up", "/sign-up"), ("/api/fn/create-group", "/groups")] {
        remembered(world, text, path, shows).await;
    }
    for path in paths {
        for visitor in [Visitor::Nobody, Visitor::Member] {
            let from = format!("/groups/{}?{}", world.group, encode(text));
            let (answer, cookies) = world.post_form(visitor, path, &from, &everything(world, text)).await;
            let place = format!("{visitor:?} {path}");
            if answer.status.is_redirection() {
                let to = answer.header("location");
                assert!(to.starts_with('/') && !to.starts_with("//"), "{place} leads to {to}");
                let next = Answer::of(world.request(visitor, Method::GET, to, &cookies)).await;
                look(seen, place, &next, &[]);
            } else {
                look(seen, place, &answer, &[]);
            }
        }
    }
}

/// A form that is refused, and shows again what was typed.
async fn remembered(world: &World<'_>, text: &str, function: &str, page: &str) {
    let form = everything(world, text);
    let (answer, cookies) = world.post_form(Visitor::Owner, function, page, &form).await;
    assert_eq!(answer.status, 302, "{function}");
    // Somebody who is signed in is sent on from the page on which one signs up.
    let visitor = if page == "/groups" { Visitor::Owner } else { Visitor::Nobody };
    let request = world.request(visitor, Method::GET, answer.header("location"), &cookies);
    let page = Answer::of(request).await;
    let document = Document::parse(&page.text);
    let fields: &[&str] =
        if visitor == Visitor::Owner { &["name", "description"] } else { &["email", "full_name", "last_name"] };
    for field in fields {
        let input = document.all("input").find(|input| input.attribute("name") == Some(field));
        let value = input.and_then(|input| input.attribute("value")).unwrap_or_default();
        assert!(value.starts_with(text), "{field}: {value:?} is not {text:?}");
    }
}

/// Every field of every form; the password is too short and the group's name too long, so that nobody signs up and no group
/// is made.
fn everything(world: &World<'_>, text: &str) -> String {
    let id = tertulia::ids::ClientMessageId::random().to_string();
    let (seq, long) = (world.seqs[2].to_string(), format!("{text}{}", "x".repeat(100)));
    let fields = [
        ("email", text),
        ("password", "x"),
        ("full_name", text),
        ("last_name", text),
        ("next", &format!("/{}", text.replace(' ', ""))),
        ("name", &long),
        ("description", text),
        ("invite_code", text),
        ("group_id", &world.group),
        ("user_id", &world.stranger.id),
        ("role", text),
        ("lang", text),
        ("seq", &seq),
        ("content", text),
        ("client_id", &id),
    ];
    fields.map(|(name, value)| format!("{name}={}", encode(value))).join("&")
}

/// Notes the elements of an answer that is a page, and checks what holds for every page.
fn look(seen: &mut Seen, place: String, answer: &Answer, shows: &[String]) {
    let mut outline = Vec::new();
    if answer.header("content-type").starts_with("text/html") {
        let document = Document::parse(&answer.text);
        let said = document.says();
        for text in shows {
            assert!(said.contains(text), "{place} does not say {text:?}: {said:#?}");
        }
        for element in document.elements() {
            for (name, value) in element.attributes() {
                check(&place, name, value);
            }
        }
        outline = document.outline();
    }
    seen.insert(place, (answer.status.as_u16(), outline));
}

fn check(place: &str, name: &str, value: &str) {
    match name {
        "href" | "src" | "action" | "formaction" | "data" | "poster" | "ping" | "xlink:href" => {
            let local = value.starts_with('/') && !value.starts_with("//") && !value.starts_with("/\\");
            assert!(local || value.starts_with('#'), "{place}: {name} leads to {value:?}");
        }
        "data-props" => {
            let props = serde_json::from_str::<serde_json::Value>(value);
            assert!(props.is_ok(), "{place}: the props are not whole: {value}");
        }
        _ => assert!(!name.starts_with("on") && name != "srcdoc", "{place}: {name}={value:?}"),
    }
}

/// Nothing stands in a page that only somebody else, or another page, may show: islands' props least of all.
#[tokio::test]
async fn a_page_holds_no_secret_that_it_does_not_show() {
    let server = TestServer::start().await;
    let world = World::build(&server, Texts::of(HARMLESS)).await;
    let people = [&world.owner, &world.member, &world.stranger];
    let mut shown = 0;
    for visitor in Visitor::ALL {
        for example in world.pages() {
            let page = world.get(visitor, &example.path).await;
            let (text, place) = (&page.text, format!("{visitor:?} at {}", example.path));
            for person in people {
                assert!(!text.contains(&person.token), "{place}: a token");
                assert!(!text.contains(&person.email), "{place}: an address");
            }
            let said = Document::parse(text).says();
            for code in [&world.code, &world.quiet_code].into_iter().filter(|code| text.contains(code.as_str())) {
                let is_shown = said.iter().any(|said| said.contains(code.as_str()));
                assert!(is_shown || example.path.contains(code.as_str()), "{place}: a code");
                shown += usize::from(is_shown);
            }
        }
    }
    assert!(shown > 0, "the pages that show a code do");
}
