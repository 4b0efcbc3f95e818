//! The program over real HTTP and real sockets, on port 0, with a database in memory. Modules mirror the addresses.
//!
//! "Table n" in a test's doc is test n of the reliability table that the contract was written against.

mod api;
mod bounds;
mod commands;
mod disk;
mod harness;
mod headers;
mod http;
mod live;
mod markup;
mod ops;
mod origin;
mod pages;
mod person;
mod process;
mod reading;
mod redirects;
mod refused_forms;
mod socket;
mod study_groups;
