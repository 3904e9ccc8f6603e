//! Claims that a pool had better drop.

use super::record::OutcomeKind;
use crate::model::Capability;

/// The capabilities of which every rule that was judged is waived, among rules with these capabilities and outcomes.
pub(crate) fn to_be_dropped<'a>(rules: impl Iterator<Item = (&'a str, OutcomeKind)>) -> Vec<&'a str> {
    let mut claims: Vec<(&str, bool)> = Vec::new();
    let judged =
        rules.filter(|(capability, outcome)| *capability != Capability::Core.name() && outcome.is_judged());
    for (capability, outcome) in judged {
        let waived = outcome == OutcomeKind::Waived;
        match claims.iter_mut().find(|(known, _)| *known == capability) {
            Some((_, all)) => *all &= waived,
            None => claims.push((capability, waived)),
        }
    }
    claims.into_iter().filter(|(_, all)| *all).map(|(capability, _)| capability).collect()
}

/// What is to be said of such a capability.
pub(crate) fn advice(capability: &str) -> String {
    format!("every rule of {capability} is waived: drop the claim instead")
}

#[cfg(test)]
mod tests {
    use super::{OutcomeKind::*, to_be_dropped};

    #[test]
    fn a_claim_is_dropped_only_where_nothing_of_it_is_kept() {
        let rules = [
            ("timeout", Waived),
            ("timeout", Pass),
            ("fairness-fifo", Waived),
            ("fairness-fifo", NotApplicable),
            ("prefill", NotApplicable),
            ("core", Waived),
        ];
        assert_eq!(to_be_dropped(rules.into_iter()), ["fairness-fifo"]);
    }
}
