//! Prices by an ERC-4626 vault, and how fast they are believed to rise.

use ballast_abi::erc4626::IERC4626;
use ballast_abi::oracle::Oracle::CheckpointMoved;
use ballast_motsu_testkit::set_refusing;

use super::*;

const SHARE: Address = Address::repeat_byte(0x54);
const YEAR: u64 = 31_536_000;

/// A vault over dollars; 1e18 of its shares are worth what is in the cell.
struct Vault {
    worth: Rc<Cell<U256>>,
    decimals: Rc<Cell<u64>>,
    holds: Rc<Cell<Address>>,
    _contract: Foreign,
}

fn vault() -> Vault {
    let worth = Rc::new(Cell::new(uint(ONE)));
    let (decimals, holds) = (Rc::new(Cell::new(18)), Rc::new(Cell::new(DOLLARS)));
    let (value, digits, asset) = (Rc::clone(&worth), Rc::clone(&decimals), Rc::clone(&holds));
    let contract = Foreign::place(SHARE, move |message| {
        if let Some(call) = message.is::<IERC4626::convertToAssetsCall>() {
            let all = call.shares * value.get() / uint(ONE);
            return Ok(all.to_be_bytes_vec());
        }
        match message.calldata.first_chunk() {
            Some(&IERC4626::assetCall::SELECTOR) => Ok(asset.get().into_word().to_vec()),
            Some(&IERC20::decimalsCall::SELECTOR) => Ok(word(digits.get())),
            _ => Err(vec![]),
        }
    });
    Vault {
        worth,
        decimals,
        holds,
        _contract: contract,
    }
}

/// The share's source, believed to grow by a tenth a year.
fn source() -> Abi::setSourceCall {
    Abi::setSourceCall {
        asset: SHARE,
        index: U256::ZERO,
        kind: uint(3),
        target: SHARE,
        quote: DOLLARS,
        span: U256::ZERO,
        lower: U256::ZERO,
        upper: uint(1_000),
        confidenceBps: U256::ZERO,
    }
}

/// The usual stage, where the share is registered too.
fn shared() -> (Stage, Vault) {
    let (stage, vault) = (stage(), vault());
    stage.govern(&Abi::setAssetCall {
        asset: SHARE,
        least: uint(1),
        deviationBps: uint(100),
    });
    (stage, vault)
}

/// What 1e18 shares are worth in dollars, by the oracle.
fn believed(stage: &Stage) -> u64 {
    let quote = getQuoteCall {
        inAmount: uint(ONE),
        base: SHARE,
        quote: DOLLARS,
    };
    stage.govern(&quote).to()
}

fn checkpoint(stage: &Stage) {
    let call = Abi::checkpointCall {
        asset: SHARE,
        index: U256::ZERO,
    };
    stage.oracle.call(ALICE, &call).unwrap();
}

fn moves(stage: &Stage) -> Vec<[u64; 2]> {
    let events = stage.oracle.events::<CheckpointMoved>();
    events
        .iter()
        .map(|it| [it.from, it.to].map(|price| price.to()))
        .collect()
}

#[test]
fn a_rise_is_believed_as_fast_as_the_rate_and_a_fall_at_once() {
    let (stage, vault) = shared();
    stage.govern(&source());
    assert_eq!(believed(&stage), ONE);
    vault.worth.set(uint(ONE * 2));
    assert_eq!(believed(&stage), ONE / 10_000 * 10_005);
    vault.worth.set(uint(ONE / 2));
    assert_eq!(believed(&stage), ONE / 2);
    vault.worth.set(uint(ONE * 2));
    set_block_timestamp(START + YEAR);
    // 1.1 * 1.0005.
    assert!(believed(&stage).abs_diff(ONE / 100_000 * 110_055) < 1_000);
    vault.worth.set(uint(ONE / 100 * 105));
    assert_eq!(believed(&stage), ONE / 100 * 105);
}

#[test]
fn headroom_does_not_pile_up_once_the_checkpoint_moves() {
    let (stage, vault) = shared();
    stage.govern(&source());
    set_block_timestamp(START + YEAR);
    let now = ONE / 100 * 101;
    vault.worth.set(uint(now));
    checkpoint(&stage);
    assert_eq!(moves(&stage), [[0, ONE], [ONE, now]]);
    vault.worth.set(uint(ONE * 2));
    assert_eq!(believed(&stage), now / 10_000 * 10_005);
    // What lies above the line, or is nothing, moves none.
    checkpoint(&stage);
    vault.worth.set(U256::ZERO);
    checkpoint(&stage);
    assert_eq!(moves(&stage).len(), 2);
}

#[test]
fn setting_a_source_anew_believes_no_jump() {
    let (stage, vault) = shared();
    stage.govern(&source());
    vault.worth.set(uint(ONE * 2));
    stage.govern(&source());
    assert_eq!(moves(&stage), [[0, ONE], [ONE, ONE]]);
    assert_eq!(believed(&stage), ONE / 10_000 * 10_005);
    // Removed and set once more it begins from what holds then.
    let (asset, index) = (SHARE, U256::ZERO);
    stage.govern(&Abi::removeSourceCall { asset, index });
    stage.govern(&source());
    assert_eq!(believed(&stage), ONE * 2);
}

#[test]
fn a_vault_that_says_nothing_has_no_price() {
    let (stage, vault) = shared();
    stage.govern(&source());
    let state = || stage.govern(&Abi::statusCall { asset: SHARE }).states[0].to::<u64>();
    let error = Abi::InvalidSource { target: SHARE };
    set_refusing(SHARE, true);
    assert_eq!(state(), 3);
    let call = Abi::checkpointCall {
        asset: SHARE,
        index: U256::ZERO,
    };
    stage.refuses(ALICE, &call, &error);
    set_refusing(SHARE, false);
    vault.worth.set(U256::ZERO);
    assert_eq!(state(), 4);
    // Nothing to begin from: no share is worth nothing, or more than 128 bits.
    for worth in [U256::ZERO, U256::from(u128::MAX)] {
        vault.worth.set(worth);
        stage.refuses(BOB, &source(), &error);
    }
}

#[test]
fn a_share_is_the_vaults_own_and_what_it_holds_the_quote() {
    let (stage, vault) = shared();
    let error = Abi::InvalidSource { target: SHARE };
    vault.holds.set(ETHER);
    stage.refuses(BOB, &source(), &error);
    vault.holds.set(DOLLARS);
    // Shares of which no power of ten has 18 more digits than 38.
    vault.decimals.set(39);
    stage.refuses(BOB, &source(), &error);
    vault.decimals.set(18);
    let stranger = Abi::setSourceCall {
        target: ALICE,
        ..source()
    };
    let other = Abi::InvalidSource { target: ALICE };
    stage.refuses(BOB, &stranger, &other);
    stage.govern(&source());
    // A feed has no checkpoint.
    let (asset, index) = (ETHER, U256::ZERO);
    let call = Abi::checkpointCall { asset, index };
    stage.refuses(ALICE, &call, &Abi::UnknownSource { asset, index });
}
