//! The three addresses of the socket, frame by frame.

mod admission;
mod flood;
mod frames;
mod keep_alive;
mod rfc6455;
