//! One file per page.

mod entrance;
pub mod group;
pub mod groups;
pub mod join;
pub mod members;
pub mod not_found;
pub mod sign_in;
pub mod sign_up;
pub mod welcome;

pub use group::GroupPage;
pub use groups::GroupsPage;
pub use join::JoinPage;
pub use members::MembersPage;
pub use not_found::NotFoundPage;
pub use sign_in::SignInPage;
pub use sign_up::SignUpPage;
pub use welcome::WelcomePage;
