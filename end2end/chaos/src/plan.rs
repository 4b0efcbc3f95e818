//! What a seed decides: every fault with its moment, and what each device does one after the other. It is drawn from the seed
//! alone and not from what happens, so a seed repeats it. Which connection or message a number picks, and how threads and
//! network interleave, is the run's own.

mod faults;
mod script;

pub(crate) use faults::{ConnectionFault, Due, How, ServerFault, Side, Way, connection_faults, server_faults};
pub(crate) use script::{Action, Script, Step};
