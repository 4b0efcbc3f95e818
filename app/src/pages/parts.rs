//! What several pages share and only the server renders: frames, forms, sentences. One component per file.

pub mod busy;
pub mod cover;
pub mod error_page;
pub mod field;
pub mod groups;
pub mod held_text;
pub mod language_switch;
pub mod loading;
pub mod member_row;
pub mod notice;
pub mod page_layout;
pub mod page_title;
pub mod post_form;
pub mod room_layout;
pub mod sign_out_form;
pub mod submit_button;
pub mod wordmark;

pub use busy::Busy;
pub use cover::Cover;
pub use error_page::ErrorPage;
pub use field::Field;
pub use groups::Groups;
pub use held_text::HeldText;
pub use language_switch::LanguageSwitch;
pub use loading::Loading;
pub use member_row::MemberRow;
pub use notice::Notice;
pub use page_layout::{PageLayout, SkipLink};
pub use page_title::PageTitle;
pub use post_form::PostForm;
pub use room_layout::RoomLayout;
pub use sign_out_form::SignOutForm;
pub use submit_button::SubmitButton;
pub use wordmark::Wordmark;
