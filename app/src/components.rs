//! What several pages share, one component per file.

pub mod error_page;
pub mod face;
pub mod loading;
pub mod sign_in_first;

pub use error_page::ErrorPage;
pub use face::{Face, hue_class, initials};
pub use loading::Loading;
pub use sign_in_first::sign_in_path;
