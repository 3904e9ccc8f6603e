//! The story of each failure: a sentence, a drawing, the steps with the state after each, and what to do.

use std::fmt::Write;

use super::{drawing, each, escape, matrix, prose};
use crate::report::record::{ClientRecord, ConnectionRecord, FailureRecord, Record, RuleRecord, StepRecord};

/// A part for each rule that was broken.
pub(super) fn sections(record: &Record) -> String {
    let broken: Vec<String> = record
        .rules
        .iter()
        .filter(|rule| !rule.failures.is_empty())
        .map(|rule| section(record, rule))
        .collect();
    if broken.is_empty() {
        return String::new();
    }
    format!("<section>\n<h2>What is broken</h2>\n{}</section>\n", broken.concat())
}

fn section(record: &Record, rule: &RuleRecord) -> String {
    let id = escape(&rule.id);
    let mut text = format!(
        "<article id=\"{id}\">\n<h3>{id} <span class=\"level\">{}</span> <span class=\"word {}\">{}</span></h3>\n\
         <p class=\"promise\">{}</p>\n",
        escape(&rule.level),
        matrix::class(rule.outcome),
        rule.outcome.word(),
        prose(&rule.requirement)
    );
    if let Some(waiver) = &rule.waiver {
        let _ = writeln!(text, "<p>Accepted: {}</p>", escape(&waiver.reason));
    }
    for failure in &rule.failures {
        text.push_str(&story(record, rule, failure));
    }
    let hints = each(&rule.hints, |hint| format!("<li>{}</li>", prose(hint)));
    let _ = write!(
        text,
        "<details><summary>If this fails, look at</summary><ul>{hints}</ul><p>Why it matters: {}</p></details>\n\
         </article>\n",
        prose(&rule.why)
    );
    text
}

fn story(record: &Record, rule: &RuleRecord, failure: &FailureRecord) -> String {
    let mut text = format!(
        "<dl><dt>expected</dt><dd>{}</dd><dt>seen</dt><dd class=\"seen\">{}</dd>",
        prose(&failure.expected),
        prose(record.seen(rule, failure))
    );
    if let Some(setup) = &failure.setup {
        let _ = write!(text, "<dt>with</dt><dd>{setup}</dd>");
    }
    text.push_str("</dl>\n");
    if !failure.steps.is_empty() {
        text.push_str(&player(&rule.id, failure));
    }
    if let Some(prospects) = failure.prospects.as_ref().filter(|prospects| !prospects.text.is_empty()) {
        let told = each(&prospects.text, |sentence| format!("<li>{}</li>", escape(sentence)));
        let _ = writeln!(text, "<p>When it was decided:</p><ul class=\"decided\">{told}</ul>");
    }
    if let Some(again) = failure.again() {
        let script = escape(failure.script.as_deref().unwrap_or_default());
        let _ = writeln!(
            text,
            "<p class=\"again\">Again: <code>{}</code></p>\n<p class=\"again faint\">or as text: <code>{script}</code></p>",
            escape(&again)
        );
    }
    text
}

/// What the drawing means.
const LEGEND: &str = "<p class=\"legend\">bar: holds, in the colour of the connection · dots: waits · arrow: wakes · bracket: a \
                      call of the manager lasts · grey: after the script · red line: broken</p>\n";

/// The drawing and the steps; the script makes one move with the other.
fn player(rule: &str, failure: &FailureRecord) -> String {
    let last = failure.steps.len();
    let steps = each(&failure.steps, step);
    let label = escape(&format!("Who held what and who waited, step by step, until {rule} was broken"));
    let left_out = match failure.steps_left_out {
        0 => String::new(),
        count => format!("<p class=\"faint\">{count} steps in the middle are left out.</p>\n"),
    };
    format!(
        "<div class=\"player\">\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">{}</div>\n\
         {LEGEND}{left_out}<div class=\"scrubber\" hidden><label>step <output>{last}</output> of {last} <input type=\"range\" \
         min=\"1\" max=\"{last}\" value=\"{last}\"></label></div>\n<ol class=\"steps\">\n{steps}</ol>\n</div>\n",
        drawing::svg(failure, &label)
    )
}

fn step(step: &StepRecord) -> String {
    let clients = each(&step.after.clients, client);
    let connections = each(&step.after.connections, connection);
    let calls: Vec<String> = step
        .after
        .calls
        .iter()
        .map(|call| {
            let by = call.by.as_deref().unwrap_or("a task");
            let about = call.connection.map(|number| format!(" of #{number}")).unwrap_or_default();
            format!("{}{about} by {by}", call.call)
        })
        .collect();
    let calls = if calls.is_empty() {
        String::new()
    } else {
        format!("<li>open calls: {}</li>", escape(&calls.join(", ")))
    };
    format!(
        "<li value=\"{}\"{}><span class=\"time\">{}</span> <b>{}</b> {}\n<ul class=\"state\">{clients}{connections}\
         {calls}</ul></li>\n",
        step.number,
        if step.afterwards { " class=\"afterwards\"" } else { "" },
        step.time(),
        escape(&step.text),
        escape(&step.told())
    )
}

fn client(client: &ClientRecord) -> String {
    let what = match (client.connection, client.state.as_str()) {
        (Some(number), _) => format!("holds #{number}"),
        (None, "pending") => "waits".to_owned(),
        (None, other) => other.to_owned(),
    };
    let woken = if client.woken { ", woken and not polled yet" } else { "" };
    format!("<li>{} {}{woken}</li>", escape(&client.name), escape(&what))
}

fn connection(connection: &ConnectionRecord) -> String {
    let what = match &connection.holder {
        Some(holder) => format!("held by {holder}"),
        None => connection.state.clone(),
    };
    let broken = if connection.broken { ", broken" } else { "" };
    format!("<li class=\"c{}\">#{} {}{broken}</li>", connection.number % 6, connection.number, escape(&what))
}
