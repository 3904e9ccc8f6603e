//! A drawing of who held what: connections down, steps across.

use super::{Scene, WIDTH};
use crate::model::{Actor, Call, ConnId, Event};

/// The marks of one connection, one for each step.
struct Row {
    id: ConnId,
    first: usize,
    marks: Vec<String>,
    now: Mark,
}

#[derive(Clone, Copy)]
enum Mark {
    Idle,
    Held(Actor),
    Ending,
    Ended,
}

impl Mark {
    fn text(self) -> String {
        match self {
            Self::Idle => "·".to_owned(),
            Self::Held(actor) => actor.to_string(),
            Self::Ending => "-".to_owned(),
            Self::Ended => "x".to_owned(),
        }
    }
}

/// How wide a step is.
const CELL: usize = 3;

/// Draws the last steps that fit; nothing if no connection was opened.
pub(crate) fn draw(scenes: &[Scene<'_>]) -> Vec<String> {
    let rows = rows(scenes);
    if rows.is_empty() {
        return Vec::new();
    }
    let fitting = (WIDTH - 12) / CELL;
    let skipped = scenes.len().saturating_sub(fitting);
    let numbers = scenes[skipped..].iter().map(|scene| format!("{:>CELL$}", scene.number));
    let mut lines = vec![format!("    {:<6}{}", "step", numbers.collect::<String>())];
    for row in rows {
        let blank = row.first.saturating_sub(skipped);
        let marks = row.marks.iter().skip(skipped.saturating_sub(row.first));
        let cells: Vec<String> = marks.map(|mark| format!("{mark:>CELL$}")).collect();
        lines.push(format!("    {:<6}{}{}", row.id.to_string(), " ".repeat(blank * CELL), cells.concat()));
    }
    lines.push("    (a letter: who holds it, ·: idle, -: being ended, x: ended)".to_owned());
    lines
}

fn rows(scenes: &[Scene<'_>]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (index, scene) in scenes.iter().enumerate() {
        for event in &scene.effects {
            match event {
                Event::Opened(id) => {
                    rows.push(Row { id: *id, first: index, marks: Vec::new(), now: Mark::Idle });
                }
                Event::Held(actor, id) => mark(&mut rows, *id, Mark::Held(*actor)),
                Event::Unheld(_, id) => mark(&mut rows, *id, Mark::Idle),
                Event::Called { kind: Call::Disconnect, conn: Some(id), .. } => {
                    mark(&mut rows, *id, Mark::Ending);
                }
                Event::Ended(id, _) => mark(&mut rows, *id, Mark::Ended),
                _ => {}
            }
        }
        for row in &mut rows {
            row.marks.push(row.now.text());
        }
    }
    rows
}

fn mark(rows: &mut [Row], id: ConnId, now: Mark) {
    if let Some(row) = rows.iter_mut().find(|row| row.id == id) {
        row.now = now;
    }
}
