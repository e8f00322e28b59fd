//! Gas of memory pages.
//!
//! A transaction has some pages for free, which its programs share. Beyond them each open page
//! costs a flat price and each page that was never open before climbs a ramp.

use crate::params::StylusParams;

/// floor(b^p) with b = exp(ln(31,874,000) / 128) in 64-bit floats, by the number of pages p; which
/// is why the last entry is one short of 31,874,000.
const RAMP: [u32; 129] = [
    1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 5, 6, 7, 8, 9, 11, 12, 14, 17, 19, 22, 25, 29, 33, 38,
    43, 50, 57, 65, 75, 85, 98, 112, 128, 147, 168, 193, 221, 253, 289, 331, 379, 434, 497, 569,
    651, 745, 853, 976, 1_117, 1_279, 1_463, 1_675, 1_917, 2_194, 2_511, 2_874, 3_290, 3_765,
    4_309, 4_932, 5_645, 6_461, 7_395, 8_464, 9_687, 11_087, 12_689, 14_523, 16_621, 19_024,
    21_773, 24_919, 28_521, 32_642, 37_359, 42_758, 48_938, 56_010, 64_104, 73_368, 83_971, 96_106,
    109_994, 125_890, 144_082, 164_904, 188_735, 216_010, 247_226, 282_953, 323_844, 370_643,
    424_206, 485_509, 555_672, 635_973, 727_880, 833_067, 953_456, 1_091_243, 1_248_941, 1_429_429,
    1_636_000, 1_872_423, 2_143_012, 2_452_704, 2_807_151, 3_212_820, 3_677_113, 4_208_502,
    4_816_684, 5_512_756, 6_309_419, 7_221_210, 8_264_766, 9_459_129, 10_826_093, 12_390_601,
    14_181_199, 16_230_562, 18_576_084, 21_260_563, 24_332_984, 27_849_408, 31_873_999,
];

/// Position on the price ramp at a high-water mark of `pages` pages: b^p rounded down, where b is
/// about 1.1445. Beyond 128 pages it is the largest number, which no gas pays.
#[must_use]
pub fn page_ramp(pages: u16) -> u64 {
    RAMP.get(usize::from(pages))
        .map_or(u64::MAX, |position| u64::from(*position))
}

/// Memory pages in a transaction. Both counters start at zero; a revert undoes neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenPages {
    /// Pages open now: those of every program on the call stack.
    pub open: u16,
    /// Most pages that were ever open at once.
    pub ever: u16,
}

impl OpenPages {
    /// Gas of opening `new` pages.
    #[must_use]
    pub fn gas(&self, new: u16, params: &StylusParams) -> u64 {
        page_gas(*self, new, params.free_pages, params.page_gas)
    }

    /// Opens `new` pages and gives back the pages open before, for [`close_to`](Self::close_to).
    pub fn open(&mut self, new: u16) -> u16 {
        let before = self.open;
        self.open = self.open.saturating_add(new);
        self.ever = self.ever.max(self.open);
        before
    }

    /// Goes back to the pages open before a program was entered. The high-water mark stays.
    pub const fn close_to(&mut self, before: u16) {
        self.open = before;
    }
}

/// Gas of opening `new` pages when `free` pages are free and each further one costs `page_gas`.
///
/// Nothing while the high-water mark stays within the free pages; else the flat price of the pages
/// beyond them and the climb of the ramp, saturating.
#[must_use]
pub fn page_gas(pages: OpenPages, new: u16, free: u16, page_gas: u16) -> u64 {
    let mut after = pages;
    after.open(new);
    if after.ever <= free {
        return 0;
    }
    let charged = after
        .open
        .saturating_sub(free)
        .saturating_sub(pages.open.saturating_sub(free));
    let linear = u64::from(charged) * u64::from(page_gas);
    let climb = page_ramp(after.ever).saturating_sub(page_ramp(pages.ever));
    linear.saturating_add(climb)
}
