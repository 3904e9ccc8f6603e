//! The drawing of a failure: lanes of clients above, of connections below, steps across.

use std::fmt::Write;

use super::{
    escape,
    lanes::{COLUMN, Lanes, spans, x},
};
use crate::report::record::{CallRecord, FailureRecord, StepRecord};

/// The drawing, which a label describes.
pub(super) fn svg(failure: &FailureRecord, label: &str) -> String {
    let lanes = Lanes::of(failure);
    let (width, height) = (lanes.width(), lanes.height());
    let mut svg = format!(
        "<svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{label}\" \
         data-left=\"{}\" data-column=\"{}\">\n",
        x(0),
        COLUMN
    );
    columns(&mut svg, &lanes, &failure.steps);
    names(&mut svg, &lanes);
    for name in &lanes.clients {
        client(&mut svg, &lanes, &failure.steps, name);
    }
    for number in &lanes.connections {
        connection(&mut svg, &lanes, &failure.steps, *number);
    }
    calls(&mut svg, &lanes, &failure.steps);
    for (index, step) in failure.steps.iter().enumerate() {
        events(&mut svg, &lanes, index, step);
    }
    violation(&mut svg, &lanes);
    svg + "</svg>"
}

/// The columns of the steps, with their numbers; the pointer shows what each is.
fn columns(svg: &mut String, lanes: &Lanes, steps: &[StepRecord]) {
    let (height, width) = (lanes.height(), COLUMN);
    let _ = writeln!(svg, "<rect class=\"now\" x=\"-100\" y=\"0\" width=\"{width}\" height=\"{height}\"/>");
    if let Some(first) = steps.iter().position(|step| step.afterwards) {
        let left = x(first);
        let rest = x(lanes.steps) - left;
        let _ = writeln!(
            svg,
            "<rect class=\"afterwards\" x=\"{left}\" y=\"0\" width=\"{rest}\" height=\"{height}\"/>"
        );
    }
    for (index, step) in steps.iter().enumerate() {
        let left = x(index);
        let _ = writeln!(
            svg,
            "<g data-step=\"{}\"><title>{}</title><rect class=\"column\" x=\"{left}\" y=\"0\" width=\"{width}\" \
             height=\"{height}\"/><text class=\"step\" x=\"{}\" y=\"18\">{}</text></g>",
            index + 1,
            escape(&format!("{}: {}", step.number, step.text)),
            left + width / 2,
            step.number
        );
    }
}

fn names(svg: &mut String, lanes: &Lanes) {
    let mut name = |y: Option<usize>, text: &str| {
        let short: String = text.chars().take(11).collect();
        if let Some(y) = y {
            let _ = writeln!(svg, "<text class=\"name\" x=\"4\" y=\"{}\">{}</text>", y + 4, escape(&short));
        }
    };
    lanes.clients.iter().for_each(|client| name(lanes.client(Some(client)), client));
    if lanes.tasks {
        name(lanes.client(None), "tasks");
    }
    lanes.connections.iter().for_each(|number| name(lanes.connection(*number), &format!("#{number}")));
    let (y, width) = (lanes.border(), lanes.width());
    let _ = writeln!(svg, "<line class=\"border\" x1=\"0\" y1=\"{y}\" x2=\"{width}\" y2=\"{y}\"/>");
}

/// What a client does, step by step: it waits, or holds in the colour of its connection.
fn client(svg: &mut String, lanes: &Lanes, steps: &[StepRecord], name: &str) {
    let Some(y) = lanes.client(Some(name)) else { return };
    let read = |step: &StepRecord| {
        let client = step.after.clients.iter().find(|client| client.name == name)?;
        Some((client.state.clone(), client.connection))
    };
    for span in spans(steps, read) {
        let (from, to) = (x(span.from) + HALF, x(span.to) + HALF);
        match (span.what.0.as_str(), span.what.1) {
            (_, Some(number)) => bar(svg, (from, to, y), number, &format!("#{number}")),
            ("pending", None) => line(svg, (from, to, y), "waits"),
            ("created", None) => line(svg, (from, to, y), "created"),
            (end, None) => sign(svg, from, y, end),
        }
    }
}

/// What becomes of a connection, step by step.
fn connection(svg: &mut String, lanes: &Lanes, steps: &[StepRecord], number: u32) {
    let Some(y) = lanes.connection(number) else { return };
    let read = |step: &StepRecord| {
        let connection = step.after.connections.iter().find(|connection| connection.number == number)?;
        Some((connection.state.clone(), connection.holder.clone()))
    };
    for span in spans(steps, read) {
        let (from, to) = (x(span.from) + HALF, x(span.to) + HALF);
        match (span.what.0.as_str(), span.what.1) {
            (_, Some(holder)) => bar(svg, (from, to, y), number, &holder),
            ("idle", None) => line(svg, (from, to, y), &format!("idle c{}", number % COLOURS)),
            ("ending", None) => line(svg, (from, to, y), "ending"),
            (end, None) => sign(svg, from, y, end),
        }
    }
}

