//! How much is sold at once, and how much of it may be lost.

use super::*;

#[test]
fn a_large_pile_is_sold_in_chunks_that_refill() {
    let stage = stage();
    stage.grant(3 * CHUNK);
    assert_eq!(stage.sell().unwrap().0, CHUNK);
    assert_eq!(stage.standing()[..2], [2 * CHUNK, 0]);
    let (amount, least) = (U256::ZERO, number(LEAST));
    refused(stage.sell(), &Abi::TooLittle { amount, least });
    set_block_timestamp(START + HOUR / 2);
    assert_eq!(stage.standing()[1], CHUNK / 2);
    assert_eq!(stage.sell().unwrap().0, CHUNK / 2);
    assert_eq!(stage.standing()[0], 3 * CHUNK / 2);
    // What the strategy keeps does not keep the rest from being sold.
    stage.faults.borrow_mut().keeps_rewards = true;
    set_block_timestamp(START + 2 * HOUR);
    assert_eq!(stage.sell().unwrap().0, CHUNK);
    assert_eq!(
        stage.balance(&stage.reward, stage.seller.address()),
        CHUNK / 2
    );
}

#[test]
fn what_sales_lose_is_limited_and_refills() {
    let stage = stage();
    let mut tight = TERMS;
    (tight[6], tight[3]) = (4_000, 2 * CHUNK);
    stage.govern(&stage.terms(tight)).unwrap();
    stage.grant(2 * CHUNK);
    // 0.3 % of two chunks.
    assert!(!stage.trigger().due);
    let (loss, left) = (number(6_000), number(4_000));
    refused(stage.sell(), &Abi::LossExceeded { loss, left });
    assert_eq!(stage.balance(&stage.asset, PAYEE), 0);
    stage.change(|pool| pool.depth = number(CHUNK));
    assert_eq!(stage.sell().unwrap(), (CHUNK, 997_000));
    assert_eq!(stage.standing()[2], 1_000);
    set_block_timestamp(START + 604_800);
    assert_eq!(stage.standing()[2], 4_000);
    assert_eq!(stage.sell().unwrap().0, CHUNK);
    // A token that rose since the mean was taken loses nothing.
    set_block_timestamp(START + 2 * 604_800);
    stage.change(|pool| pool.spot = -60);
    stage.grant(CHUNK);
    let (sold, received) = stage.sell().unwrap();
    assert!(sold < received);
    assert_eq!(stage.standing()[2], 4_000);
}
