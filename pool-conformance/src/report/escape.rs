//! Making foreign text harmless where it is put into something else.

/// The longest text that a face for reading shows of what a pool or its names say.
const LONGEST: usize = 600;

/// A text cut to what a face shows at most.
pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// Text between tags or in an attribute with double quotes, of HTML and of SVG alike.
pub(super) fn html(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in cut(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' | '\t' => safe.push(' '),
            c if c.is_control() => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    safe
}

/// Text in a line of Markdown, in a cell of a table too.
pub(super) fn markdown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in cut(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '@' => safe.extend(['\\', c]),
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

/// Lines in a block of code that nothing in them can close.
pub(super) fn fenced(lines: &[String]) -> String {
    let text: Vec<String> = lines.iter().map(|line| cut(line)).collect();
    let text = text.join("\n");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{text}\n{fence}\n")
}

#[cfg(test)]
mod tests {
    use super::{cut, fenced, html, markdown};

    #[test]
    fn nothing_gets_out_of_where_it_is_put() {
        assert_eq!(html("<script>'\"&\u{1}"), "&lt;script&gt;&#39;&quot;&amp;\u{fffd}");
        assert_eq!(markdown("a|b\n<b> `x`"), "a\\|b &lt;b&gt; \\`x\\`");
        assert_eq!(fenced(&["``` x".to_owned()]), "````text\n``` x\n````\n");
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(cut(&"é".repeat(10_000)).chars().count(), 601);
        assert_eq!(cut("short"), "short");
    }
}
