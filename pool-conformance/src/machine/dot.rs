//! A machine in the language of Graphviz.

use std::fmt::Write;

use super::{Machine, Move};

impl Machine {
    /// The machine as a graph in DOT, the language of Graphviz: inputs on the arrows, and below them what came of them.
    #[must_use]
    pub fn to_dot(&self) -> String {
        let mut dot = format!(
            "digraph machine {{\n  label = \"{}\";\n  rankdir = LR;\n  node [shape = circle];\n",
            escape(&self.world)
        );
        for (from, moves) in self.states.iter().enumerate() {
            for made in moves {
                let _ = writeln!(dot, "  {from} -> {} [label = \"{}\"];", made.to, label(made));
            }
        }
        dot.push_str("}\n");
        dot
    }
}

fn label(made: &Move) -> String {
    let lines = std::iter::once(&made.input).chain(&made.output);
    lines.map(|line| escape(line)).collect::<Vec<_>>().join("\\n")
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use crate::machine::{Growing, Move};

    #[test]
    fn what_is_quoted_stays_within_its_quotes() {
        let mut growing = Growing::default();
        let end = growing.state(Vec::new());
        let output = vec!["A fails with \"no\"".to_owned()];
        growing.state(vec![Move { input: "A acquires".to_owned(), settles: false, output, to: end }]);
        let dot = growing.finish("max 1, min 0".to_owned()).to_dot();
        assert!(dot.contains("  0 -> 1 [label = \"A acquires\\nA fails with \\\"no\\\"\"];"), "{dot}");
    }
}
