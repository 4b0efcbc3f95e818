//! The program over real HTTP and real sockets, on port 0, with a database in memory. Modules mirror the addresses.
//!
//! "Table n" in a test's doc is row n of the table in docs/promise.md.

mod api;
mod borders;
mod bounds;
mod commands;
mod disk;
mod functions;
mod harness;
mod headers;
mod http;
mod live;
mod markup;
mod names;
mod openapi;
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
mod target;
