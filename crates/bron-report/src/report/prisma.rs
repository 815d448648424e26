//! The flow as a picture, each box of which leads to its list, and the same numbers as a table.

use super::beside::Beside;
use super::drawing::{Drawn, Text};
use super::flow::{ArmOfFlow, FlowBox, FlowOfReview};
use super::view::View;
use crate::Error;
use askama::Template;
use std::io::Write;

/// Between two rows of boxes.
const GAP: i32 = 26;
/// The width of the whole picture.
const WIDTH: i32 = 1240;
/// The band at the left that names the phases.
const BAND: i32 = 28;
/// Left edge and width of the columns: earlier review; main and side of knowledge bases; main and side of other ways.
const COLUMNS: [(i32, i32); 5] = [(44, 168), (236, 262), (524, 236), (800, 200), (1026, 204)];

#[derive(Template)]
#[template(path = "report/prisma.html")]
struct Prisma<'a> {
    v: &'a View<'a>,
    /// The width of the band of phases.
    band: i32,
    width: i32,
    height: i32,
    boxes: Vec<BoxDrawn>,
    headings: Vec<Drawn>,
    bands: Vec<Band>,
    arrows: Vec<String>,
    rows: Vec<Row>,
    described: String,
}

struct BoxDrawn {
    anchor: String,
    label: String,
    class: &'static str,
    at: Drawn,
}

/// A phase at the left edge.
struct Band {
    name: &'static str,
    y: i32,
    height: i32,
    middle: i32,
}

/// A row of the table.
struct Row {
    /// What it belongs to, in the first of its rows.
    arm: String,
    title: String,
    is_part: bool,
    n: String,
    anchor: String,
    note: String,
}

/// Writes picture and table.
pub(crate) fn write(view: &View<'_>, beside: &Beside, out: &mut dyn Write) -> Result<(), Error> {
    let flow = FlowOfReview::of(view, beside);
    let mut drawing = Drawing::default();
    drawing.draw(view, &flow);
    let described = described(view, &flow);
    let prisma = Prisma {
        v: view,
        band: BAND,
        width: WIDTH,
        height: drawing.height,
        boxes: drawing.boxes,
        headings: drawing.headings,
        bands: drawing.bands,
        arrows: drawing.arrows,
        rows: rows(view, &flow),
        described,
    };
    Ok(prisma.write_into(out)?)
}

/// The picture in words, for who cannot see it.
fn described(view: &View<'_>, flow: &FlowOfReview) -> String {
    let main = |arm: &ArmOfFlow| {
        let steps = arm.steps.iter().map(|step| step.main.head());
        format!("{}: {}", arm.heading, steps.collect::<Vec<_>>().join(" → "))
    };
    let previous = flow.previous.iter().map(FlowBox::head);
    let all = previous.chain([main(&flow.bases), main(&flow.others), flow.total.head()]);
    format!(
        "{}. {}",
        all.collect::<Vec<_>>().join(". "),
        view.say("De tabel eronder heeft dezelfde getallen.", "The table below has the same numbers.")
    )
}

/// What is drawn.
#[derive(Default)]
struct Drawing {
    height: i32,
    boxes: Vec<BoxDrawn>,
    headings: Vec<Drawn>,
    bands: Vec<Band>,
    arrows: Vec<String>,
}

impl Drawing {
    fn draw(&mut self, view: &View<'_>, flow: &FlowOfReview) {
        let mut y = self.draw_headings(view, flow);
        let rows = flow.bases.steps.len();
        let mut tops = Vec::new();
        let mut above: [Option<Drawn>; 2] = [None, None];
        for at in 0..rows {
            let arms = [&flow.bases.steps[at], &flow.others.steps[at]];
            let mut bottom = y;
            for (arm, step) in arms.into_iter().enumerate() {
                let (main, side) = (COLUMNS[1 + 2 * arm], COLUMNS[2 + 2 * arm]);
                let drawn = self.place(&step.main, main, y, if at + 1 == rows { "in" } else { "main" });
                if let Some(before) = above[arm].take() {
                    self.down(&before, &drawn);
                }
                bottom = bottom.max(drawn.y + drawn.height);
                let mut side_y = y;
                for left in &step.left {
                    let beside = self.place(left, side, side_y, "side");
                    self.across(&drawn, &beside);
                    side_y = beside.y + beside.height + 10;
                    bottom = bottom.max(beside.y + beside.height);
                }
                above[arm] = Some(drawn);
            }
            tops.push((y, bottom));
            y = bottom + GAP;
        }
        let first = tops[0].0;
        let previous = flow.previous.as_ref().map(|previous| self.place(previous, COLUMNS[0], first, "main"));
        let (x, width) = (COLUMNS[0].0, COLUMNS[1].0 + COLUMNS[1].1 - COLUMNS[0].0);
        let total = self.place(&flow.total, (x, width), y, "in total");
        if let Some(included) = &above[0] {
            self.down(included, &total);
        }
        if let Some(previous) = previous {
            self.down(&previous, &total);
        }
        self.height = total.y + total.height + 12;
        let band = |name, from: i32, to: i32| Band {
            name,
            y: from,
            height: to - from,
            middle: i32::midpoint(from, to),
        };
        let last = rows - 1;
        self.bands = vec![
            band(view.say("Gevonden", "Identified"), tops[0].0, tops[0].1),
            band(view.say("Screening", "Screening"), tops[1].0, tops[last - 1].1),
            band(view.say("Opgenomen", "Included"), tops[last].0, total.y + total.height),
        ];
    }