/// Calls of the manager that last for longer than a step, as brackets.
fn calls(svg: &mut String, lanes: &Lanes, steps: &[StepRecord]) {
    let mut known: Vec<&CallRecord> = Vec::new();
    for call in steps.iter().flat_map(|step| &step.after.calls) {
        if !known.contains(&call) {
            known.push(call);
        }
    }
    for call in known {
        let Some(y) = lanes.call(call) else { continue };
        for span in spans(steps, |step| step.after.calls.contains(call).then_some(())) {
            let (from, to, y) = (x(span.from) + HALF, x(span.to) + HALF, y + 8);
            let _ = writeln!(
                svg,
                "<path class=\"call\" d=\"M{from} {y}v4H{to}v-4\"/><text class=\"call\" x=\"{}\" y=\"{}\">{}</text>",
                from + 3,
                y + 2,
                escape(&call.call)
            );
        }
    }
}

/// Wake-ups as arrows from whose step it is to who is woken, and faults.
fn events(svg: &mut String, lanes: &Lanes, index: usize, step: &StepRecord) {
    let x = x(index) + HALF;
    let cause = step.actor.as_deref().and_then(|actor| lanes.client(Some(actor))).unwrap_or(CAUSE);
    for event in &step.events {
        let at_connection = event.connection.and_then(|number| lanes.connection(number));
        match event.kind.as_str() {
            "woken" => {
                if let Some(y) = lanes.client(event.actor.as_deref()) {
                    arrow(svg, x, cause, y);
                }
            }
            "broke" => at_connection.into_iter().for_each(|y| sign(svg, x, y, "broke")),
            "returned" if event.result.as_deref() == Some("failed") => {
                let y = at_connection.or_else(|| step.actor.as_deref().and_then(|by| lanes.client(Some(by))));
                sign(svg, x, y.unwrap_or(CAUSE), "fails");
            }
            _ => {}
        }
    }
}

fn arrow(svg: &mut String, x: usize, from: usize, to: usize) {
    let bend = x + 16;
    let _ = writeln!(
        svg,
        "<path class=\"wake\" d=\"M{x} {from}C{bend} {from} {bend} {to} {} {to}\"/><path class=\"head\" d=\"M{} \
         {to}l7 -4v8z\"/>",
        x + 6,
        x + 1
    );
}

/// The moment at which the rule was broken.
fn violation(svg: &mut String, lanes: &Lanes) {
    let x = x(lanes.steps) + 4;
    let height = lanes.height();
    let _ = writeln!(
        svg,
        "<line class=\"violation\" x1=\"{x}\" y1=\"4\" x2=\"{x}\" y2=\"{height}\"><title>broken here</title></line>"
    );
}

fn bar(svg: &mut String, (from, to, y): (usize, usize, usize), number: u32, label: &str) {
    let label: String = label.chars().take(5).collect();
    let _ = writeln!(
        svg,
        "<rect class=\"holds c{}\" x=\"{from}\" y=\"{}\" width=\"{}\" height=\"14\" rx=\"3\"/><text class=\"label\" \
         x=\"{}\" y=\"{}\">{}</text>",
        number % COLOURS,
        y - 7,
        to - from,
        from + 5,
        y + 4,
        escape(&label)
    );
}

fn line(svg: &mut String, (from, to, y): (usize, usize, usize), class: &str) {
    let _ = writeln!(svg, "<line class=\"{class}\" x1=\"{from}\" y1=\"{y}\" x2=\"{to}\" y2=\"{y}\"/>");
}

/// A sign for an end, beside which the pointer shows the word.
fn sign(svg: &mut String, x: usize, y: usize, what: &str) {
    let (class, sign) = match what {
        "done" => ("good", "✓"),
        "failed" | "panicked" | "fails" => ("bad", "✕"),
        "cancelled" => ("doubt", "⊘"),
        "ended" => ("faint", "✕"),
        "broke" => ("bad", "↯"),
        _ => ("faint", "·"),
    };
    let _ = writeln!(
        svg,
        "<text class=\"sign {class}\" x=\"{x}\" y=\"{}\"><title>{}</title>{sign}</text>",
        y + 5,
        escape(what)
    );
}

/// Half of a step's width: something happens in the middle of its step.
const HALF: usize = COLUMN / 2;
/// Where the arrow of a wake-up starts that no actor's step caused.
const CAUSE: usize = 24;
/// How many colours there are for connections.
const COLOURS: u32 = 6;
