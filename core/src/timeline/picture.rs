//! A timeline as a picture of its own (SVG): what is saved from a page and opens anywhere. It has the strokes of the page's
//! chart, with the same sentence for each mark, and brings its own colours and type.

use std::fmt::Write;

use super::{Axis, Fact, Form, Shape, Stroke, TURN, drawn};
use crate::model::Completion;

/// What a picture shows.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Picture {
    /// Its title, also its name for those who hear it.
    pub title: String,
    /// What stands below: the copy's date, where it is from.
    pub note: String,
    /// The word for today.
    pub today: String,
    /// The rows.
    pub rows: Vec<PictureRow>,
    /// Whether its script runs from right to left.
    pub rtl: bool,
}

/// A row of a picture.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PictureRow {
    /// What its group is called, in the first row of a group.
    pub group: Option<String>,
    /// The pledge's title.
    pub title: String,
    /// What the chart says, in words, a line each.
    pub words: Vec<String>,
    /// The facts, each with its sentence.
    pub facts: Vec<(Fact, String)>,
    /// What stands at the Conference where no date is given.
    pub label: Option<String>,
}

const WIDTH: f64 = 1120.0;
const MARGIN: f64 = 20.0;
/// Where the axis begins and how wide it is; where the words begin.
const AXIS: (f64, f64) = (370.0, 400.0);
const WORDS: f64 = 800.0;
/// The letters that a line has room for.
const TITLE_LETTERS: usize = 40;
const WORDS_LETTERS: usize = 42;
const LINE: f64 = 19.0;

const STYLE: &str = "text{font:13px 'Noto Sans','Segoe UI',Roboto,Arial,sans-serif;fill:#15201f}\
.t{font:15px 'Noto Serif',Charter,Cambria,Georgia,'Noto Naskh Arabic',serif}.h{font-size:22px}.g{font-weight:600}.q{fill:#485654}\
line,path{fill:none;stroke:#0a5362;stroke-width:1.5}.rule{stroke:#15201f;stroke-width:1}.grid{stroke:#ccd4d2;stroke-width:1}\
.now{stroke:#15201f;stroke-width:1;stroke-dasharray:1 3}.made{stroke:#15201f;stroke-width:2.5}.day,.since{stroke-width:2}\
.edge,.rough{stroke-dasharray:3 2.5}.span{fill:#d5e5e6;fill-opacity:.7}.said{stroke:#6c7a78;stroke-dasharray:2 2.5}.removed{stroke:#96154c;stroke-width:2}\
.withdrawn{stroke-dasharray:3 2}.sign{color:#15201f}";

const SIGNS: &str = "<defs><symbol id=\"s-completed\" viewBox=\"0 0 16 16\"><circle cx=\"8\" cy=\"8\" r=\"7\"/><path d=\"m4.7 8.3 2.3 2.3 4.3-4.9\" style=\"stroke:#fff;stroke-width:1.7\"/></symbol>\
<symbol id=\"s-not\" viewBox=\"0 0 16 16\"><circle cx=\"8\" cy=\"8\" r=\"6.2\" fill=\"#fff\" stroke=\"#15201f\" stroke-width=\"1.6\"/></symbol>\
<symbol id=\"s-said\" viewBox=\"0 0 16 16\"><circle cx=\"8\" cy=\"8\" r=\"6.2\" fill=\"#fff\" stroke=\"#15201f\" stroke-width=\"1.6\"/><circle cx=\"8\" cy=\"8\" r=\"2.3\"/></symbol></defs>";

/// The picture of a timeline; without an axis it has its words alone.
pub fn picture(of: &Picture, axis: Option<&Axis>) -> String {
    let mut pen = Pen { out: String::new(), rtl: of.rtl, y: 56.0 };
    pen.text("h t", MARGIN, 36.0, &of.title);
    if let Some(axis) = axis {
        pen.head(axis, &of.today);
    }
    for row in &of.rows {
        pen.row(row, axis);
    }
    pen.rule();
    pen.y += 26.0;
    pen.text("q", MARGIN, pen.y, &of.note);
    let height = pen.y + MARGIN;
    let (title, body) = (escaped(&of.title), pen.out);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" \
         aria-label=\"{title}\"><title>{title}</title><style>{STYLE}</style>{SIGNS}\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>{body}</svg>\n"
    )
}

/// Draws from top to bottom; across, everything is mirrored where the script runs from right to left.
struct Pen {
    out: String,
    rtl: bool,
    y: f64,
}

impl Pen {
    fn x(&self, x: f64) -> f64 {
        if self.rtl { WIDTH - x } else { x }
    }

    fn on_axis(&self, place: f64) -> f64 {
        self.x(AXIS.0 + AXIS.1 * place / 100.0)
    }

