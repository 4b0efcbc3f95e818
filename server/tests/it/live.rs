//! What happens between people: one story after the other.

mod catch_up;
mod endings;
mod half_open;
mod order;
mod presence;
mod sending;
mod slow;
