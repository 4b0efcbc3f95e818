//! The small parts that islands are made of, and pages too; one component per file. What only the server renders is in
//! `pages::parts`.

pub mod copy_field;
pub mod face;
pub mod here;
pub mod icon;
pub mod moment;
pub mod room_head;
mod sentence;
mod sign_in_path;
pub mod text_area;

pub use copy_field::CopyField;
pub use face::{Face, hue_class, initials};
pub use here::Here;
pub use icon::{Icon, Sign};
pub use moment::{Clock, Moment};
pub use room_head::RoomHead;
pub use sentence::sentence;
pub use sign_in_path::sign_in_path;
pub use text_area::TextArea;
