//! Messages of a group that stand in a list: the pinned ones, and questions.

use leptos::{either::Either, prelude::*};
use leptos_router::hooks::{use_params_map, use_query_map};
use tertulia::{
    api::Message,
    ids::{GroupId, Seq},
};

use super::parts::{GroupHead, Loaded, RoomLayout};
use crate::{
    api::lists::{PinsPageData, QuestionsPageData, load_pins, load_questions},
    calendar::Calendar,
    components::Moment,
    i18n::{isolated, use_words},
    place::Place,
};

/// `/groups/{id}/pins`: the pinned messages, the one that was pinned last first.
#[component]
pub fn PinsPage() -> impl IntoView {
    let params = use_params_map();
    let data = Resource::new_blocking(move || params.read().get("id").unwrap_or_default(), load_pins);
    view! { <Loaded data page=|data| view! { <PinsView data/> }.into_any()/> }
}

#[component]
fn PinsView(data: PinsPageData) -> impl IntoView {
    let words = &use_words().pages.lists;
    let PinsPageData { group, messages, groups } = data;
    let id = group.id;
    view! {
        <RoomLayout title=format!("{} · {}", words.pins_title, isolated(&group.name)) groups current=id>
            <GroupHead group/>
            <div class="about">
                <section class="about__part">
                    <h2>{words.pins_title}</h2>
                    {listed(id, messages, words.no_pins)}
                </section>
            </div>
        </RoomLayout>
    }
    .into_any()
}

/// `/groups/{id}/questions`: those without an answer; `?state=answered` those with one. `?before=SEQ` older ones.
#[component]
pub fn QuestionsPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let wanted = move || {
        let query = query.read();
        let before = query.get("before").and_then(|seq| seq.parse().ok()).map(Seq);
        let answered = query.get("state").is_some_and(|state| state == "answered");
        (params.read().get("id").unwrap_or_default(), answered, before)
    };
    let data = Resource::new_blocking(wanted, |(id, answered, before)| load_questions(id, answered, before));
    view! { <Loaded data page=|data| view! { <QuestionsView data/> }.into_any()/> }
}

#[component]
fn QuestionsView(data: QuestionsPageData) -> impl IntoView {
    let words = &use_words().pages.lists;
    let QuestionsPageData { group, answered, page, groups } = data;
    let id = group.id;
    let path = StoredValue::new(format!("/groups/{id}/questions"));
    let path = move |state: &str| path.with_value(|path| format!("{path}?state={state}"));
    let (state, none) = if answered { ("answered", words.none_answered) } else { ("open", words.none_open) };
    let older = page.messages.last().filter(|_| page.has_more).map(|last| {
        let href = format!("{}&before={}", path(state), last.seq);
        view! { <p><a class="button" href=href>{words.older}</a></p> }
    });
    let tab = move |label: &'static str, state: &str, is_open: bool| {
        let href = path(state);
        view! { <a class="button button--small" href=href aria-current=is_open.then_some("page")>{label}</a> }
    };
    view! {
        <RoomLayout title=format!("{} · {}", words.questions_title, isolated(&group.name)) groups current=id>
            <GroupHead group/>
            <div class="about">
                <section class="about__part">
                    <h2>{words.questions_title}</h2>
                    <nav class="tabs" aria-label=words.questions_title>
                        {tab(words.open, "open", !answered)} {tab(words.answered, "answered", answered)}
                    </nav>
                    {listed(id, page.messages, none)}
                    {older}
                </section>
            </div>
        </RoomLayout>
    }
    .into_any()
}

fn listed(group: GroupId, messages: Vec<Message>, none: &'static str) -> impl IntoView {
    if messages.is_empty() {
        return Either::Left(view! { <p class="about__note">{none}</p> });
    }
    let words = &use_words().pages.lists;
    let row = |message: Message| {
        let Message { seq, sender_name, content, html, answer_seq, timestamp, .. } = message;
        let answer = answer_seq.map(|answer| {
            view! { " " <a href=Place::At(answer).path(group, "")>{use_words().conversation.see_answer}</a> }
        });
        view! {
            <li class="listed">
                <p class="listed__head">
                    <bdi class="listed__author">{sender_name}</bdi>
                    " "
                    <Moment at=timestamp calendar=Calendar::new()/>
                </p>
                {text(content, html)}
                <p class="listed__ways"><a href=Place::At(seq).path(group, "")>{words.show}</a> {answer}</p>
            </li>
        }
    };
    Either::Right(view! { <ul class="listing">{messages.into_iter().map(row).collect_view()}</ul> })
}

#[allow(
    clippy::disallowed_methods,
    reason = "what tertulia::markup wrote, which holds nothing that people wrote unescaped"
)]
fn text(content: Option<String>, html: Option<String>) -> impl IntoView {
    match html {
        Some(html) => Either::Left(view! { <div class="message__text markup" dir="auto" inner_html=html></div> }),
        None => Either::Right(view! { <p class="message__text" dir="auto">{content}</p> }),
    }
}
