//! What a page holds at most: bytes of text, groups.

use crate::harness::{Answer, Person, TestServer, messages};

/// Fifty messages of ten thousand quotation marks are three megabytes of HTML: a page has fewer of them, and the rest is behind it.
#[tokio::test]
async fn a_page_has_so_many_bytes_of_text() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    for _ in 0..8 {
        ana.say(&group, &"\"".repeat(10_000)).await;
    }
    let (mut before, mut seen) = (String::new(), 0);
    loop {
        let page = ana.get(&format!("{}?limit=100{before}", messages(&group))).await.expect(200);
        let found = page["messages"].as_array().expect("messages");
        assert_eq!(found.len(), 1, "70 kB each, and a page has 128");
        seen += found.len();
        if page["has_more"] == false {
            break;
        }
        before = format!("&before={}", found[0]["seq"]);
    }
    assert_eq!(seen, 8);
    let page = signed_in(&server, &ana, &format!("/groups/{group}")).await;
    page.expect_html();
    assert!(page.text.len() < 400_000, "{} bytes", page.text.len());
}

/// Whoever is in many groups gets a page of them, on each page that lists them, and the way to the next without a script.
#[tokio::test]
async fn a_page_lists_so_many_groups() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let mut group = String::new();
    for n in 0..53 {
        group = ana.create_group(&format!("Grupo {n}")).await;
    }
    let rows = |page: &Answer| page.text.matches("class=\"group-row\"").count();
    let mut paths = vec![format!("/groups/{group}"), format!("/groups/{group}/members"), "/groups".to_owned()];
    let next = async |path: &str| {
        let page = signed_in(&server, &ana, path).await;
        page.expect_html();
        assert_eq!(rows(&page), 50, "{path}");
        let link = page.text.split("href=\"/groups?before=").nth(1).expect("a link to the next page");
        format!("/groups?before={}", link.split('"').next().expect("its end"))
    };
    while let Some(path) = paths.pop() {
        let at = next(&path).await;
        let last = signed_in(&server, &ana, &at).await;
        last.expect_html();
        assert_eq!(rows(&last), 3);
        // A page knows its own address, for whoever is signed in now.
        let text = last.text.replace(&format!("href=\"{at}\""), "");
        assert!(!text.contains("href=\"/groups?before="), "the last page leads nowhere");
        assert!(last.text.contains("href=\"/groups\""), "and back");
    }
    let nonsense = signed_in(&server, &ana, "/groups?before=%3Cscript%3E").await;
    nonsense.expect_html();
    assert_eq!(rows(&nonsense), 50);
}

async fn signed_in(server: &TestServer, who: &Person, path: &str) -> Answer {
    let cookie = format!("tertulia_session={}", who.token);
    Answer::of(server.http.get(server.url(path)).header("cookie", cookie)).await
}

impl Answer {
    #[track_caller]
    fn expect_html(&self) {
        assert_eq!(self.status.as_u16(), 200, "{}", self.text);
        assert!(self.header("content-type").starts_with("text/html"));
    }
}
