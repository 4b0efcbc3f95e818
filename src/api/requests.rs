//! What clients send.

use serde::{Deserialize, Serialize};

use crate::{
    group::Role,
    ids::{ClientMessageId, Seq},
};

/// `POST …/accounts`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewAccount {
    /// The address to sign in with: something on either side of an `@`.
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 3, max_length = 254, pattern = r"^[^\s@\x00-\x1f\x7f-\x9f]+@[^\s@\x00-\x1f\x7f-\x9f]+$")
    )]
    pub email: String,
    /// 8 to 256 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 8, max_length = 256, format = Password))]
    pub password: String,
    /// Given names; may be empty.
    #[cfg_attr(feature = "openapi", schema(max_length = 60, pattern = r"^[^\x00-\x1f\x7f-\x9f]*$"))]
    pub full_name: String,
    /// Last name.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 60, pattern = r"^[^\x00-\x1f\x7f-\x9f]*$"))]
    pub last_name: String,
}

/// `POST …/sessions`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Credentials {
    /// The address signed up with.
    pub email: String,
    /// Its password.
    #[cfg_attr(feature = "openapi", schema(format = Password))]
    pub password: String,
}

/// `POST …/me/password`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordChange {
    /// The password until now.
    #[cfg_attr(feature = "openapi", schema(format = Password))]
    pub current_password: String,
    /// The password from now on: 8 to 256 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 8, max_length = 256, format = Password))]
    pub new_password: String,
}

/// `POST …/groups`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewGroup {
    /// 1 to 80 characters, one of them visible.
    #[cfg_attr(
        feature = "openapi",
        schema(
            min_length = 1,
            max_length = 80,
            pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
        )
    )]
    pub name: String,
    /// At most 500 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 500, pattern = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$"))]
    pub description: String,
}

/// `POST …/groups/join`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinGroup {
    /// As a member gave it: only letters and digits count, in either case, and a whole invitation link is as good.
    /// (The pattern is the plain form of it.)
    #[cfg_attr(feature = "openapi", schema(pattern = r"^[ -]*([2-9A-HJ-KM-NP-Za-hj-km-np-z][ -]*){10}$"))]
    pub invite_code: String,
}

/// `PATCH …/members/{user_id}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleChange {
    /// `owner` hands the group over: the owner until now becomes a moderator.
    pub role: Role,
}

/// `POST …/messages`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewMessage {
    /// Its text.
    #[cfg_attr(feature = "openapi", schema(schema_with = text_of_a_message))]
    pub content: String,
    /// Names the message, so that sending it again stores nothing. The server makes one where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientMessageId>,
    /// The seq of the message answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Seq>,
    /// Ignored unless it names somebody else than the caller: then the message is refused (`sender_mismatch`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_id: Option<String>,
    /// Whether it is a question.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub question: bool,
}

/// `PUT …/answer`. Without a body `DELETE …/answer` takes back whatever is the answer.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MarkedAnswer {
    /// The seq of the message that answers the question.
    pub answer_seq: Seq,
}

/// `PATCH …/messages/{seq}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageEdit {
    /// The new text.
    #[cfg_attr(feature = "openapi", schema(schema_with = text_of_a_message))]
    pub content: String,
}

/// The schema of what somebody writes. (One that is derived takes its pattern only as a literal, once for each field.)
#[cfg(feature = "openapi")]
fn text_of_a_message() -> utoipa::openapi::Object {
    /// Neither a control character, other than tab and line feed, nor nothing visible.
    const PATTERN: &str =
        r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*[^\s\x00-\x08\x0b-\x1f\x7f-\x9f][^\x00-\x08\x0b-\x1f\x7f-\x9f]*$";
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .description(Some("1 to 10 000 characters after trimming, one of them visible."))
        .min_length(Some(1))
        .max_length(Some(crate::message::CONTENT_MAX))
        .pattern(Some(PATTERN))
        .build()
}
