//! Lines over time as an SVG file.
//!
//! A crate that draws brings more than the hundred lines that this takes.

use std::fmt::Write;

/// Of the whole picture, and of the margins around the lines, in pixels.
const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 480.0;
const LEFT: f64 = 90.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 60.0;
const BOTTOM: f64 = 50.0;

/// Colours that those who see fewer can tell apart (Okabe and Ito, 2008).
const COLOURS: [&str; 7] = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000",
];

/// About so many marks on an axis.
const MARKS: f64 = 6.0;

/// A line, and what the legend calls it.
#[derive(Clone, Debug)]
pub struct Line {
    /// In the legend.
    pub name: String,
    /// Where it goes; what is not finite is left out.
    pub points: Vec<(f64, f64)>,
}

/// A picture of lines.
#[derive(Clone, Debug)]
pub struct Plot {
    /// Above.
    pub title: String,
    /// What is along the horizontal axis, and along the vertical one.
    pub axes: [String; 2],
    /// In the order of the legend.
    pub lines: Vec<Line>,
}

impl Plot {
    /// The file: the same for the same lines.
    pub fn svg(&self) -> String {
        let points = || self.lines.iter().flat_map(finite);
        let across = Scale::over(points().map(|(x, _)| x), [LEFT, WIDTH - RIGHT]);
        let up = Scale::over(points().map(|(_, y)| y), [HEIGHT - BOTTOM, TOP]);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
             font-family=\"sans-serif\" font-size=\"12\">\n\
             <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n"
        );
        text(&mut svg, (WIDTH / 2.0, 22.0), "middle", &self.title);
        draw_marks(&mut svg, &across, &up);
        let [horizontal, vertical] = &self.axes;
        text(&mut svg, (WIDTH / 2.0, HEIGHT - 10.0), "middle", horizontal);
        text(&mut svg, (10.0, TOP - 10.0), "start", vertical);
        for ((place, line), colour) in self.lines.iter().enumerate().zip(COLOURS.iter().cycle()) {
            let path: Vec<String> = finite(line)
                .map(|(x, y)| format!("{:.1},{:.1}", across.at(x), up.at(y)))
                .collect();
            let _ = writeln!(
                svg,
                "<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\" points=\"{}\"/>",
                path.join(" ")
            );
            let x = LEFT + 10.0 + 220.0 * (place % 4) as f64;
            let y = 38.0 + 14.0 * (place / 4) as f64;
            let _ = writeln!(
                svg,
                "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"14\" height=\"3\" fill=\"{colour}\"/>",
                y - 5.0
            );
            text(&mut svg, (x + 20.0, y), "start", &line.name);
        }
        svg.push_str("</svg>\n");
        svg
    }
}

/// The points of a line that have a place.
fn finite(line: &Line) -> impl Iterator<Item = (f64, f64)> + '_ {
    let points = line.points.iter().copied();
    points.filter(|(x, y)| x.is_finite() && y.is_finite())
}

/// Numbers along an axis, and where they lie.
#[derive(Clone, Copy, Debug)]
struct Scale {
    least: f64,
    most: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// Over all numbers; around the only one, and around nothing, a little.
    fn over(numbers: impl Iterator<Item = f64>, [from, to]: [f64; 2]) -> Self {
        let none = (f64::INFINITY, f64::NEG_INFINITY);
        let (mut least, mut most) = numbers.fold(none, |(least, most), number| {
            (least.min(number), most.max(number))
        });
        if most < least {
            (least, most) = (0.0, 1.0);
        } else if least == most {
            let around = if least == 0.0 {
                1.0
            } else {
                least.abs() / 10.0
            };
            (least, most) = (least - around, most + around);
        }
        Self {
            least,
            most,
            from,
            to,
        }
    }

    fn at(&self, number: f64) -> f64 {
        let part = (number - self.least) / (self.most - self.least);
        self.from + part * (self.to - self.from)
    }

    /// Round numbers within: one, two or five times a power of ten apart.
    fn marks(&self) -> Vec<f64> {
        let rough = (self.most - self.least) / MARKS;
        let power = 10_f64.powi(rough.log10().floor() as i32);
        let step = [1.0, 2.0, 5.0, 10.0]
            .map(|times| times * power)
            .into_iter()
            .find(|step| rough <= *step)
            .unwrap_or(rough);
        let first = (self.least / step).ceil() as i64;
        let last = (self.most / step).floor() as i64;
        (first..=last).map(|count| count as f64 * step).collect()
    }
}

fn draw_marks(svg: &mut String, across: &Scale, up: &Scale) {
    for mark in up.marks() {
        let y = up.at(mark);
        let _ = writeln!(
            svg,
            "<line x1=\"{LEFT}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"#dddddd\"/>",
            WIDTH - RIGHT
        );
        text(svg, (LEFT - 8.0, y + 4.0), "end", &number(mark));
    }
    for mark in across.marks() {
        let (x, foot) = (across.at(mark), HEIGHT - BOTTOM);
        let _ = writeln!(
            svg,
            "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{foot:.1}\" y2=\"{:.1}\" stroke=\"#000000\"/>",
            foot + 5.0
        );
        text(svg, (x, foot + 18.0), "middle", &number(mark));
    }
}

/// A number as short as it is: marks are round.
fn number(mark: f64) -> String {
    let text = format!("{mark:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}

fn text(svg: &mut String, (x, y): (f64, f64), anchor: &str, words: &str) {
    let words = words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>"
    );
}
