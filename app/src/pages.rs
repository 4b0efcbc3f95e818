//! One file per page. The server renders them; what lives in the browser is in [`islands`](crate::islands).

pub mod another_person;
mod entrance;
pub mod group;
pub mod groups;
pub mod join;
pub mod lists;
pub mod members;
pub mod not_found;
pub mod parts;
pub mod sign_in;
pub mod sign_up;
pub mod welcome;

pub use another_person::AnotherPersonPage;
pub use group::GroupPage;
pub use groups::GroupsPage;
pub use join::JoinPage;
pub use lists::{PinsPage, QuestionsPage};
pub use members::MembersPage;
pub use not_found::NotFoundPage;
pub use parts::{Busy, Cover};
pub use sign_in::SignInPage;
pub use sign_up::SignUpPage;
pub use welcome::WelcomePage;
