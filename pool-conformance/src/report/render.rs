//! A report as text, 80 columns wide.

use crate::report::REPLAY_VARIABLE;
use std::fmt::Write;

use super::{
    Failure, Outcome, Paint, Report, RuleResult, Verdict, WIDTH, advice, causes, clip, record, to_be_dropped,
    wrap,
};

/// The longest table of rules that is printed whole without being asked for.
const SHORT: usize = 12;

/// The report; what broke comes first, and the table has what is worth a look where not all of it is asked for.
pub(crate) fn render(report: &Report, full: bool, paint: Paint) -> String {
    let mut text = String::new();
    for error in report.usage_errors() {
        let _ = writeln!(text, "{} {error}", paint.bad("error:"));
    }
    if report.usage_errors().is_empty() {
        text.push_str(&failures(report, full, paint));
        text.push_str(&table(report, full, paint));
        text.push_str(&reasons(report, paint));
        text.push_str(&explored(report, full, paint));
    }
    for stale in report.stale_waivers() {
        let _ = writeln!(text, "\n{} {stale}", paint.bad("baseline:"));
    }
    let judged =
        report.results().iter().map(|it| (it.rule().capability().name(), record::kind(it.outcome())));
    for capability in to_be_dropped(judged) {
        let _ = writeln!(text, "\n{} {}", paint.doubtful("claim:"), advice(capability));
    }
    text.push_str(&foot(report, paint));
    text
}

/// What is broken, cause by cause; of each cause the whole story of one failure, or of all where that is asked for.
fn failures(report: &Report, full: bool, paint: Paint) -> String {
    let causes = causes(report.results());
    let count: usize = causes.iter().map(|cause| cause.failures.len()).sum();
    let mut text = String::new();
    if count > 1 && causes.len() < count {
        let _ =
            writeln!(text, "{} {count} failures end with {} steps:", paint.bold("start here"), causes.len());
        for (number, cause) in (1..).zip(&causes) {
            let rules: Vec<&str> = cause.failures.iter().map(|(result, _)| result.rule().id()).collect();
            let line = format!("{}: {}", cause.what, rules.join(", "));
            let _ = writeln!(text, "{}", wrap(&line, &format!("  {number:>2}. "), "      "));
        }
    }
    for cause in &causes {
        let mut first = None;
        for (result, failure) in &cause.failures {
            text.push_str(&block(result, failure, first.filter(|_| !full), paint));
            first = first.or(Some(result.rule().id()));
        }
    }
    text
}

/// Why rules are inconclusive or errored, each reason once and whole.
fn reasons(report: &Report, paint: Paint) -> String {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for result in report.results() {
        let (Outcome::Inconclusive(why) | Outcome::Errored(why)) = result.outcome() else { continue };
        match reasons.iter_mut().find(|(known, _)| known == why) {
            Some((_, rules)) => rules.push(result.rule().id()),
            None => reasons.push((why, vec![result.rule().id()])),
        }
    }
    let mut text = String::new();
    if !reasons.is_empty() {
        let _ = writeln!(text, "\n{}", paint.bold("nothing certain can be said"));
    }
    for (why, rules) in reasons {
        let _ = writeln!(text, "{}", wrap(why, "  ", "  "));
        let _ = writeln!(text, "{}", wrap(&rules.join(", "), "    ", "    "));
    }
    text
}

/// A line a rule, grouped by area: every rule that was selected, or those that are not simply kept.
fn table(report: &Report, full: bool, paint: Paint) -> String {
    let mut text = String::new();
    let mut area = "";
    let selected = || report.results().iter().filter(|it| !matches!(it.outcome(), Outcome::NotSelected));
    let all = full || selected().count() <= SHORT;
    for result in selected().filter(|result| all || is_worth_a_look(result.outcome())) {
        if result.rule().area() != area {
            area = result.rule().area();
            let _ = writeln!(text, "\n{}", paint.bold(area));
        }
        let _ = writeln!(text, "{}", line(result, paint));
    }
    text
}

fn is_worth_a_look(outcome: &Outcome) -> bool {
    !matches!(outcome, Outcome::Pass(_) | Outcome::NotApplicable(_) | Outcome::NotSelected)
}

fn line(result: &RuleResult, paint: Paint) -> String {
    let rule = result.rule();
    let head = format!("  {:<8} {:<6} ", rule.id(), rule.level().to_string());
    let word = result.outcome().word();
    let about = result.outcome().note().unwrap_or(rule.requirement());
    let room = WIDTH - head.len() - word.len().max(4) - 2;
    format!(
        "{head}{}  {}",
        colour(result.outcome(), &format!("{word:<4}"), paint),
        paint.dim(&clip(about, room))
    )
}

