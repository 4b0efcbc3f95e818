//! The checker against a run with a planted fault: each must be found, by its name, and the run without one must pass.

mod stored;
mod told;

use super::{check, scene::scene};

#[test]
fn a_run_that_kept_every_promise_passes() {
    assert_eq!(check(&scene()), []);
}
