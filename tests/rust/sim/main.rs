//! The simulation as a host of several instances. The models are small, and what must come of them is
//! written by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must say so")]

mod called;
mod jobs;
mod model;
mod payloads;
mod pools;
mod requests;
mod scripts;
mod signals;
mod story;
