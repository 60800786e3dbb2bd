//! A shape as the strokes that draw it, the same in the page and in a saved picture: places across in per cent of the axis,
//! places down in units of a row that is 36 high. What they mean is said by their classes.

use super::{Axis, End, Fact, Shape, What};
use crate::model::Completion;

/// The least width of a span, in per cent: narrower ones could not be told from a line.
const LEAST_WIDTH: f64 = 1.2;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 24.0;
/// The middle of a row.
const MIDDLE: f64 = 18.0;
/// The room that a sign needs: across in per cent, and down.
const ROOM: (f64, f64) = (4.5, 12.0);

/// What a stroke is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Form {
    /// A line.
    Line,
    /// A filled rectangle.
    Area,
    /// A path in units around its place; it turns with the script's direction.
    Path(&'static str),
    /// The sign of what a report says.
    Sign(Completion),
}

/// One stroke.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stroke {
    /// What it is.
    pub form: Form,
    /// What it means: `made`, `day`, `span`, `known`, `edge`, `since`, `removed`, `said`.
    pub class: &'static str,
    /// From where to where across.
    pub x: (f64, f64),
    /// From where to where down.
    pub y: (f64, f64),
}

fn line(class: &'static str, x: (f64, f64), y: (f64, f64)) -> Stroke {
    Stroke { form: Form::Line, class, x, y }
}

fn path(class: &'static str, path: &'static str, x: f64) -> Stroke {
    Stroke { form: Form::Path(path), class, x: (x, x), y: (MIDDLE, MIDDLE) }
}

/// What stands on the axis of a row's facts, each with its strokes. Signs that would cover each other stand above and below:
/// two reports of one day are two, and both are seen.
pub fn drawn<'a>(facts: &'a [Fact], axis: &Axis) -> Vec<(&'a Fact, Vec<Stroke>)> {
    let mut signs: Vec<(f64, f64)> = Vec::new();
    let mut row = Vec::new();
    for fact in facts {
        let Some(shape) = Shape::of(fact, axis) else { continue };
        let mut strokes = strokes(&fact.what, shape);
        if let Some(sign) = strokes.iter_mut().find(|s| matches!(s.form, Form::Sign(_))) {
            let (x, y) = free(&signs, sign.x.0);
            signs.push((x, y));
            (sign.x, sign.y) = ((x, x), (y, y));
        }
        row.push((fact, strokes));
    }
    row
}

/// The place nearest to another where a sign covers no other.
fn free(signs: &[(f64, f64)], x: f64) -> (f64, f64) {
    let is_free = |x: f64, y: f64| signs.iter().all(|(a, b)| (a - x).abs() >= ROOM.0 || (b - y).abs() >= ROOM.1);
    let levels = [MIDDLE, MIDDLE - ROOM.1, MIDDLE + ROOM.1];
    // Beside the others only when there is no room above and below.
    let steps = (0..=signs.len()).flat_map(|n| {
        #[allow(clippy::cast_precision_loss)]
        let step = n as f64 * ROOM.0;
        [x + step, x - step]
    });
    let mut places = steps.filter(|x| (0.0..=100.0).contains(x)).flat_map(|x| levels.map(|y| (x, y)));
    places.find(|(x, y)| is_free(*x, *y)).unwrap_or((x, MIDDLE))
}

/// The strokes of a fact's shape by itself, as in a key.
pub fn strokes(what: &What, shape: Shape) -> Vec<Stroke> {
    match what {
        What::Made => upright(shape, ["made", "made rough"], (10.0, 26.0)),
        What::Submitted => upright(shape, ["day", "day rough"], (7.0, 29.0)),
        What::Since(_) => around(shape, |x| path("since", "M5 -10H0V10H5", x)),
        What::Removed => around(shape, |x| path("removed", "M-4 -10H4M0 -10V10M-4 10H4", x)),
        What::Withdrawn => around(shape, |x| path("removed withdrawn", "M-4 -10H4M0 -10V10M-4 10H4", x)),
        What::Report(completion, _) => {
            let sign = Form::Sign(*completion);
            around(shape, |x| Stroke { form: sign, class: "sign", x: (x, x), y: (MIDDLE, MIDDLE) })
        }
        What::Period => period(shape),
    }
}

/// A date that is a line: of a day one that is solid; of a month or a year the two dashed edges of the time that it can
/// mean, and nothing between them that could be taken for a day.
fn upright(shape: Shape, [known, rough]: [&'static str; 2], y: (f64, f64)) -> Vec<Stroke> {
    let (start, end) = match shape {
        Shape::Day(x) => return vec![line(known, (x, x), y)],
        Shape::Span(start, end, ..) | Shape::EndAlone(start, end) => at_least(start, end),
    };
    let edge = |x: f64| line(rough, (x, x), y);
    vec![line("said", (start, end), (MIDDLE, MIDDLE)), edge(start), edge(end)]
}

/// A date that is a sign: where it is a month or a year the sign stands in the middle of that time, whose edges are dashed.
fn around(shape: Shape, mark: impl Fn(f64) -> Stroke) -> Vec<Stroke> {
    let mut strokes = Vec::new();
    if let Shape::Span(start, end, ..) | Shape::EndAlone(start, end) = shape {
        let (start, end) = at_least(start, end);
        strokes.push(line("said", (start, end), (MIDDLE, MIDDLE)));
        strokes.extend([start, end].map(|x| line("edge", (x, x), (TOP, BOTTOM))));
    }
    strokes.push(mark(shape.middle()));
    strokes
}

fn period(shape: Shape) -> Vec<Stroke> {
    let upright = |class, x: f64| line(class, (x, x), (TOP, BOTTOM));
    match shape {
        Shape::Day(x) => vec![line("day", (x, x), (TOP, BOTTOM))],
        Shape::EndAlone(start, end) => {
            let (start, end) = at_least(start, end);
            let area = Stroke { form: Form::Area, class: "span", x: (start, end), y: (TOP, BOTTOM) };
            vec![area, upright("edge", start), upright("edge", end)]
        }
        Shape::Span(start, end, begin, finish) => {
            let (start, end) = at_least(start, end);
            let open = begin == End::Open || finish == End::Open;
            let side = if open { "edge" } else { "known" };
            let mut strokes = vec![
                Stroke { form: Form::Area, class: "span", x: (start, end), y: (TOP, BOTTOM) },
                line(side, (start, end), (TOP, TOP)),
                line(side, (start, end), (BOTTOM, BOTTOM)),
            ];
            for (x, how) in [(start, begin), (end, finish)] {
                match how {
                    End::Day => strokes.push(upright("known", x)),
                    End::Rough => strokes.push(upright("edge", x)),
                    End::Open => {}
                }
            }
            strokes
        }
    }
}

fn at_least(start: f64, end: f64) -> (f64, f64) {
    if end - start >= LEAST_WIDTH {
        return (start, end);
    }
    let start = (f64::midpoint(start, end) - LEAST_WIDTH / 2.0).clamp(0.0, 100.0 - LEAST_WIDTH);
    (start, start + LEAST_WIDTH)
}
