//! Prices of concentrated liquidity: ticks and roots of prices.
//!
//! A price says how many units of token1 one unit of token0 costs. A pool keeps its square root in
//! Q64.96; a tick is a power of 1.0001. Source: "Uniswap v3 Core" (2021), sections 6.1 and 6.2; the
//! numbers agree with the pools' own to the last bit.

use ballast_math::{WAD, ln_wad, mul_div_down, mul_div_up, multiply_q128};
use ruint::aliases::U256;

/// `round(2^128 / 1.0001^(2^(i - 1)))`, for each bit `i` of a tick.
const FACTORS: [u128; 20] = [
    0xfffc_b933_bd6f_ad37_aa2d_162d_1a59_4001,
    0xfff9_7272_373d_4132_59a4_6990_580e_213a,
    0xfff2_e50f_5f65_6932_ef12_357c_f3c7_fdcc,
    0xffe5_caca_7e10_e4e6_1c36_24ea_a094_1cd0,
    0xffcb_9843_d60f_6159_c9db_5883_5c92_6644,
    0xff97_3b41_fa98_c081_472e_6896_dfb2_54c0,
    0xff2e_a164_66c9_6a38_43ec_78b3_26b5_2861,
    0xfe5d_ee04_6a99_a2a8_11c4_61f1_969c_3053,
    0xfcbe_86c7_900a_88ae_dcff_c83b_479a_a3a4,
    0xf987_a725_3ac4_1317_6f2b_074c_f781_5e54,
    0xf339_2b08_22b7_0005_940c_7a39_8e4b_70f3,
    0xe715_9475_a2c2_9b74_43b2_9c7f_a6e8_89d9,
    0xd097_f3bd_fd20_22b8_845a_d8f7_92aa_5825,
    0xa9f7_4646_2d87_0fdf_8a65_dc1f_90e0_61e5,
    0x70d8_69a1_56d2_a1b8_90bb_3df6_2baf_32f7,
    0x31be_135f_97d0_8fd9_8123_1505_542f_cfa6,
    0x09aa_508b_5b7a_84e1_c677_de54_f3e9_9bc9,
    0x005d_6af8_dedb_8119_6699_c329_225e_e604,
    0x0000_2216_e584_f5fa_1ea9_2604_1bed_fe98,
    0x0000_0000_048a_1703_91f7_dc42_444e_8fa2,
];

/// `1e18 * ln(2)`, to the nearest.
const LN_2_WAD: i128 = 693_147_180_559_945_309;

/// `1e18 * ln(1.0001) / 2`, to the nearest: what a tick adds to the logarithm of a root.
const LN_ROOT_WAD: i128 = 49_997_500_166_654;

/// A power of 1.0001: about a hundredth of a percent of price each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tick(i32);

impl Tick {
    /// The lowest tick a pool knows, a price of about 2^-128.
    pub const MIN: Self = Self(-887_272);
    /// The highest tick a pool knows, a price of about 2^128.
    pub const MAX: Self = Self(887_272);

    /// A tick; `None` beyond [`MIN`](Self::MIN) and [`MAX`](Self::MAX).
    pub const fn new(tick: i32) -> Option<Self> {
        if Self::MIN.0 <= tick && tick <= Self::MAX.0 {
            Some(Self(tick))
        } else {
            None
        }
    }

    /// The tick's number.
    pub const fn get(self) -> i32 {
        self.0
    }

    /// The tick that lies `ticks` higher, or the last there is in that direction.
    pub const fn shifted(self, ticks: i32) -> Self {
        let sum = self.0.saturating_add(ticks);
        if sum < Self::MIN.0 {
            Self::MIN
        } else if Self::MAX.0 < sum {
            Self::MAX
        } else {
            Self(sum)
        }
    }

    /// The highest multiple of `spacing` that is not above this tick, which may lie below
    /// [`MIN`](Self::MIN). A spacing of nothing counts as one.
    pub const fn multiple_down(self, spacing: i32) -> i32 {
        let spacing = if spacing < 1 { 1 } else { spacing };
        match self.0.checked_rem_euclid(spacing) {
            // Between the tick and a spacing below nothing.
            Some(above) => self.0.wrapping_sub(above),
            None => self.0,
        }
    }

    /// How many ticks lie between two: `|self - other|`.
    pub const fn distance(self, other: Self) -> u32 {
        self.0.abs_diff(other.0)
    }

    /// `ceil(10,000 * (1.0001^distance - 1))`: by how much the higher of two prices exceeds the
    /// lower, in basis points of it; the most there is for prices that are a factor 2^64 apart.
    ///
    /// Rounds up, against whoever wants them to be the same.
    pub fn deviation_bps_up(self, other: Self) -> u64 {
        let distance = i32::try_from(self.distance(other)).unwrap_or(i32::MAX);
        let ratio = Self::default().shifted(distance).sqrt_price();
        let [lower, higher] = [10_000, u64::MAX].map(|limb| U256::from_limbs([limb, 0, 0, 0]));
        ratio
            .to_token1_up(lower)
            .filter(|grown| *grown <= higher)
            .and_then(|grown| u64::try_from(grown.saturating_sub(lower)).ok())
            .unwrap_or(u64::MAX)
    }

