//! A form of the conversation that is refused is answered with the page that holds what was written.

use crate::harness::{Answer, Person, TestServer, world::encode};

/// Posts a form as a browser without a script does.
async fn post(server: &TestServer, who: Option<&Person>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    // As the page writes it, which names its reader.
    let path = who.map_or_else(|| path.to_owned(), |who| format!("/as/{}{path}", who.id));
    let request = http.post(server.url(&path)).header("accept", "text/html").header("origin", server.origin());
    let cookie = who.map(|who| format!("tertulia_session={}", who.token)).unwrap_or_default();
    let request = request.header("content-type", "application/x-www-form-urlencoded").header("cookie", cookie);
    Answer::of(request.body(form(fields))).await
}

/// The body of a form.
fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    pairs.join("&")
}

#[tokio::test]
async fn a_form_leads_to_the_page_that_shows_what_it_did() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let name = crate::harness::client_id();
    for _ in 0..2 {
        let sent =
            post(&server, Some(&ana), &format!("/groups/{group}"), &[("content", "hola"), ("client_id", &name)]).await;
        assert_eq!((sent.status.as_u16(), sent.header("location")), (303, &*format!("/groups/{group}?newest#end")));
    }
    let seq = ana.get(&format!("/api/v1/groups/{group}/messages")).await.expect(200)["messages"][0]["seq"].clone();
    let edited =
        post(&server, Some(&ana), &format!("/groups/{group}?before=9&edit={seq}"), &[("content", "adiós")]).await;
    assert_eq!((edited.status.as_u16(), edited.header("location")), (303, &*format!("/groups/{group}?before=9")));
    assert_eq!(ana.texts(&group).await, ["adiós"]);
    let deleted = post(&server, Some(&ana), &format!("/groups/{group}?delete={seq}"), &[]).await;
    assert_eq!((deleted.status.as_u16(), deleted.header("location")), (303, &*format!("/groups/{group}")));
    assert_eq!(ana.texts(&group).await, [""]);
}

#[tokio::test]
async fn what_was_refused_stands_in_its_field_again() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    let path = format!("/groups/{group}");
    let (mine, his) = (ana.say(&group, "mío").await["seq"].clone(), luis.say(&group, "suyo").await["seq"].clone());
    let long = format!("<b>&amp; \"texto\" {}", "x".repeat(10_001));
    let escaped = format!("&lt;b&gt;&amp;amp; \"texto\" {}", "x".repeat(10_001));
    for (address, field) in [
        (path.clone(), "composer-text"),
        (format!("{path}?edit={mine}"), "editor__text"),
        // No message that she may edit: the text stands in the composer then.
        (format!("{path}?edit={his}"), "composer-text"),
        (format!("{path}?edit=9999"), "composer-text"),
        (format!("{path}?before={his}&edit={mine}"), "editor__text"),
    ] {
        let page = post(&server, Some(&ana), &address, &[("content", &long)]).await;
        assert_eq!(page.status, 422, "{address}");
        let at = page.text.find(&escaped).unwrap_or_else(|| panic!("{address} lost the text"));
        let field = page.text[..at].rfind("<textarea").is_some_and(|start| page.text[start..at].contains(field));
        assert!(field, "{address}: in its field");
        assert!(page.text.contains("demasiado largo"), "{address}: and why");
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(page.header("content-security-policy").contains("'nonce-"));
    }
    assert_eq!(ana.texts(&group).await, ["mío", "suyo"]);
}

#[tokio::test]
async fn what_cannot_stand_on_the_groups_page_stands_on_another() {
    let server = TestServer::start().await;
    let (ana, luis) = (server.sign_up("Ana").await, server.sign_up("Luis").await);
    let group = ana.create_group("Álgebra").await;
    ana.invite(&luis, &group).await;
    ana.delete(&format!("/api/v1/groups/{group}/members/{}", luis.id)).await.expect(204);
    let text = [("content", "lo que <i>pensaba</i>")];
    for (who, path, status, way) in [
        (Some(&luis), format!("/groups/{group}"), 404, "href=\"/\""),
        (None, format!("/groups/{group}"), 401, "href=\"/sign-in?next="),
        (Some(&ana), "/groups/none".to_owned(), 404, "href=\"/\""),
    ] {
        let page = post(&server, who, &path, &text).await;
        assert_eq!(page.status, status, "{path}");
        assert!(page.text.contains("lo que &lt;i&gt;pensaba&lt;/i&gt;") && page.text.contains(way), "{}", page.text);
        assert_eq!(page.header("location"), "", "{path}: an answer, not a way elsewhere");
    }
    let forged = server.http.post(server.url(&format!("/groups/{group}")));
    let forged =
        forged.header("cookie", format!("tertulia_session={}", ana.token)).header("origin", "https://evil.example");
    let forged = forged.header("content-type", "application/x-www-form-urlencoded").body(form(&text));
    Answer::of(forged).await.expect_problem(403, "forbidden");
    let unnamed = server.http.post(server.url(&format!("/groups/{group}"))).header("origin", server.origin());
    let unnamed = unnamed.header("cookie", format!("tertulia_session={}", ana.token));
    let unnamed = unnamed.header("content-type", "application/x-www-form-urlencoded").body(form(&text));
    assert_eq!(Answer::of(unnamed).await.status, 403, "a form of a page names its reader");
    assert!(ana.texts(&group).await.is_empty());
}
