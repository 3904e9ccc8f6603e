//! A badge for the page of a pool.

use super::record::{OutcomeKind, Record};

impl Record {
    /// The badge as the JSON that shields.io reads from an endpoint.
    #[must_use]
    pub fn to_badge_json(&self) -> String {
        let (message, color) = self.badge();
        format!(
            "{{\"schemaVersion\": 1, \"label\": \"{LABEL}\", \"message\": \"{message}\", \"color\": \"{color}\"}}\n"
        )
    }

    /// The badge as an image.
    #[must_use]
    pub fn to_badge_svg(&self) -> String {
        let (message, color) = self.badge();
        let (left, right) = (width_of(LABEL), width_of(&message));
        let whole = left + right;
        let (middle_left, middle_right) = (left / 2, left + right / 2);
        let fill = if color == "brightgreen" {
            "#2a7a1f"
        } else if color == "yellow" {
            "#7d6608"
        } else {
            "#b03a2e"
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole}\" height=\"20\" role=\"img\" \
             aria-label=\"{LABEL}: {message}\"><title>{LABEL}: {message}</title>\
             <rect width=\"{left}\" height=\"20\" fill=\"#444\"/>\
             <rect x=\"{left}\" width=\"{right}\" height=\"20\" fill=\"{fill}\"/>\
             <g fill=\"#fff\" text-anchor=\"middle\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\">\
             <text x=\"{middle_left}\" y=\"14\">{LABEL}</text><text x=\"{middle_right}\" y=\"14\">{message}</text>\
             </g></svg>\n"
        )
    }

    /// What the badge says, and in which of the colours of shields.io.
    fn badge(&self) -> (String, &'static str) {
        let kept = self.rules_with(OutcomeKind::Pass).count();
        let color = match self.exit_code {
            0 => "brightgreen",
            2 => "yellow",
            _ => "red",
        };
        let message = match self.exit_code {
            0..=2 => format!("{}, {kept} rules kept", self.verdict),
            _ => self.verdict.clone(),
        };
        (message, color)
    }
}

const LABEL: &str = "pool conformance";

/// About how wide a text is in the font of a badge, with a margin.
fn width_of(text: &str) -> usize {
    text.chars().count() * 13 / 2 + 12
}
