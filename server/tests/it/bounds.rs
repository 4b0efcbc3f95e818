//! Every list and every wait has a bound, and so has whatever else could grow.

mod connections;
mod lists;
mod pages;
mod sockets;
mod waits;

use engine::Limits;

use crate::harness::Options;

fn with(limits: &str) -> Options {
    let limits: Limits = limits.parse().expect("valid");
    Options { limits, ..Options::default() }
}
