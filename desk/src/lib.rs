//! The desk: turns records into a feed, makes up records for trying things out, serves site and feed, takes flags, and is where moderators decide. A library,
//! so that tests can call what the `desk` command does.

pub mod bundle;
pub mod check;
pub mod cli;
pub mod clock;
pub mod csv_out;
mod dense;
pub mod diff;
pub mod flags;
pub mod generate;
pub mod import;
pub mod keys;
pub mod office;
pub mod progress;
pub mod publish;
pub mod records;
pub mod round;
pub mod serve;
pub mod single;
pub mod whole;
pub mod words;
