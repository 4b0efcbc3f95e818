//! How the answers of server functions are spelt.

use leptos::server_fn::{
    Bytes, ContentType, Decodes, Encodes, Format, FormatType,
    codec::{JsonEncoding, Post},
};
use serde::{Serialize, de::DeserializeOwned};
use tertulia::json;

/// As an `output` of a server function: JSON, like [`Json`](leptos::server_fn::codec::Json).
pub type TextJson = Post<TextJsonEncoding>;

/// The same JSON as [`JsonEncoding`], read as a text and not as bytes. Frames and islands' props are texts, and whatever serde
/// reads from both is twice in what the browser loads.
#[derive(Debug)]
pub struct TextJsonEncoding;

impl ContentType for TextJsonEncoding {
    const CONTENT_TYPE: &'static str = JsonEncoding::CONTENT_TYPE;
}

impl FormatType for TextJsonEncoding {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for TextJsonEncoding {
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<Bytes, Self::Error> {
        serde_json::to_vec(value).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for TextJsonEncoding {
    type Error = serde_json::Error;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        // What is no UTF-8 is no JSON either.
        json::from_str(std::str::from_utf8(&bytes).unwrap_or_default())
    }
}
