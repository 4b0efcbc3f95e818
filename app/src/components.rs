//! The small parts that islands are made of, and pages too; one component per file. What only the server renders is in
//! `pages::parts`.

pub mod avatar;
pub mod copy_field;
pub mod icon;
pub mod moment;
pub mod presence_signals;
pub mod room_head;
mod sentence;
mod sign_in_path;
pub mod text_area;

pub use avatar::{Avatar, hue_class, initials};
pub use copy_field::{CopyField, copy_link};
pub use icon::{Icon, IconName};
pub use moment::{Clock, Moment};
pub use presence_signals::PresenceSignals;
pub use room_head::RoomHead;
pub use sentence::sentence;
pub use sign_in_path::sign_in_path;
pub use text_area::TextArea;
