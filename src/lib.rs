//! The app of Pledgebook: reads a feed's copy in the browser. Pages are functions of the catalogue and the address;
//! the browser's APIs stay behind `browser`, the domain is `pledgebook-core`.

pub mod app;
pub mod browser;
pub mod components;
pub mod pages;
pub mod signals;
pub mod state;
pub mod view;
pub mod words;
