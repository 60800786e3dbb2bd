//! The desk: turns records into a feed, makes up records for trying things out, serves site and feed, and takes flags. A library,
//! so that tests can call what the `desk` command does.

pub mod cli;
pub mod clock;
pub mod flags;
pub mod generate;
pub mod publish;
pub mod records;
pub mod serve;