    fn draw_headings(&mut self, view: &View<'_>, flow: &FlowOfReview) -> i32 {
        let mut texts = vec![(COLUMNS[1].0, COLUMNS[2].0 + COLUMNS[2].1, flow.bases.heading.as_str())];
        texts.push((COLUMNS[3].0, COLUMNS[4].0 + COLUMNS[4].1, flow.others.heading.as_str()));
        if flow.previous.is_some() {
            texts.push((
                COLUMNS[0].0,
                COLUMNS[0].0 + COLUMNS[0].1,
                view.say("Eerder onderzoek", "Earlier review"),
            ));
        }
        let mut bottom = 0;
        for (from, to, heading) in texts {
            let text = Text { head: heading.to_owned(), lines: Vec::new() };
            let drawn = text.drawn(from, 8, to - from, 0);
            bottom = bottom.max(drawn.y + drawn.height);
            self.headings.push(drawn);
        }
        bottom + GAP - 8
    }

    /// Draws a box, and gives where it is.
    fn place(&mut self, of: &FlowBox, (x, width): (i32, i32), y: i32, class: &'static str) -> Drawn {
        let parts = of.parts.iter().map(|part| format!("{} (n\u{a0}=\u{a0}{})", part.label, part.n));
        let note = Some(of.note.clone()).filter(|note| !note.is_empty());
        let text = Text { head: of.head(), lines: parts.chain(note).collect() };
        let at = text.drawn(x, y, width, 0);
        self.boxes.push(BoxDrawn { anchor: of.anchor.clone(), label: of.head(), class, at: at.clone() });
        at
    }

    /// An arrow from the foot of one box to the head of another.
    fn down(&mut self, from: &Drawn, to: &Drawn) {
        let x = from.x + from.width / 2;
        let x = x.clamp(to.x + 12, to.x + to.width - 12);
        self.arrows.push(format!("M{x} {}V{}", from.y + from.height, to.y - 2));
    }

    /// An arrow from one box to what left there, at the height of the first line of that.
    fn across(&mut self, from: &Drawn, to: &Drawn) {
        let y = to.y + 16;
        if y < from.y + from.height {
            self.arrows.push(format!("M{} {y}H{}", from.x + from.width, to.x - 2));
        } else {
            // The box beside is lower than this one: the arrow leaves the one above it.
            let x = to.x - 14;
            self.arrows.push(format!("M{x} {}V{y}H{}", from.y + 16, to.x - 2));
        }
    }
}

fn rows(view: &View<'_>, flow: &FlowOfReview) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(previous) = &flow.previous {
        push(&mut rows, view.say("Eerder onderzoek", "Earlier review"), previous);
    }
    for arm in [&flow.bases, &flow.others] {
        let mut name = arm.heading.as_str();
        for step in &arm.steps {
            push(&mut rows, name, &step.main);
            name = "";
            for left in &step.left {
                push(&mut rows, name, left);
            }
        }
    }
    push(&mut rows, view.say("Samen", "Together"), &flow.total);
    rows
}

fn push(rows: &mut Vec<Row>, arm: &str, of: &FlowBox) {
    rows.push(Row {
        arm: arm.to_owned(),
        title: of.title.clone(),
        is_part: false,
        n: of.n.map_or_else(|| "?".to_owned(), |n| n.to_string()),
        anchor: of.anchor.clone(),
        note: of.note.clone(),
    });
    rows.extend(of.parts.iter().map(|part| Row {
        arm: String::new(),
        title: part.label.clone(),
        is_part: true,
        n: part.n.to_string(),
        anchor: part.anchor.clone(),
        note: String::new(),
    }));
}
