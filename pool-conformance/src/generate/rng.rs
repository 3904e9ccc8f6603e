//! Random numbers that only a seed decides.

/// Numbers that only a seed decides, the same on every machine: `SplitMix64`
/// (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// An independent generator.
    pub(crate) fn split(&mut self) -> Self {
        Self(self.next())
    }

    /// A number below the bound.
    pub(crate) fn below(&mut self, bound: u8) -> u8 {
        let [first, ..] = self.next().to_be_bytes();
        u8::try_from((u16::from(first) * u16::from(bound)) >> 8).unwrap_or(0)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
