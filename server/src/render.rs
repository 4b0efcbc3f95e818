//! What a caller wants made of the messages that are answered with.

use serde::{Deserialize, Deserializer};
use tertulia::{api::Message, markup};
use utoipa::{IntoParams, ToSchema};

/// What to make of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Render {
    /// Nothing.
    #[default]
    Source,
    /// Each has its HTML beside its text, where that is more than the text.
    Html,
}

/// In the query.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct RenderParams {
    /// `html`: messages have `html` beside `content`. Any other value is ignored.
    #[param(value_type = Option<String>, example = "html")]
    render: Render,
}

/// A value that is unknown here, of a later version perhaps, asks for nothing.
impl<'de> Deserialize<'de> for Render {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Ok(if name == "html" { Self::Html } else { Self::Source })
    }
}

impl Render {
    /// Fills in what was asked for.
    pub fn all(self, messages: &mut [Message]) {
        if self == Self::Html {
            markup::render(messages);
        }
    }
}

impl RenderParams {
    /// Fills in what was asked for.
    pub fn all(self, messages: &mut [Message]) {
        self.render.all(messages);
    }

    /// The message with what was asked for.
    pub fn one(self, mut message: Message) -> Message {
        self.render.all(std::slice::from_mut(&mut message));
        message
    }
}
