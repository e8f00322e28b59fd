//! What a market runs with, and what is altered to see what it is for.

use alloy_primitives::U256;
use ballast_abi::market_risk::IMarketRisk as Risk;

use crate::lending::TERMS;
use crate::scene::TOKEN;

/// Time constants of the averages: ten minutes, six hours.
pub const CONSTANTS: [u64; 2] = [600, 21_600];

/// Borrow and liquidation LTV of bitcoin, in basis points.
pub const BITCOIN_LTV: [u128; 2] = [7_500, 8_000];

/// Those of a vault's shares over bitcoin.
pub const SHARE_LTV: [u128; 2] = [7_000, 7_500];

/// Left of a debt or of its collateral is worth a thousand dollars, or nothing.
pub const DUST: u128 = 1_000 * TOKEN;

/// The gate's grace, after how long it fails open, and the health below which it holds up nothing,
/// in basis points.
pub const GATE: [u128; 3] = [3_600, 14_400, 9_500];

/// How a market is configured.
#[derive(Clone, Debug)]
pub struct Rules {
    /// What governs liquidations.
    pub terms: Risk::LiquidationTerms,
    /// Time constants of fast and slow average.
    pub constants: [u64; 2],
    /// Basis points from each borrow LTV to its liquidation LTV.
    pub gap_bps: u128,
    /// Whether the oracle's gate is asked.
    pub gated: bool,
    /// After how long the gate fails open.
    pub fail_open_seconds: u128,
}

impl Rules {
    /// All of them, as they are shipped.
    pub fn shipped() -> Self {
        Self {
            terms: Risk::LiquidationTerms {
                dust: U256::from(DUST),
                ..TERMS
            },
            constants: CONSTANTS,
            gap_bps: 500,
            gated: true,
            fail_open_seconds: GATE[1],
        }
    }

    fn with(alter: impl FnOnce(&mut Self)) -> Self {
        let mut rules = Self::shipped();
        alter(&mut rules);
        rules
    }

    fn without_averages() -> Self {
        Self::with(|rules| rules.constants = [0, 0])
    }
}

/// What happens beside the crash.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Incident {
    /// Nothing.
    None,
    /// Nobody liquidates for so many seconds, while the price falls most.
    NoLiquidator(u64),
    /// Nobody acts at all for so many seconds, while the price falls most.
    SequencerAway(u64),
    /// The uptime feed alone says so, from when the price falls most.
    UptimeStuck(u64),
    /// The feed answers so many times the price for one block, and who can gain by it acts.
    Pushed(f64),
}

/// Rules, and an incident.
#[derive(Clone, Debug)]
pub struct Case {
    /// What is altered, in a few words.
    pub name: &'static str,
    /// With what.
    pub rules: Rules,
    /// What happens.
    pub incident: Incident,
}

/// An hour, in seconds.
const HOUR: u64 = 3_600;

/// The market as it is shipped, in the crash alone.
pub fn shipped() -> Case {
    Case {
        name: "all rules",
        rules: Rules::shipped(),
        incident: Incident::None,
    }
}

/// All rules, then each altered, then incidents with and without the rule that is for them.
pub fn cases() -> Vec<Case> {
    let altered = |name, alter: fn(&mut Rules)| Case {
        name,
        rules: Rules::with(alter),
        incident: Incident::None,
    };
    let mut cases = vec![
        shipped(),
        altered("no averages", |it| it.constants = [0, 0]),
        altered("slow average without a deep threshold", |it| {
            it.terms.deepBps = U256::ONE;
        }),
        altered("no cool-off", |it| it.terms.coolOffSeconds = U256::ZERO),
        altered("no dust rule", |it| it.terms.dust = U256::ZERO),
        altered("close factor 100 %", |it| {
            it.terms.closeFactorBps = U256::from(10_000);
        }),
        altered("no target: up to the close factor", |it| {
            it.terms.targetBps = U256::from(20_000);
        }),
        altered("borrow LTV half a percent below", |it| it.gap_bps = 50),
    ];
    cases.extend(incidents());
    cases
}

fn incidents() -> Vec<Case> {
    let case = |name, rules, incident| Case {
        name,
        rules,
        incident,
    };
    let away = Incident::SequencerAway(2 * HOUR);
    let stuck = Incident::UptimeStuck(24 * HOUR);
    vec![
        case(
            "no liquidator for an hour",
            Rules::shipped(),
            Incident::NoLiquidator(HOUR),
        ),
        case("sequencer away for two hours", Rules::shipped(), away),
        case(
            "sequencer away, no gate",
            Rules::with(|it| it.gated = false),
            away,
        ),
        case("uptime feed stuck for a day", Rules::shipped(), stuck),
        case(
            "uptime feed stuck, no fail-open",
            Rules::with(|it| it.fail_open_seconds = 604_800),
            stuck,
        ),
        case(
            "spot pushed up tenfold",
            Rules::shipped(),
            Incident::Pushed(10.0),
        ),
        case(
            "spot pushed up, no averages",
            Rules::without_averages(),
            Incident::Pushed(10.0),
        ),
        case(
            "spot pushed down tenfold",
            Rules::shipped(),
            Incident::Pushed(0.1),
        ),
        case(
            "spot pushed down, no averages",
            Rules::without_averages(),
            Incident::Pushed(0.1),
        ),
    ]
}
