//! The wide cell of a timeline: the axis, the marks of a pledge on it, and the key to them. Places are attributes in per
//! cent, so that the chart is as wide as its cell and no style stands in the page; from right to left they are counted
//! from the other side.

use pledgebook_core::{
    browse::{Catalogue, Deed},
    model::PartyId,
    timeline::{Axis, End, Fact, Form, Shape, Stroke, TURN, What, drawn, strokes},
};

use super::{Chart, sentences};
use crate::{
    components::{of_report, sign_of},
    view::{IntoNode, Node, each, el, nodes},
    words::Words,
};

#[derive(Clone, Copy)]
struct Side {
    rtl: bool,
}

impl Side {
    fn of(words: Words) -> Self {
        Self { rtl: words.language().dir() == "rtl" }
    }

    fn x(self, place: f64) -> String {
        format!("{:.2}%", if self.rtl { 100.0 - place } else { place })
    }

    fn line(self, class: &'static str, x: (f64, f64), y: (String, String)) -> Node {
        el("line").attr("class", class).attr("x1", self.x(x.0)).attr("x2", self.x(x.1)).attr("y1", y.0).attr("y2", y.1)
    }

    fn upright(self, class: &'static str, place: f64) -> Node {
        self.line(class, (place, place), ("0".to_owned(), "100%".to_owned()))
    }

    fn text(self, place: f64, dx: f64, y: &'static str, anchor: &'static str, text: String) -> Node {
        let dx = if self.rtl { -dx } else { dx };
        el("text")
            .attr("x", self.x(place))
            .attr("dx", dx.to_string())
            .attr("y", y)
            .attr("text-anchor", anchor)
            .attr("direction", if self.rtl { "rtl" } else { "ltr" })
            .with(text)
    }

    /// A place of its own for something that is measured in units.
    fn at(self, stroke: &Stroke, class: &'static str, inside: Node) -> Node {
        el("svg")
            .attr("class", class)
            .attr("x", self.x(stroke.x.0))
            .attr("y", stroke.y.0.to_string())
            .attr("width", "1")
            .attr("height", "1")
            .attr("overflow", "visible")
            .attr("aria-hidden", "true")
            .with(inside)
    }

    fn stroke(self, stroke: &Stroke) -> Node {
        let class = stroke.class;
        match stroke.form {
            Form::Line => self.line(class, stroke.x, (stroke.y.0.to_string(), stroke.y.1.to_string())),
            Form::Area => {
                let x = if self.rtl { stroke.x.1 } else { stroke.x.0 };
                el("rect")
                    .attr("class", class)
                    .attr("x", self.x(x))
                    .attr("width", format!("{:.2}%", stroke.x.1 - stroke.x.0))
                    .attr("y", stroke.y.0.to_string())
                    .attr("height", (stroke.y.1 - stroke.y.0).to_string())
            }
            Form::Path(d) => {
                let turned = self.rtl.then_some("scale(-1 1)");
                self.at(stroke, class, el("path").attr("d", d).attr("transform", turned))
            }
            Form::Sign(completion) => {
                let sign = el("use")
                    .attr("href", sign_of(of_report(completion)))
                    .attr("x", "-7")
                    .attr("y", "-7")
                    .attr("width", "14");
                let plate = el("circle").attr("r", "9");
                self.at(stroke, class, nodes((plate, sign.attr("height", "14"))))
            }
        }
    }
}

/// The names above the axis: Conferences, or years, and today.
pub(super) fn head(axis: &Axis, words: Words) -> Node {
    let side = Side::of(words);
    let ticks = each(axis.ticks.iter().filter(|t| t.named), |tick| {
        let number = tick.edition.as_ref().and_then(|e| e.number());
        nodes((
            number.map(|n| side.text(tick.place, 0.0, "31", "middle", n.to_string())),
            side.text(tick.place, 0.0, "49", "middle", tick.year.to_string()),
        ))
    });
    // Today has a line of its own, as a Conference may be near, and does not reach beyond the axis.
    let anchor = if axis.today > TURN { "end" } else { "middle" };
    let today = side.text(axis.today, 0.0, "12", anchor, words.tl_today()).attr("class", "today");
    nodes((el("span.vh").with(words.tl_dates()), el("svg.axis.top").attr("aria-hidden", "true").with((ticks, today))))
}

