//! Lines of a report.

/// How wide a report is.
pub(crate) const WIDTH: usize = 80;

/// Breaks a text into lines, the first after `first` and the others after `rest`.
pub(crate) fn wrap(text: &str, first: &str, rest: &str) -> String {
    let mut lines = vec![first.to_owned()];
    let mut begun = false;
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is a first line");
        if begun && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(format!("{rest}{word}"));
            continue;
        }
        if begun {
            line.push(' ');
        }
        line.push_str(word);
        begun = true;
    }
    lines.join("\n")
}

/// Shortens a text to so many characters.
pub(crate) fn clip(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use crate::report::{WIDTH, clip, wrap};

    #[test]
    fn no_line_is_wider_than_the_report() {
        let text = "word ".repeat(60);
        let wrapped = wrap(&text, "  first  ", "         ");
        assert!(wrapped.lines().all(|line| line.chars().count() <= WIDTH));
        assert_eq!(wrapped.split_whitespace().count(), 61);
    }

    #[test]
    fn a_text_that_fits_is_not_clipped() {
        assert_eq!(clip("just so", 7), "just so");
        assert_eq!(clip("too long", 7), "too lo…");
    }
}
