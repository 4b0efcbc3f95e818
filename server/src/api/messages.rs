//! `/api/v1/groups/{id}/messages`

use axum::{Json, extract::State};
use http::StatusCode;
use serde::Deserialize;
use tertulia::{
    api::{Message, MessageEdit, NewMessage, PAGE_DEFAULT, PAGE_MAX, Page, PageQuery},
    ids::{GroupId, Seq},
};
use utoipa::{
    IntoParams,
    openapi::{
        Ref, Required,
        path::{Parameter, ParameterBuilder, ParameterIn, ParameterStyle},
        schema::{AdditionalProperties, ObjectBuilder, OneOfBuilder, Type},
    },
};

use crate::{
    AppState,
    extract::{Body, CurrentUser, PathParams, QueryParams},
    metrics,
    problem::{Problem, Refused, RefusedReading},
    render::{Render, RenderParams},
};

/// Which page. At most one of `before`, `after` and `around`; without one, the newest.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct PageParams {
    /// How many messages: 1 to 100.
    limit: Option<u32>,
    /// Messages with a lower seq, nearest first to it.
    before: Option<u64>,
    /// Messages with a higher seq, nearest first to it.
    after: Option<u64>,
    /// Messages on both sides.
    around: Option<u64>,
    /// Whether to make HTML of them.
    #[serde(default)]
    render: Render,
}

/// One object whose members are the parameters (`form`, exploded): parameters by themselves cannot exclude each other.
impl IntoParams for PageParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let directions = [
            (None, "The newest messages"),
            (Some("before"), "Messages with a lower seq, nearest first to it"),
            (Some("after"), "Messages with a higher seq, nearest first to it"),
            (Some("around"), "Messages on both sides of a seq"),
        ];
        let pages =
            directions.into_iter().fold(OneOfBuilder::new(), |pages, (name, what)| pages.item(page(name, what)));
        let parameter = ParameterBuilder::new()
            .name("page")
            .parameter_in(ParameterIn::Query)
            .required(Required::False)
            .style(Some(ParameterStyle::Form))
            .explode(Some(true))
            .description(Some("Which page: `?limit=20&before=117`, say"))
            .schema(Some(pages));
        vec![parameter.build()]
    }
}

/// The parameters of a page in a direction.
fn page(direction: Option<&str>, what: &str) -> ObjectBuilder {
    let limit = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .description(Some("How many messages"))
        .minimum(Some(1))
        .maximum(Some(PAGE_MAX))
        .default(Some(PAGE_DEFAULT.into()));
    let render = ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some("`html`: messages have `html` beside `content`. Any other value is ignored"));
    let page = ObjectBuilder::new()
        .description(Some(what))
        .property("limit", limit)
        .property("render", render)
        .additional_properties(Some(AdditionalProperties::FreeForm(false)));
    match direction {
        Some(name) => page.property(name, Ref::from_schema_name("Seq")).required(name),
        None => page,
    }
}

impl PageParams {
    /// The page and its size.
    ///
    /// # Errors
    /// Two directions at once, or a limit that is not 1 to 100.
    pub fn read(self) -> Result<(PageQuery, u32), Problem> {
        let limit = self.limit.unwrap_or(PAGE_DEFAULT);
        if !(1..=PAGE_MAX).contains(&limit) {
            return Err(Problem::invalid("limit is 1 to 100"));
        }
        let query = match (self.before, self.after, self.around) {
            (None, None, None) => PageQuery::Newest,
            (Some(seq), None, None) => PageQuery::Before(Seq(seq)),
            (None, Some(seq), None) => PageQuery::After(Seq(seq)),
            (None, None, Some(seq)) => PageQuery::Around(Seq(seq)),
            _ => return Err(Problem::invalid("before, after and around exclude each other")),
        };
        Ok((query, limit))
    }
}

/// A page of messages, oldest first.
#[utoipa::path(get, path = "/api/v1/groups/{id}/messages", tag = "messages",
    params(("id" = GroupId, Path, description = "The group"), PageParams),
    responses((status = OK, description = "The page", body = Page), RefusedReading))]
pub async fn list(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams(group): PathParams<GroupId>,
    QueryParams(params): QueryParams<PageParams>,
) -> Result<Json<Page>, Problem> {
    let (query, limit) = params.read()?;
    let mut page = app.engine.page(&who, group, query, limit).await?;
    params.render.all(&mut page.messages);
    Ok(Json(page))
}

/// Stores a message, then tells everybody in the group: the same path as the socket's.
#[utoipa::path(post, path = "/api/v1/groups/{id}/messages", tag = "messages", request_body = NewMessage,
    params(("id" = GroupId, Path, description = "The group"), RenderParams),
    responses(
        (status = CREATED, description = "The message, stored", body = Message),
        (status = OK, description = "A repeat: the message as first stored", body = Message),
        Refused))]
pub async fn create(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams(group): PathParams<GroupId>,
    QueryParams(render): QueryParams<RenderParams>,
    Body(new): Body<NewMessage>,
) -> Result<(StatusCode, Json<Message>), Problem> {
    let sent = app.engine.send(&who, group, new).await?;
    if sent.duplicate {
        return Ok((StatusCode::OK, Json(render.one(sent.message))));
    }
    metrics::message_sent();
    Ok((StatusCode::CREATED, Json(render.one(sent.message))))
}

/// Changes the text of one's own message.
#[utoipa::path(patch, path = "/api/v1/groups/{id}/messages/{seq}", tag = "messages", request_body = MessageEdit,
    params(("id" = GroupId, Path, description = "The group"), ("seq" = Seq, Path, description = "The message's seq"), RenderParams),
    responses((status = OK, description = "The message, changed", body = Message), Refused))]
pub async fn edit(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams((group, seq)): PathParams<(GroupId, Seq)>,
    QueryParams(render): QueryParams<RenderParams>,
    Body(edit): Body<MessageEdit>,
) -> Result<Json<Message>, Problem> {
    Ok(Json(render.one(app.engine.edit(&who, group, seq, &edit.content).await?)))
}

/// Deletes one's own message; moderators and the owner delete anybody's. Deleting again changes nothing.
#[utoipa::path(delete, path = "/api/v1/groups/{id}/messages/{seq}", tag = "messages",
    params(("id" = GroupId, Path, description = "The group"), ("seq" = Seq, Path, description = "The message's seq")),
    responses((status = NO_CONTENT, description = "Deleted"), Refused))]
pub async fn delete(
    State(app): State<AppState>,
    CurrentUser(who): CurrentUser,
    PathParams((group, seq)): PathParams<(GroupId, Seq)>,
) -> Result<StatusCode, Problem> {
    app.engine.delete(&who, group, seq).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_exclude_each_other_and_the_limit_is_bounded() {
        let read = |params: PageParams| params.read().ok();
        assert_eq!(read(PageParams::default()), Some((PageQuery::Newest, 50)));
        let before = PageParams { before: Some(7), limit: Some(100), ..PageParams::default() };
        assert_eq!(read(before), Some((PageQuery::Before(Seq(7)), 100)));
        assert_eq!(read(PageParams { after: Some(7), ..before }), None);
        assert_eq!(read(PageParams { limit: Some(0), ..before }), None);
        assert_eq!(read(PageParams { limit: Some(101), ..before }), None);
    }
}
