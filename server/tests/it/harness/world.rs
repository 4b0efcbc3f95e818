//! A program in which everything was said that somebody can say, and every page that shows some of it.

use leptos_axum::generate_route_list;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Method, RequestBuilder, header::HeaderMap};
use serde_json::json;

use super::{Answer, Person, TestServer, messages, person::PASSWORD};

/// What is written where. Each text is another one, so that it can be told where one came from.
#[derive(Clone)]
pub(crate) struct Texts {
    pub(crate) full_name: String,
    /// The member's; the last name is the same.
    pub(crate) their_name: String,
    /// Of somebody who was removed, and is kept out.
    pub(crate) removed_name: String,
    pub(crate) last_name: String,
    pub(crate) group: String,
    pub(crate) description: String,
    pub(crate) message: String,
    pub(crate) edit: String,
    pub(crate) theirs: String,
}

impl Texts {
    /// The same text everywhere, with another end.
    pub(crate) fn of(text: &str) -> Self {
        let with = |end: &str| format!("{text} {end}");
        Self {
            full_name: with("uno"),
            their_name: with("ocho"),
            removed_name: with("nueve"),
            last_name: with("dos"),
            group: with("tres"),
            description: with("cuatro"),
            message: with("cinco"),
            edit: with("seis"),
            theirs: with("siete"),
        }
    }

    /// The owner's and the member's, as they are shown.
    fn names(&self) -> [String; 2] {
        [&self.full_name, &self.their_name].map(|name| format!("{name} {}", self.last_name))
    }
}

/// Who looks at a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visitor {
    Owner,
    Member,
    Stranger,
    Nobody,
}

impl Visitor {
    pub(crate) const ALL: [Self; 4] = [Self::Owner, Self::Member, Self::Stranger, Self::Nobody];
}

/// A page, and the texts that it shows whoever belongs to the group.
pub(crate) struct Example {
    pub(crate) path: String,
    pub(crate) shows: Vec<String>,
    /// Whether it shows them to everybody.
    pub(crate) open: bool,
    /// The text that its author finds in the editor.
    pub(crate) edits: Option<String>,
}

/// The people, the groups and the messages.
pub(crate) struct World<'a> {
    pub(crate) server: &'a TestServer,
    pub(crate) texts: Texts,
    pub(crate) owner: Person,
    pub(crate) member: Person,
    pub(crate) stranger: Person,
    /// The owner's and the member's; everything was said there.
    pub(crate) group: String,
    pub(crate) code: String,
    /// The owner's alone; nothing was said there.
    pub(crate) quiet: String,
    pub(crate) quiet_code: String,
    /// The owner's message, the one that she changed, the member's.
    pub(crate) seqs: [u64; 3],
    /// Follows no redirect.
    pub(crate) http: reqwest::Client,
}

impl<'a> World<'a> {
    pub(crate) async fn build(server: &'a TestServer, texts: Texts) -> Self {
        let owner = sign_up(server, &texts.full_name, &texts.last_name).await;
        let member = sign_up(server, &texts.their_name, &texts.last_name).await;
        let stranger = server.sign_up("Zoe").await;
        let new = json!({ "name": texts.group, "description": texts.description });
        let group = owner.post("/api/v1/groups", new.clone()).await.expect(201);
        let quiet = owner.post("/api/v1/groups", new).await.expect(201);
        let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
        let (group, code) = (text(&group["id"]), text(&group["invite_code"]));
        let (quiet, quiet_code) = (text(&quiet["id"]), text(&quiet["invite_code"]));
        owner.invite(&member, &group).await;
        let removed = sign_up(server, &texts.removed_name, &texts.last_name).await;
        owner.invite(&removed, &group).await;
        owner.delete(&format!("/api/v1/groups/{group}/members/{}", removed.id)).await.expect(204);
        let said = owner.say(&group, &texts.message).await;
        let edited = owner.say(&group, "hola").await;
        // It shows what it answers, and its author's name beside a reaction, on the pages of questions and of what is pinned, too.
        let asked = json!({ "content": texts.theirs, "reply_to": said["seq"], "question": true });
        let theirs = member.post(&messages(&group), asked).await.expect(201);
        let react = format!("{}/{}/reactions/%F0%9F%91%8D", messages(&group), said["seq"]);
        member.request(Method::PUT, &react).send().await.expect("sent");
        owner.request(Method::PUT, &format!("{}/{}/pin", messages(&group), said["seq"])).send().await.expect("sent");
        let seqs = [&said, &edited, &theirs].map(|message| message["seq"].as_u64().expect("a seq"));
        let path = format!("{}/{}", messages(&group), seqs[1]);
        owner.patch(&path, json!({ "content": texts.edit })).await.expect(200);
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Self { server, texts, owner, member, stranger, group, code, quiet, quiet_code, seqs, http }
    }

    /// Whoever looks, if she is signed in.
    pub(crate) fn person(&self, visitor: Visitor) -> Option<&Person> {
        match visitor {
            Visitor::Owner => Some(&self.owner),
            Visitor::Member => Some(&self.member),
            Visitor::Stranger => Some(&self.stranger),
            Visitor::Nobody => None,
        }
    }

