//! Which rule answers for a symptom, by what the pool had been through.

use super::Finding;
use crate::model::{Owned, Situation, Situations, Symptom};

/// A rule that applies to the pool, and the symptoms that it answers for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Owner {
    pub(crate) rule: &'static str,
    /// Of two rules that answer for a symptom, the one of the lower rank does.
    pub(crate) rank: u8,
    pub(crate) owns: &'static [Owned],
}

/// The rules that apply to a pool, as owners of symptoms. Selection changes nothing here.
#[derive(Clone, Debug)]
pub(crate) struct Attribution {
    owners: Vec<Owner>,
    /// The rule that answers where no other does, so that nothing that was found is lost.
    floor: &'static str,
}

impl Attribution {
    /// The owners that apply to a pool, of which `floor` answers for everything else.
    pub(crate) fn new(owners: Vec<Owner>, floor: &'static str) -> Self {
        Self { owners, floor }
    }

    /// The rule that answers for what was found.
    pub(crate) fn rule_of(&self, finding: &Finding) -> &'static str {
        self.answers(finding.symptom, finding.situations).unwrap_or(self.floor)
    }

    fn answers(&self, symptom: Symptom, reached: Situations) -> Option<&'static str> {
        let answer = |owner: &&Owner| {
            owner.owns.iter().any(|owned| owned.symptom == symptom && reached.has_all(owned.after))
        };
        self.owners.iter().filter(answer).min_by_key(|owner| owner.rank).map(|owner| owner.rule)
    }

    /// The situations that decide which rule answers for a symptom: what can have led to it.
    fn causes_of(&self, symptom: Symptom) -> Situations {
        let owned = self.owners.iter().flat_map(|owner| owner.owns);
        owned.filter(|owned| owned.symptom == symptom).flat_map(|owned| owned.after).copied().collect()
    }

    /// What can have led to what was found.
    fn causes(&self, finding: &Finding) -> Situations {
        finding.situations.common(self.causes_of(finding.symptom))
    }

    /// Whether this may be what is wrong on one thread already, seen again among several: which rule answers for it depends on
    /// what the pool has been through.
    pub(crate) fn may_be_echo(&self, finding: &Finding) -> bool {
        self.causes_of(finding.symptom) != Situations::default()
    }

    /// Whether two finds are one: of one rule, by one symptom.
    pub(crate) fn is_same(&self, one: &Finding, other: &Finding) -> bool {
        one.symptom == other.symptom && self.rule_of(one) == self.rule_of(other)
    }

    /// Whether this is what was known before, by its symptom or by its rule, with nothing that can have led to it but what was
    /// there before.
    pub(crate) fn explains(&self, this: &Finding, known: &Finding) -> bool {
        let same_rule =
            self.rule_of(this) == self.rule_of(known) && self.may_be_echo(this) && self.may_be_echo(known);
        (this.symptom == known.symptom || same_rule) && self.causes(this).is_part_of(self.causes(known))
    }

    /// Whether the same goes wrong there with less that can have led to it: what there is more of here is then no cause.
    pub(crate) fn is_explained_by(&self, this: &Finding, other: &Finding) -> bool {
        let closed = |finding: &Finding| finding.situations.has(Situation::CloseBegan);
        let (here, there) = (self.causes(this), self.causes(other));
        this.symptom == other.symptom
            && closed(this) == closed(other)
            && here != there
            && there.is_part_of(here)
    }
}
