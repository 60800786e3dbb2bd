//! Timelines: what is known of the dates of pledges, and where each date stands on one axis, as precisely as it is given
//! and no more. The words beside a chart, the chart in the page and the saved picture are made from the same facts.

mod axis;
mod facts;
mod picture;
mod shape;
mod strokes;

pub use axis::{Axis, Tick};
pub use facts::{Dates, Fact, What};
pub use picture::{Picture, PictureRow, picture};
pub use shape::{End, Shape};
pub use strokes::{Form, Stroke, drawn, strokes};

/// Beyond this place on an axis, in per cent, a label stands before its mark.
pub const TURN: f64 = 65.0;

/// Below this many dated marks an axis says less than the words.
pub const LEAST: usize = 3;

#[cfg(test)]
mod tests;
