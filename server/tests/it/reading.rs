//! What counts as read, and where a group's page opens, without a script.

use reqwest::Method;

use crate::harness::{Answer, Person, TestServer};

async fn unread(who: &Person, group: &str) -> u64 {
    who.get(&format!("/api/v1/groups/{group}")).await.expect(200)["unread"].as_u64().expect("a number")
}

/// A page as a browser asks for it, with further headers.
async fn ask(server: &TestServer, who: &Person, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = server.http.request(method, server.url(path)).header("accept", "text/html");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Answer::of(request.header("cookie", format!("tertulia_session={}", who.token))).await
}

/// Luis has written so many messages that Ana has not read.
async fn waiting(server: &TestServer, count: usize) -> (Person, Person, String) {
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    for number in 1..=count {
        luis.say(&group, &format!("mensaje {number}")).await;
    }
    (ana, luis, group)
}

/// The address of the picture with which a page says what was seen.
fn picture(page: &Answer) -> Option<String> {
    let start = page.text.find("<noscript><img src=\"")? + "<noscript><img src=\"".len();
    let rest = &page.text[start..];
    Some(rest[..rest.find('"')?].to_owned())
}

#[tokio::test]
async fn nothing_is_read_by_being_fetched() {
    let server = TestServer::start().await;
    let (ana, luis, group) = waiting(&server, 3).await;
    let path = format!("/groups/{group}");
    let page = ask(&server, &ana, Method::GET, &path, &[]).await;
    let picture = picture(&page).expect("a picture");
    for (method, path, headers) in [
        (Method::HEAD, &path, &[][..]),
        (Method::GET, &path, &[("sec-purpose", "prefetch")]),
        (Method::GET, &path, &[("sec-fetch-dest", "document")]),
        (Method::HEAD, &picture, &[]),
        (Method::GET, &picture, &[("sec-purpose", "prefetch;prerender")]),
        (Method::GET, &picture, &[("purpose", "prefetch")]),
        (Method::GET, &picture, &[("sec-fetch-dest", "document"), ("sec-fetch-site", "none")]),
        (Method::GET, &picture, &[("sec-fetch-dest", "image"), ("sec-fetch-site", "cross-site")]),
    ] {
        let answer = ask(&server, &ana, method.clone(), path, headers).await;
        assert!(answer.status.is_success(), "{method} {path}: {}", answer.status);
        assert_eq!(unread(&ana, &group).await, 3, "{method} {path} {headers:?}");
    }
    // Another person's cookie with Ana's page, and Ana's with nobody's.
    luis.say(&group, "y otro").await;
    ask(&server, &luis, Method::GET, &picture, &[]).await;
    assert_eq!(unread(&ana, &group).await, 4);
    let shown = [("sec-fetch-dest", "image"), ("sec-fetch-site", "same-origin")];
    assert_eq!(ask(&server, &ana, Method::GET, &picture, &shown).await.status, 204);
    assert_eq!(unread(&ana, &group).await, 1, "up to the last message that the page showed");
}

#[tokio::test]
async fn a_page_opens_at_the_first_unread_message_and_links_to_the_rest() {
    let server = TestServer::start().await;
    let (ana, _, group) = waiting(&server, 100).await;
    let read = ana.get(&format!("/api/v1/groups/{group}/messages?limit=100")).await.expect(200);
    let read_at = |number: usize| read["messages"][number - 1]["seq"].as_u64().expect("a seq");
    let mark = format!("/groups/{group}/seen/{}?reader={}", read_at(30), ana.id);
    ask(&server, &ana, Method::GET, &mark, &[]).await;
    assert_eq!(unread(&ana, &group).await, 70);

    let page = ask(&server, &ana, Method::GET, &format!("/groups/{group}"), &[]).await;
    let at = |text: &str| page.text.find(text).unwrap_or_else(|| panic!("{text}: {}", page.text));
    let divider = at("row__unread");
    assert!(at(">mensaje 30<") < divider && divider < at(">mensaje 31<"));
    let last = 55;
    assert!(page.text.contains(&format!(">mensaje {last}<")) && !page.text.contains(">mensaje 56<"));
    assert!(page.text.contains(&format!("/groups/{group}?after={}", read_at(last))), "{}", page.text);
    assert!(page.text.contains(&format!("/groups/{group}?newest")));
    ask(&server, &ana, Method::GET, &picture(&page).expect("a picture"), &[]).await;
    assert_eq!(unread(&ana, &group).await, 45, "only what was shown");

    let page = ask(&server, &ana, Method::GET, &format!("/groups/{group}?after={}", read_at(last)), &[]).await;
    assert!(
        page.text.contains(">mensaje 56<")
            && page.text.contains(">mensaje 100<")
            && !page.text.contains(">mensaje 55<")
    );
    ask(&server, &ana, Method::GET, &picture(&page).expect("a picture"), &[]).await;
    assert_eq!(unread(&ana, &group).await, 0);
    let page = ask(&server, &ana, Method::GET, &format!("/groups/{group}"), &[]).await;
    assert!(picture(&page).is_none() && !page.text.contains("row__unread"), "everything was read");
}

#[tokio::test]
async fn deleted_messages_are_not_what_a_page_opens_at() {
    let server = TestServer::start().await;
    let (ana, luis, group) = waiting(&server, 3).await;
    let page = ana.get(&format!("/api/v1/groups/{group}/messages")).await.expect(200);
    for message in page["messages"].as_array().expect("messages") {
        luis.delete(&format!("/api/v1/groups/{group}/messages/{}", message["seq"])).await.expect(204);
    }
    assert_eq!(unread(&ana, &group).await, 0);
    let page = ask(&server, &ana, Method::GET, &format!("/groups/{group}"), &[]).await;
    assert!(!page.text.contains("row__unread"));
}
