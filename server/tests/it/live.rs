//! What happens between people: the stories that the contract tells.

mod catch_up;
mod endings;
mod presence;
mod sending;
