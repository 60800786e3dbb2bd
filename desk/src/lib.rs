//! The desk: turns records into a feed, makes up records for trying things out, and serves site and feed. A library,
//! so that tests can call what the `desk` command does.

pub mod cli;
pub mod clock;
pub mod generate;
pub mod publish;
pub mod records;
pub mod serve;