    /// The address of a server function as a page for this visitor writes it.
    pub(crate) fn of_page(&self, visitor: Visitor, path: &str) -> String {
        let person = self.person(visitor).filter(|_| path.starts_with("/api/fn/"));
        person.map_or_else(|| path.to_owned(), |person| tertulia::api::as_person(&person.id, path))
    }

    /// A browser's request, with `cookies` beside the session's. What a page asks for names its person.
    pub(crate) fn request(&self, visitor: Visitor, method: Method, path: &str, cookies: &str) -> RequestBuilder {
        let session = self.person(visitor).map(|person| self.server.cookie(person) + "; ");
        let request = self.http.request(method, self.server.url(&self.of_page(visitor, path)));
        let request = request.header("accept", "text/html");
        request.header("cookie", session.unwrap_or_default() + cookies).header("origin", self.server.origin())
    }

    pub(crate) async fn get(&self, visitor: Visitor, path: &str) -> Answer {
        Answer::of(self.request(visitor, Method::GET, path, "")).await
    }

    /// Every page that the application has, as the router knows them; one without an example fails.
    pub(crate) fn pages(&self) -> Vec<Example> {
        let routes = generate_route_list(app::App);
        let mut pages: Vec<Example> = routes.iter().flat_map(|route| self.examples(route.path())).collect();
        pages.extend([page("/none", &[]), page("/groups/", &[]), page("//groups", &[])]);
        pages
    }

    fn examples(&self, route: &str) -> Vec<Example> {
        let (texts, [said, edited, theirs]) = (&self.texts, self.seqs);
        let (title, [mine, other]) = (format!("\u{2068}{}\u{2069} · Tertulia", texts.group), texts.names());
        let room = [&texts.message, &texts.edit, &texts.theirs, &texts.group, &title, &mine, &other];
        let group = |query: &str| page(&format!("/groups/{}{query}", self.group), &room);
        match route {
            "/" => vec![page("/", &[])],
            "/sign-up" => vec![page("/sign-up", &[]), page("/sign-up?next=%2Fgroups", &[])],
            "/sign-in" => vec![page("/sign-in", &[]), page("/sign-in?next=%2Fgroups&entered=1", &[])],
            "/groups" => vec![page("/groups", &[&texts.group])],
            "/groups/{id}" => vec![
                group(""),
                group(&format!("?message={said}")),
                Example { edits: Some(texts.message.clone()), ..group(&format!("?edit={said}")) },
                Example { edits: Some(texts.edit.clone()), ..group(&format!("?edit={edited}")) },
                group(&format!("?delete={theirs}")),
                group(&format!("?before={}", theirs + 1)),
                group(&format!("?reply={said}")),
                group(&format!("?message={theirs}")),
                page(&format!("/groups/{}", self.quiet), &[]),
            ],
            "/groups/{id}/pins" => {
                vec![page(&format!("/groups/{}/pins", self.group), &[&texts.message, &texts.group, &mine])]
            }
            "/groups/{id}/questions" => {
                vec![page(&format!("/groups/{}/questions", self.group), &[&texts.theirs, &texts.group, &other])]
            }
            "/groups/{id}/members" => {
                let shows = [&texts.group, &texts.description, &mine, &other];
                vec![page(&format!("/groups/{}/members", self.group), &shows)]
            }
            "/another-person" => vec![page("/another-person", &[])],
            "/join/{code}" => {
                let shows = [&texts.group, &texts.description, &title];
                vec![Example { open: true, ..page(&format!("/join/{}", self.code), &shows) }]
            }
            _ => panic!("the page {route} is new: say here how it is reached and what it shows"),
        }
    }

    /// Posts a form as a page does, and gives the answer with the cookies that it sets.
    pub(crate) async fn post_form(&self, visitor: Visitor, path: &str, from: &str, form: &str) -> (Answer, String) {
        let request = self.request(visitor, Method::POST, path, "").header("referer", self.server.url(from));
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(form.to_owned());
        let answer = Answer::of(request).await;
        let cookies =
            set_cookies(&answer.headers).map(|cookie| cookie.split(';').next().unwrap_or_default().to_owned());
        let cookies = cookies.collect::<Vec<_>>().join("; ");
        (answer, cookies)
    }
}

/// The cookies that an answer sets.
pub(crate) fn set_cookies(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok())
}

/// Text as a part of an address or of a form.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

fn page(path: &str, shows: &[&String]) -> Example {
    let shows = shows.iter().map(|text| (*text).clone()).collect();
    Example { path: path.to_owned(), shows, open: false, edits: None }
}

async fn sign_up(server: &TestServer, full_name: &str, last_name: &str) -> Person {
    let email = format!("{}@example.org", tertulia::ids::UserId::random());
    let new = json!({ "email": email, "password": PASSWORD, "full_name": full_name, "last_name": last_name });
    Person::of(server, &server.post("/api/v1/accounts", new).await.expect(201))
}
