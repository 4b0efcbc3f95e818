//! What happens between people: the stories that the contract tells.

mod catch_up;
mod endings;
mod half_open;
mod order;
mod presence;
mod sending;
mod slow;
