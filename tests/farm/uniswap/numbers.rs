//! The numbers of `core` beside those of Uniswap's own compiled libraries

use alloy_primitives::U256;
use alloy_primitives::aliases::{I24, U160};
use alloy_sol_types::sol;
use ballast_core::{SqrtPrice, Tick, TickRange};
use ballast_tests::{Contract, Farm, peers};

sol! {
    function roots(int24[] ticks) external view returns (uint160[] answers);
    function ticks(uint160[] prices) external view returns (int24[] answers);
    function amounts(uint160 a, uint160 b, uint128 liquidity, bool roundUp)
        external view returns (uint256 amount0, uint256 amount1);
}

fn library() -> Contract {
    let chain = Farm::new().scene.chain;
    let code = peers().contract("UniswapMath").unwrap();
    let address = chain.create(code, &[]).unwrap();
    Contract::new(chain, address)
}

/// Numbers that look random and are the same every time.
fn draws(count: usize) -> impl Iterator<Item = U256> {
    let mut state = U256::from(0x9e37_79b9_7f4a_7c15_u64);
    std::iter::repeat_with(move || {
        let bytes = state.to_be_bytes::<32>();
        state = alloy_primitives::keccak256(bytes).into();
        state
    })
    .take(count)
}

/// Every power of two, its neighbours, both ends, and a thousand more.
fn ticks() -> Vec<i32> {
    let powers = (0..20).flat_map(|bit| [(1 << bit) - 1, 1 << bit, (1 << bit) + 1]);
    let drawn = draws(1_000).map(|n| n.as_limbs()[0] as i32 % 887_273);
    let all = powers.chain([887_271, 887_272]).chain(drawn);
    let all = all.filter(|tick: &i32| tick.abs() <= 887_272);
    all.flat_map(|tick| [tick, -tick]).collect()
}

#[test]
fn roots_of_ticks_are_uniswaps() {
    let (library, numbers) = (library(), ticks());
    for part in numbers.chunks(200) {
        let ticks = part.iter().map(|tick| I24::unchecked_from(*tick)).collect();
        let answers = library.ask(&rootsCall { ticks });
        for (tick, answer) in part.iter().zip(answers) {
            let root = Tick::new(*tick).unwrap().sqrt_price().get();
            assert_eq!(root, U256::from(answer), "{tick}");
        }
    }
}

#[test]
fn ticks_of_roots_are_uniswaps() {
    let library = library();
    let at_ticks = ticks().into_iter().flat_map(|tick| {
        let root = Tick::new(tick).unwrap().sqrt_price();
        [root.next_below(), root, root.next_above()]
    });
    let drawn = draws(1_000).filter_map(|n| SqrtPrice::new(n >> (96 + n.as_limbs()[0] % 128)));
    let all: Vec<_> = at_ticks
        .chain(drawn)
        .filter(|root| *root != SqrtPrice::MAX)
        .collect();
    for part in all.chunks(200) {
        let prices = part.iter().map(|root| root.get().to::<U160>()).collect();
        let answers = library.ask(&ticksCall { prices });
        for (root, answer) in part.iter().zip(answers) {
            assert_eq!(root.tick().get(), answer.as_i32(), "{root:?}");
        }
    }
}

#[test]
fn amounts_are_uniswaps() {
    let library = library();
    let drawn: Vec<_> = draws(300).collect();
    for triple in drawn.chunks_exact(3) {
        let tick = |n: U256| (n.as_limbs()[1] % 400_000) as i32 - 200_000;
        let (one, other) = (tick(triple[0]), tick(triple[1]));
        let (lower, upper) = (one.min(other), one.max(other) + 1);
        let [lower, upper] = [lower, upper].map(|tick| Tick::new(tick).unwrap());
        let range = TickRange::new(lower, upper).unwrap();
        let liquidity: u128 = (triple[2] >> (128 + triple[2].as_limbs()[0] % 100)).to();
        for round_up in [false, true] {
            let answer = library.ask(&amountsCall {
                a: lower.sqrt_price().get().to(),
                b: upper.sqrt_price().get().to(),
                liquidity,
                roundUp: round_up,
            });
            let amounts = |price| match round_up {
                true => range.amounts_up(price, liquidity),
                false => range.amounts_down(price, liquidity),
            };
            // All of it in one token, at either end.
            assert_eq!(amounts(lower.sqrt_price()).token0, answer.amount0);
            assert_eq!(amounts(upper.sqrt_price()).token1, answer.amount1);
        }
    }
}
