//! A script that proptest, and the kit, make shorter.

use std::vec;

use proptest::strategy::ValueTree;

use super::simplification::{Simplification, simplifications, simplified};
use crate::model::Script;

/// A script, and the ways in which it can still become simpler.
#[derive(Clone, Debug)]
pub struct ScriptTree {
    best: Script,
    /// The simpler script that is being tried.
    tried: Option<Script>,
    /// In which ways the best can be made simpler that have not been tried.
    left: vec::IntoIter<Simplification>,
}

impl ScriptTree {
    pub(crate) fn new(script: Script) -> Self {
        Self { best: script, tried: None, left: Vec::new().into_iter() }
    }

    /// The script that is being tried, or the simplest that did.
    pub(crate) fn script(&self) -> &Script {
        self.tried.as_ref().unwrap_or(&self.best)
    }

    pub(crate) fn into_script(self) -> Script {
        self.tried.unwrap_or(self.best)
    }

    fn try_next(&mut self) -> bool {
        self.tried = self.left.find_map(|by| simplified(&self.best, by));
        self.tried.is_some()
    }
}

impl ValueTree for ScriptTree {
    type Value = Script;

    fn current(&self) -> Script {
        self.script().clone()
    }

    /// Takes what is being tried, and tries the greatest simplification of that.
    fn simplify(&mut self) -> bool {
        if let Some(script) = self.tried.take() {
            self.best = script;
        }
        self.left = simplifications(&self.best).collect::<Vec<_>>().into_iter();
        self.try_next()
    }

    /// Goes back to the simplest that did, and tries the next simplification of that.
    fn complicate(&mut self) -> bool {
        self.try_next()
    }
}

#[cfg(test)]
mod tests {
    use proptest::strategy::ValueTree;

    use super::ScriptTree;
    use crate::model::{Script, Step};

    /// The simplest script that shrinking comes to for which this holds.
    fn simplest(text: &str, holds: impl Fn(&Script) -> bool) -> String {
        let mut tree = ScriptTree::new(text.parse().expect("the script can be read"));
        let mut more = tree.simplify();
        while more {
            more = if holds(tree.script()) { tree.simplify() } else { tree.complicate() };
        }
        tree.current().to_string()
    }

    #[test]
    fn what_does_not_matter_is_left_out() {
        let text = "max 3, min 2, connects wait, validated: A acquires; C acquires; B acquires; the connect fails; \
                    C releases; 1s pass";
        let returns = |step: &Step| matches!(step, Step::Drop(_) | Step::Release(_));
        let simplest = simplest(text, |script| {
            script.steps.iter().any(returns) && script.steps.iter().any(|step| matches!(step, Step::Start(_)))
        });
        assert_eq!(simplest, "max 1, min 0: A acquires; A drops its guard");
    }

    #[test]
    fn where_all_matters_the_script_stays() {
        let text = "max 1, min 0: A acquires; A drops its guard";
        assert_eq!(simplest(text, |script| script.to_string() == text), text);
    }
}
