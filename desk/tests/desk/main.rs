//! The desk as its users meet it: folders of records in, feeds out, and the real command where processes matter.

#![allow(clippy::expect_used, reason = "a test that cannot go on has failed; this also holds for what it calls")]

mod carrying;
mod check;
mod comparing;
mod crash;
mod deciding;
mod flagging;
mod generating;
mod importing;
mod importing_again;
mod importing_tables;
mod keeping;
mod listing;
mod moderating;
mod oddities;
mod properties;
mod publishing;
mod removing;
mod schemas;
mod serving;
mod single;
mod sources;
mod support;