/// The dates of a pledge on the axis, each with its sentence.
pub(super) fn marks(deed: &Deed, axis: &Axis, of: Option<&PartyId>, catalogue: &Catalogue, words: Words) -> Node {
    let side = Side::of(words);
    let grid = each(&axis.ticks, |tick| side.upright("grid", tick.place));
    let facts = deed.dates.facts();
    let marks = each(drawn(&facts, axis), |(fact, strokes)| {
        el("g.it")
            .about(about(&fact.what))
            .attr("role", "img")
            .attr("aria-label", sentences::mark(fact, deed, of, catalogue, words))
            .attr("tabindex", "-1")
            .with(each(&strokes, |stroke| side.stroke(stroke)))
    });
    let made = facts.iter().find(|f| f.what == What::Made).filter(|_| !facts.iter().any(Fact::is_dated));
    let label = made.and_then(|made| Shape::of(made, axis)).map(|shape| {
        let place = shape.middle();
        let (dx, anchor) = if place > TURN { (-8.0, "end") } else { (8.0, "start") };
        side.text(place, dx, "22.5", anchor, words.tl_no_dates()).attr("aria-hidden", "true")
    });
    el("svg.axis").attr("role", "group").attr("aria-label", sentences::title(deed, words)).with((
        grid,
        side.upright("now", axis.today),
        marks,
        label,
    ))
}

/// What tells a mark from the others of its pledge.
fn about(what: &What) -> String {
    match what {
        What::Made => "made".to_owned(),
        What::Submitted => "submitted".to_owned(),
        What::Period => "period".to_owned(),
        What::Since(who) => format!("since {who}"),
        What::Report(_, n) => format!("report {n}"),
        What::Removed => "removed".to_owned(),
        What::Withdrawn => "withdrawn".to_owned(),
    }
}

/// What the marks mean: of those that the chart has.
pub(super) fn key(chart: &Chart, words: Words) -> Node {
    let Some(axis) = &chart.axis else { return nodes(Vec::new()) };
    let facts: Vec<Fact> = chart.facts().collect();
    let shape = |f: &Fact| Shape::of(f, axis);
    let has = |is: &dyn Fn(&Fact) -> bool| facts.iter().any(|f| is(f) && shape(f).is_some());
    let period = |f: &Fact, is: fn(Shape) -> bool| f.what == What::Period && shape(f).is_some_and(is);
    let rough = Shape::Span(4.0, 96.0, End::Rough, End::Rough);
    let of_days = Shape::Span(4.0, 96.0, End::Day, End::Day);
    let open = Shape::Span(4.0, 96.0, End::Day, End::Open);
    let who =
        chart.groups.iter().flat_map(|g| &g.deeds).find_map(|d| d.dates.since.first()).map(|(who, _)| who.clone());
    let entries = [
        (has(&|f| f.what == What::Made), What::Made, Shape::Day(50.0), words.tl_key_made()),
        (has(&|f| f.what == What::Submitted), What::Submitted, Shape::Day(50.0), words.tl_key_submitted()),
        (has(&|f| period(f, is_of_days)), What::Period, of_days, words.tl_key_days()),
        (has(&|f| period(f, is_rough)), What::Period, rough, words.tl_key_rough()),
        (has(&|f| period(f, is_open)), What::Period, open, words.tl_key_open()),
        (has(&|f| period(f, is_end_alone)), What::Period, Shape::EndAlone(30.0, 70.0), words.tl_key_end()),
    ];
    let joined = who.map(|who| (true, What::Since(who), Shape::Day(50.0), words.tl_key_since()));
    let gone = [What::Removed, What::Withdrawn].map(|what| {
        let label = if what == What::Removed { words.tl_key_removed() } else { words.tl_key_withdrawn() };
        (has(&|f| f.what == what), what, Shape::Day(50.0), label)
    });
    let side = Side::of(words);
    let present = entries.into_iter().chain(joined).chain(gone).filter(|(present, ..)| *present);
    let reports = has(&|f| matches!(f.what, What::Report(..))).then(|| el("li").with(words.tl_key_report()));
    el("ul.key.note.tlkey").with((
        each(present, |(_, what, shape, label)| {
            let sample = each(&strokes(&what, shape), |stroke| side.stroke(stroke));
            let sample = el("svg.axis.k").attr("aria-hidden", "true").with(sample);
            el("li.prog").with((sample, el("span").with(label))).into_node()
        }),
        reports,
    ))
}

fn is_of_days(shape: Shape) -> bool {
    matches!(shape, Shape::Day(_) | Shape::Span(_, _, End::Day, End::Day))
}

fn is_rough(shape: Shape) -> bool {
    matches!(shape, Shape::Span(_, _, End::Rough, _) | Shape::Span(_, _, _, End::Rough))
}

fn is_open(shape: Shape) -> bool {
    matches!(shape, Shape::Span(_, _, End::Open, _) | Shape::Span(_, _, _, End::Open))
}

fn is_end_alone(shape: Shape) -> bool {
    matches!(shape, Shape::EndAlone(..))
}
