//! Which debts are moved towards their targets, and how far.
//!
//! A target is a part of all the vault has, cut to what caps allow. Within a band around it nothing
//! is moved, and outside of it only if the move is worth the trouble. What is too much goes first,
//! then what is idle goes where too little is, in the order that the targets were named.

use ballast_math::{WAD, mul_div_down};
use ruint::aliases::U256;

use crate::{Assets, Bps};

/// `floor(total * weight / 1e18)`, cut to `cap`: what a strategy should owe.
///
/// Rounds down: what weights leave stays idle.
pub fn target_down(total: Assets, weight_wad: u64, cap: Assets) -> Assets {
    let weight = U256::from_limbs([weight_wad, 0, 0, 0]);
    mul_div_down(total.to_u256(), weight, U256::from_limbs([WAD, 0, 0, 0]))
        .and_then(Assets::from_u256)
        .unwrap_or(Assets::MAX)
        .min(cap)
}

/// How a debt is to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// By so much less.
    Less(Assets),
    /// By so much more.
    More(Assets),
}

/// Where nothing is moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Band {
    /// How far a debt may be off, in parts of all assets.
    pub width: Bps,
    /// The least that is moved.
    pub change_min: Assets,
}

impl Band {
    /// What takes `debt` to `target`; `None` if it is off by no more than `floor(total * width)`,
    /// by less than the least that is moved, or not at all.
    pub fn step(&self, debt: Assets, target: Assets, total: Assets) -> Option<Step> {
        let (step, change) = match target.checked_sub(debt) {
            Some(more) => (Step::More(more), more),
            None => {
                let less = debt.checked_sub(target).unwrap_or_default();
                (Step::Less(less), less)
            }
        };
        let is_off = self.width.of_down(total) < change && self.change_min <= change;
        is_off.then_some(step)
    }
}

/// What may still count towards an id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exposure {
    /// The debt of all who count towards it.
    pub debt: Assets,
    /// The most that it may be.
    pub limit: Assets,
}

impl Exposure {
    /// What may be added. None if the limit is exceeded already.
    fn room(&self) -> Assets {
        self.limit.checked_sub(self.debt).unwrap_or_default()
    }
}

/// A strategy whose debt is outside its band.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// How its debt should change.
    pub step: Step,
    /// The most that it would pay back now.
    pub liquid: Assets,
    /// The ids it counts towards, a bit for each of the exposures.
    pub ids: u64,
}

/// What is planned: `candidates` become the steps that are possible, in their order, those that
/// are not `None`.
///
/// `available` is what is idle beyond the least that stays. A step back is as long as the strategy
/// can pay. A step forward is as long as what is available, steps back included, and the room that
/// the exposures have after the steps before it. A step shorter than the band's least is none. No
/// step is longer than asked for.
pub fn plan(
    band: Band,
    mut available: Assets,
    exposures: &mut [Exposure],
    candidates: &[Candidate],
    mut take: impl FnMut(usize, Option<Step>),
) {
    for (index, candidate) in candidates.iter().enumerate() {
        let Step::Less(wanted) = candidate.step else {
            continue;
        };
        let less = wanted.min(candidate.liquid);
        if less < band.change_min || less.is_zero() {
            take(index, None);
            continue;
        }
        // A vault's assets fit together.
        available = available.checked_add(less).unwrap_or(Assets::MAX);
        for exposure in members(exposures, candidate.ids) {
            exposure.debt = exposure.debt.checked_sub(less).unwrap_or_default();
        }
        take(index, Some(Step::Less(less)));
    }
    for (index, candidate) in candidates.iter().enumerate() {
        let Step::More(wanted) = candidate.step else {
            continue;
        };
        let room = members(exposures, candidate.ids).map(|exposure| exposure.room());
        let more = room.fold(wanted.min(available), Assets::min);
        if more < band.change_min || more.is_zero() {
            take(index, None);
            continue;
        }
        // No more than is available.
        available = available.checked_sub(more).unwrap_or_default();
        for exposure in members(exposures, candidate.ids) {
            exposure.debt = exposure.debt.checked_add(more).unwrap_or(Assets::MAX);
        }
        take(index, Some(Step::More(more)));
    }
}

/// The exposures whose bits are set.
fn members(exposures: &mut [Exposure], ids: u64) -> impl Iterator<Item = &mut Exposure> {
    let bits = core::iter::successors(Some(ids), |bits| Some(bits >> 1));
    let members = exposures.iter_mut().zip(bits);
    members.filter_map(|(exposure, bits)| (bits & 1 == 1).then_some(exposure))
}

/// How much anybody may move into a strategy and out of it.
///
/// After Morpho's PublicAllocator: what is moved out may come back, so that the flow in one
/// direction is bounded, and not the traffic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// The most that may still come in.
    pub in_max: Assets,
    /// The most that may still go out.
    pub out_max: Assets,
}

impl Flow {
    /// The flow after so much went out; `None` if that is more than may.
    pub fn out(self, assets: Assets) -> Option<Self> {
        Some(Self {
            in_max: self.in_max.checked_add(assets).unwrap_or(Assets::MAX),
            out_max: self.out_max.checked_sub(assets)?,
        })
    }

    /// The flow after so much came in; `None` if that is more than may.
    pub fn into(self, assets: Assets) -> Option<Self> {
        Some(Self {
            in_max: self.in_max.checked_sub(assets)?,
            out_max: self.out_max.checked_add(assets).unwrap_or(Assets::MAX),
        })
    }

    /// Whether neither is above that of `other`.
    pub fn is_within(&self, other: &Self) -> bool {
        self.in_max <= other.in_max && self.out_max <= other.out_max
    }
}

#[cfg(test)]
mod tests;
