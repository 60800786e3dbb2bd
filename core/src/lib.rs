//! The domain of Pledgebook: what pledges are, how the feed looks on the wire, how it is searched, browsed and
//! copied. Nothing here knows a browser, a clock, a file or a network: values in, values out.

pub mod browse;
pub mod changes;
pub mod codec;
pub mod feed;
pub mod flags;
pub mod intern;
pub mod model;
pub mod order;
pub mod route;
pub mod search;
pub mod sync;
pub mod timeline;