    /// `ceil(2^96 * 1.0001^(tick / 2))`, as pools compute it.
    pub fn sqrt_price(self) -> SqrtPrice {
        let (mut distance, mut ratio) = (self.0.unsigned_abs(), None);
        for factor in FACTORS {
            if distance & 1 == 1 {
                ratio = Some(match ratio {
                    Some(ratio) => multiply_q128(ratio, factor),
                    None => factor,
                });
            }
            distance = distance.wrapping_shr(1);
        }
        let Some(ratio) = ratio else {
            return SqrtPrice(Q96);
        };
        let below_one = U256::from_limbs([ratio as u64, (ratio >> 64) as u64, 0, 0]);
        let root = if 0 < self.0 {
            // No ratio is zero, so there is a quotient.
            mul_div_down(U256::MAX, U256::ONE, below_one).unwrap_or(U256::MAX)
        } else {
            below_one
        };
        let has_rest = root.as_limbs()[0] & 0xffff_ffff != 0;
        // Shifted by 32 bits, there is room for one more.
        SqrtPrice(root.wrapping_shr(32).wrapping_add(U256::from_limbs([
            u64::from(has_rest),
            0,
            0,
            0,
        ])))
    }
}

/// 2^96: one, as the root of a price.
const Q96: U256 = U256::from_limbs([0, 1 << 32, 0, 0]);

/// The square root of a price, in Q64.96.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SqrtPrice(U256);

impl SqrtPrice {
    /// The root at [`Tick::MIN`], the least a pool can have.
    pub const MIN: Self = Self(U256::from_limbs([4_295_128_739, 0, 0, 0]));
    /// The root at [`Tick::MAX`], which no pool reaches.
    pub const MAX: Self = Self(U256::from_limbs([
        0x5d95_1d52_6398_8d26,
        0xefd1_fc6a_5064_8849,
        0xfffd_8963,
        0,
    ]));

    /// A root; `None` beyond [`MIN`](Self::MIN) and [`MAX`](Self::MAX).
    pub fn new(root: U256) -> Option<Self> {
        (Self::MIN.0 <= root && root <= Self::MAX.0).then_some(Self(root))
    }

    /// The root as the ABI has it.
    pub const fn get(self) -> U256 {
        self.0
    }

    /// The next lower root, or the least there is.
    pub fn next_below(self) -> Self {
        Self(self.0.saturating_sub(U256::ONE)).max(Self::MIN)
    }

    /// The next higher root, or the greatest there is.
    pub fn next_above(self) -> Self {
        Self(self.0.saturating_add(U256::ONE)).min(Self::MAX)
    }

    /// The highest tick whose root is not above this one: `floor(2 * log(root) / log(1.0001))`.
    ///
    /// Exact: an estimate by logarithms, off by one at most, is compared with the roots of ticks.
    pub fn tick(self) -> Tick {
        // At least 2^32 and below 2^160.
        let bits = self.0.bit_len();
        let unit = U256::ONE.wrapping_shl(bits.saturating_sub(1));
        let wad = U256::from_limbs([WAD, 0, 0, 0]);
        let mantissa = mul_div_down(self.0, wad, unit).and_then(ln_wad);
        let exponent = i128::try_from(bits).unwrap_or_default().wrapping_sub(97);
        // 64 times ln(2) and less than that once more: below 2^66.
        let log = exponent
            .wrapping_mul(LN_2_WAD)
            .wrapping_add(mantissa.unwrap_or_default());
        let estimate = i32::try_from(log.wrapping_div_euclid(LN_ROOT_WAD)).unwrap_or_default();
        let estimate = Tick::default().shifted(estimate);
        for tick in [estimate.shifted(1), estimate] {
            if tick.sqrt_price() <= self {
                return tick;
            }
        }
        estimate.shifted(-1)
    }

    /// `floor(amount0 * price)`: what units of token0 cost in units of token1.
    ///
    /// Rounds down. `None` if it exceeds 256 bits.
    pub fn to_token1_down(self, amount0: U256) -> Option<U256> {
        let (square, unit) = self.square(false);
        mul_div_down(amount0, square, unit)
    }

    /// `ceil(amount0 * price)`. Rounds up. `None` if it exceeds 256 bits.
    pub fn to_token1_up(self, amount0: U256) -> Option<U256> {
        let (square, unit) = self.square(true);
        mul_div_up(amount0, square, unit)
    }

    /// `floor(amount1 / price)`: what units of token1 cost in units of token0.
    ///
    /// Rounds down. `None` if it exceeds 256 bits.
    pub fn to_token0_down(self, amount1: U256) -> Option<U256> {
        let (square, unit) = self.square(true);
        mul_div_down(amount1, unit, square)
    }

    /// `ceil(amount1 / price)`. Rounds up. `None` if it exceeds 256 bits.
    pub fn to_token0_up(self, amount1: U256) -> Option<U256> {
        let (square, unit) = self.square(false);
        mul_div_up(amount1, unit, square)
    }

    /// The price as a numerator and the power of two that divides it: exact below 2^64, rounded as
    /// asked to 128 bits behind the point above.
    fn square(self, rounds_up: bool) -> (U256, U256) {
        if self.0.bit_len() <= 128 {
            let square = self.0.wrapping_mul(self.0);
            return (square, U256::from_limbs([0, 0, 0, 1]));
        }
        let q64 = U256::from_limbs([0, 1, 0, 0]);
        let square = if rounds_up {
            mul_div_up(self.0, self.0, q64)
        } else {
            mul_div_down(self.0, self.0, q64)
        };
        // Below 2^320 before it is divided by 2^64.
        (square.unwrap_or(U256::MAX), U256::from_limbs([0, 0, 1, 0]))
    }
}

#[cfg(test)]
mod tests;