/// How far exploration went, world by world where all is asked for.
fn explored(report: &Report, full: bool, paint: Paint) -> String {
    if report.explored().is_empty() {
        return String::new();
    }
    let lines: Vec<String> = report.explored().iter().map(|s| wrap(&s.to_string(), "  ", "    ")).collect();
    let sum = |complete| -> u64 {
        report.explored().iter().filter(|s| s.complete == complete).map(|s| s.schedules).sum()
    };
    let counts = format!("{} schedules in worlds that are complete, {} others", sum(true), sum(false));
    let title = paint.bold("explored");
    if !full {
        return format!("\n{title}  {counts}\n");
    }
    format!("\n{title}  {counts}\n{}\n", lines.join("\n"))
}

fn colour(outcome: &Outcome, text: &str, paint: Paint) -> String {
    match outcome {
        Outcome::Pass(_) => paint.good(text),
        Outcome::Fail(_) | Outcome::UnexpectedPass { .. } | Outcome::Errored(_) => paint.bad(text),
        Outcome::Deviates(_) | Outcome::Inconclusive(_) | Outcome::Waived { .. } => paint.doubtful(text),
        Outcome::NotApplicable(_) | Outcome::Lacking(_) | Outcome::NotSelected => paint.dim(text),
    }
}

/// The whole story of a broken rule, or what is different from one that ends with the same step.
fn block(result: &RuleResult, failure: &Failure, like: Option<&str>, paint: Paint) -> String {
    let rule = result.rule();
    let mut text = format!("\n{}\n", "─".repeat(WIDTH));
    let word = match result.outcome() {
        Outcome::Deviates(_) => paint.doubtful("deviates"),
        Outcome::Waived { .. } => paint.doubtful("waived"),
        _ => paint.bad("broken"),
    };
    let _ = writeln!(text, "{} · {} · {word}", paint.bold(rule.id()), rule.level());
    let _ = writeln!(text, "{}\n", wrap(rule.requirement(), "", ""));
    let _ = writeln!(text, "{}", wrap(failure.expected(), "  expected  ", "            "));
    let _ = writeln!(text, "{}\n", wrap(failure.seen(), "  seen      ", "            "));
    if !failure.setup().is_empty() {
        let _ = writeln!(text, "  {} {}", paint.dim("with"), failure.setup());
    }
    if let Some(like) = like {
        let _ = writeln!(
            text,
            "{}",
            wrap(&format!("as in {like}: {}", failure.cause()), "  ends      ", "            ")
        );
        section(&mut text, "again", &replay_lines(rule.id(), failure), paint);
        return text;
    }
    section(&mut text, "what happened", failure.steps(), paint);
    section(&mut text, "who held what", failure.timeline(), paint);
    let decided: Vec<String> =
        failure.decided().iter().map(|sentence| wrap(sentence, "    - ", "      ")).collect();
    section(&mut text, "when it was decided", &decided, paint);
    let hints: Vec<String> = rule.hints().iter().map(|hint| wrap(hint, "    - ", "      ")).collect();
    section(&mut text, "if this fails, look at", &hints, paint);
    section(&mut text, "again", &replay_lines(rule.id(), failure), paint);
    section(&mut text, "why it matters", &[wrap(rule.why(), "    ", "    ")], paint);
    text
}

/// How to see that again: the same steps, where exploration found them, and the rule alone otherwise.
fn replay_lines(rule: &str, failure: &Failure) -> Vec<String> {
    let Some(token) = failure.token() else {
        return vec![format!("    Suite::new(pool).select(\"{rule}\").run()")];
    };
    vec![wrap(&format!("{REPLAY_VARIABLE}=\"{token}\" cargo test"), "    ", "      ")]
}

fn section(text: &mut String, title: &str, lines: &[String], paint: Paint) {
    if !lines.is_empty() {
        let _ = writeln!(text, "  {}\n{}", paint.dim(title), lines.join("\n"));
    }
}

/// What there is to say where the kit was built without optimisation.
fn slow() -> String {
    if env!("POOL_CONFORMANCE_OPT_LEVEL") != "0" {
        return String::new();
    }
    let advice = "built without optimisation, the kit takes about five times as long; the profile of the package under \
                  test can say [profile.dev.package.pool-conformance] opt-level = 3";
    format!("\n{}", wrap(advice, "", ""))
}

/// The counts and the verdict.
fn foot(report: &Report, paint: Paint) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for result in report.results() {
        let word = result.outcome().word();
        match counts.iter_mut().find(|(known, _)| *known == word) {
            Some((_, count)) => *count += 1,
            None => counts.push((word, 1)),
        }
    }
    let counts: Vec<String> = counts.iter().map(|(word, count)| format!("{count} {word}")).collect();
    let verdict = report.verdict();
    let shown = verdict.to_string();
    let shown = match verdict {
        verdict if verdict.is_conformant() => paint.good(&shown),
        Verdict::Partial => paint.doubtful(&shown),
        _ => paint.bad(&shown),
    };
    let rules =
        if report.usage_errors().is_empty() { wrap(&counts.join(", "), "\n", "") } else { String::new() };
    format!("{rules}{}\n{} {shown}\n", slow(), paint.bold("verdict:"))
}