    /// Writing to a string cannot fail.
    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        let _: std::fmt::Result = self.out.write_fmt(text);
    }

    fn text(&mut self, class: &str, x: f64, y: f64, text: &str) {
        self.anchored(class, (self.x(x), y), "start", text);
    }

    fn anchored(&mut self, class: &str, (x, y): (f64, f64), anchor: &str, text: &str) {
        let direction = if self.rtl { "rtl" } else { "ltr" };
        let text = escaped(text);
        self.put(format_args!(
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" direction=\"{direction}\">{text}</text>"
        ));
    }

    fn line(&mut self, class: &str, x: (f64, f64), y: (f64, f64)) {
        self.put(format_args!(
            "<line class=\"{class}\" x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{:.1}\" y2=\"{:.1}\"/>",
            x.0, x.1, y.0, y.1
        ));
    }

    fn rule(&mut self) {
        self.line("rule", (MARGIN, WIDTH - MARGIN), (self.y, self.y));
    }

    /// The names above the axis.
    fn head(&mut self, axis: &Axis, today: &str) {
        for tick in axis.ticks.iter().filter(|t| t.named) {
            let x = self.on_axis(tick.place);
            if let Some(number) = tick.edition.as_ref().and_then(|e| e.number()) {
                self.anchored("q", (x, self.y + 12.0), "middle", &number.to_string());
            }
            self.anchored("q", (x, self.y + 28.0), "middle", &tick.year.to_string());
        }
        let x = self.on_axis(axis.today);
        self.anchored("g", (x, self.y - 4.0), "middle", today);
        self.y += 36.0;
    }

    fn row(&mut self, row: &PictureRow, axis: Option<&Axis>) {
        if let Some(group) = &row.group {
            self.rule();
            self.text("g", MARGIN, self.y + 22.0, group);
            self.y += 30.0;
        }
        let (title, words) =
            (wrapped(&row.title, TITLE_LETTERS), row.words.iter().flat_map(|w| wrapped(w, WORDS_LETTERS)));
        let words: Vec<String> = words.collect();
        for (class, x, lines) in [("t", MARGIN, &title), ("w", if axis.is_some() { WORDS } else { AXIS.0 }, &words)] {
            let mut y = self.y + LINE;
            for line in lines {
                self.text(class, x, y, line);
                y += LINE;
            }
        }
        if let Some(axis) = axis {
            self.marks(row, axis);
        }
        #[allow(clippy::cast_precision_loss)]
        let lines = title.len().max(words.len()) as f64;
        self.y += (lines * LINE + 14.0).max(44.0);
    }

    fn marks(&mut self, row: &PictureRow, axis: &Axis) {
        let y = (self.y, self.y + 36.0);
        for tick in &axis.ticks {
            let x = self.on_axis(tick.place);
            self.line("grid", (x, x), y);
        }
        let x = self.on_axis(axis.today);
        self.line("now", (x, x), y);
        let facts: Vec<Fact> = row.facts.iter().map(|(fact, _)| fact.clone()).collect();
        for (fact, strokes) in drawn(&facts, axis) {
            let sentence = row.facts.iter().find(|(f, _)| f == fact).map(|(_, s)| s.as_str()).unwrap_or_default();
            self.put(format_args!("<g class=\"mark\"><title>{}</title>", escaped(sentence)));
            strokes.iter().for_each(|stroke| self.stroke(stroke));
            self.put(format_args!("</g>"));
        }
        let made = facts.iter().find_map(|fact| Shape::of(fact, axis)).map(Shape::middle);
        if let Some((label, place)) = row.label.as_ref().zip(made) {
            let (gap, anchor) = if place > TURN { (-8.0, "end") } else { (8.0, "start") };
            let gap = if self.rtl { -gap } else { gap };
            self.anchored("q", (self.on_axis(place) + gap, self.y + 22.5), anchor, label);
        }
    }

    fn stroke(&mut self, stroke: &Stroke) {
        let (x1, x2) = (self.on_axis(stroke.x.0), self.on_axis(stroke.x.1));
        let (y1, y2) = (self.y + stroke.y.0, self.y + stroke.y.1);
        let class = stroke.class;
        match stroke.form {
            Form::Line => self.line(class, (x1, x2), (y1, y2)),
            Form::Area => {
                let (x, width, height) = (x1.min(x2), (x2 - x1).abs(), y2 - y1);
                self.put(format_args!(
                    "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y1:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>"
                ));
            }
            Form::Path(d) => {
                let turn = if self.rtl { -1 } else { 1 };
                self.put(format_args!(
                    "<path class=\"{class}\" transform=\"translate({x1:.1} {y1:.1}) scale({turn} 1)\" d=\"{d}\"/>"
                ));
            }
            Form::Sign(completion) => {
                let sign = sign(completion);
                let (x, y) = (x1 - 8.0, y1 - 8.0);
                self.put(format_args!(
                    "<use class=\"{class}\" href=\"#{sign}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"16\" height=\"16\"/>"
                ));
            }
        }
    }
}

/// The name of the sign of what a report says.
fn sign(completion: Completion) -> &'static str {
    match completion {
        Completion::Yes => "s-completed",
        Completion::No => "s-not",
        Completion::NotSaid => "s-said",
    }
}

/// The room that a letter takes, in tenths of a usual one: there is nobody to measure it.
fn weight(letter: char) -> usize {
    match letter {
        // Ideographs, kana, hangul, wide forms, pictures.
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f000}'.. => 20,
        'W' | 'M' | 'm' | 'w' => 15,
        _ if letter.is_uppercase() => 13,
        _ => 10,
    }
}

/// A text in lines that have room for so many usual letters, cut between words; a word that is longer is cut in itself.
fn wrapped(text: &str, letters: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let (whole, mut room) = (letters * 10, letters * 10);
    for word in text.split_whitespace() {
        let blank = if room < whole { weight(' ') } else { 0 };
        let width: usize = word.chars().map(weight).sum();
        match lines.last_mut().filter(|_| width + blank <= room) {
            Some(line) => {
                line.extend((blank > 0).then_some(' '));
                room -= blank;
            }
            None if room < whole => {
                lines.push(String::new());
                room = whole;
            }
            None => {}
        }
        for letter in word.chars() {
            if weight(letter) > room {
                lines.push(String::new());
                room = whole;
            }
            lines.last_mut().into_iter().for_each(|line| line.push(letter));
            room = room.saturating_sub(weight(letter));
        }
    }
    lines
}

/// A text for XML, without what XML cannot hold.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
