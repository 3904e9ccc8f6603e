//! Making a script shorter for as long as it breaks the same rule.

use proptest::strategy::ValueTree;

use crate::{
    generate::ScriptTree,
    model::Script,
    oracle::{Attribution, Finding, Ran, run},
    sim::Sim,
};

/// The shortest script that can be reached from this one by leaving things out and making things simpler, and what it
/// breaks: the same as before, or the same with less that can have led to it. Each script is run so many times at most.
pub(crate) fn shrink(
    sim: &mut Sim<'_>,
    attribution: &Attribution,
    finding: Finding,
    script: Script,
    tries: u32,
) -> (Finding, Script) {
    let mut known = finding;
    let mut tree = ScriptTree::new(script);
    let mut more = tree.simplify();
    while more {
        let again = (0..tries).find_map(|_| match run(sim, tree.script()) {
            Ran::Broken(found) if attribution.explains(&found, &known) => Some(found),
            _ => None,
        });
        more = match again {
            Some(found) => {
                known = found;
                tree.simplify()
            }
            None => tree.complicate(),
        };
    }
    (known, tree.into_script())
}
