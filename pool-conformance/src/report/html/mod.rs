//! A record as a page: one file that opens without a network, light and dark, readable without its script.

mod drawing;
mod failure;
mod lanes;
mod matrix;
mod worlds;

use std::fmt::Write;

use super::{Comparison, escape::html as escape, record::Record};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Nothing may be fetched, whatever a text in the page says.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; \
                      form-action 'none'";

/// The texts of some things, one after the other.
fn each<T>(things: impl IntoIterator<Item = T>, text: impl FnMut(T) -> String) -> String {
    things.into_iter().map(text).collect::<Vec<String>>().concat()
}

/// A sentence, in which what stands between backticks is code.
fn prose(text: &str) -> String {
    let safe = escape(text);
    let parts: Vec<&str> = safe.split('`').collect();
    let last = parts.len() - 1;
    each(parts.iter().enumerate(), |(index, part)| match index & 1 {
        0 => (*part).to_owned(),
        _ if index == last => format!("`{part}"),
        _ => format!("<code>{part}</code>"),
    })
}

impl Record {
    /// The record as a page of one file, which opens offline; the difference from an earlier run is shown where one is given.
    #[must_use]
    pub fn to_html(&self, earlier: Option<&Self>) -> String {
        let title = format!("Pool conformance of {}: {}", self.subject, self.verdict);
        let mut page = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n\
             <body>\n",
            escape(&title)
        );
        page.push_str(&self.header());
        page.push_str("<main>\n");
        page.push_str(&self.difference(earlier));
        page.push_str(&self.faults());
        page.push_str(&matrix::section(self));
        page.push_str(&failure::sections(self));
        page.push_str(&worlds::section(self));
        page.push_str("</main>\n");
        let _ = write!(page, "{}<script>\n{SCRIPT}</script>\n</body>\n</html>\n", self.footer());
        page
    }

    fn header(&self) -> String {
        let kind = match self.exit_code {
            0 => "good",
            2 => "doubt",
            _ => "bad",
        };
        let counts = each(self.counts(), |(outcome, count)| {
            format!("<li class=\"{}\">{count} {}</li>", matrix::class(outcome), outcome.word())
        });
        format!(
            "<header>\n<p class=\"kicker\">Pool conformance</p>\n<h1>{}</h1>\n<p class=\"verdict {kind}\">{}</p>\n\
             <ul class=\"counts\">{counts}</ul>\n{}<p class=\"again\">Again: <code>POOL_CONFORMANCE_REPORT=report cargo \
             test</code></p>\n</header>\n",
            escape(&self.subject),
            self.verdict,
            self.broken()
        )
    }

    /// Links to what is broken, which the rules part from the verdict.
    fn broken(&self) -> String {
        let links = each(self.rules.iter().filter(|rule| !rule.failures.is_empty()), |rule| {
            let id = escape(&rule.id);
            format!(" <a href=\"#{id}\">{id}</a>")
        });
        if links.is_empty() { links } else { format!("<p>Broken:{links}</p>\n") }
    }

    /// What is wrong with the run itself.
    fn faults(&self) -> String {
        let faults = self.usage_errors.iter().chain(&self.stale_waivers);
        let faults = each(faults, |fault| format!("<li>{}</li>", escape(fault)));
        if faults.is_empty() {
            return String::new();
        }
        format!("<section class=\"faults\">\n<h2>To be mended first</h2>\n<ul>{faults}</ul>\n</section>\n")
    }

    fn difference(&self, earlier: Option<&Self>) -> String {
        let Some(earlier) = earlier else { return String::new() };
        let comparison = Comparison::of(earlier, self);
        let mut text = format!(
            "<section>\n<h2>Since the earlier run</h2>\n<p>{} → {}</p>\n",
            escape(&comparison.verdicts.0),
            escape(&comparison.verdicts.1)
        );
        for (name, changes) in
            [("new", &comparison.new), ("resolved", &comparison.resolved), ("ongoing", &comparison.ongoing)]
        {
            let rules: Vec<String> = changes.iter().map(|change| escape(&change.rule)).collect();
            let _ = writeln!(text, "<p><b>{} {name}</b> {}</p>", changes.len(), rules.join(", "));
        }
        for caveat in &comparison.caveats {
            let _ = writeln!(text, "<p class=\"faint\">{}</p>", escape(caveat));
        }
        text + "</section>\n"
    }

    fn footer(&self) -> String {
        let declared = &self.declaration;
        let rows = [
            ("kit", format!("pool-conformance {}", self.kit)),
            (
                "rules",
                format!("{} rules, digest {}, edition {}", self.rules.len(), self.registry, self.edition),
            ),
            (
                "declared",
                format!(
                    "exhaustion {}, prefill {}, close {}, connect errors {}, time {}; claims {}",
                    declared.exhaustion,
                    declared.prefill,
                    declared.close_mode,
                    declared.connect_errors,
                    declared.time_source,
                    declared.claims.join(", ")
                ),
            ),
            (
                "budget",
                format!(
                    "{} worlds, {} samples, {} meetings, {} rounds of stress, seed {}",
                    self.budget.worlds,
                    self.budget.samples,
                    self.budget.meetings,
                    self.budget.stress,
                    self.budget.seed
                ),
            ),
        ];
        let rows = each(&rows, |(name, value)| format!("<dt>{name}</dt><dd>{}</dd>", escape(value)));
        format!("<footer>\n<h2>What it takes to get this page again</h2>\n<dl>{rows}</dl>\n</footer>\n")
    }
}

#[cfg(test)]
mod tests {
    use super::prose;

    #[test]
    fn what_stands_between_backticks_is_code() {
        assert_eq!(prose("after `close`, <b>"), "after <code>close</code>, &lt;b&gt;");
        assert_eq!(prose("one ` alone"), "one ` alone");
    }
}
