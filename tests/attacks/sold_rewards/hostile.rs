//! Rewards that revert, burn gas, take a fee, lie or call back; callers that give too little gas.

use alloy_primitives::{Bytes, U256};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_sol_types::{SolCall, sol};
use ballast_abi::registry::IRegistry::Status;
use ballast_abi::rewards::IRewards::{reinvestCall, sweepCall};
use ballast_tests::venues::uniswap::Uniswap;
use ballast_tests::{ALICE, BOB, Contract, DEPLOYER, MALLORY, TOKEN, uint};

use super::{FEE, PRICE, REWARD, Stage};
use crate::create;

sol! {
    function setMode(uint8 mode) external;
    function arm(address target, bytes payload) external;
    function calls() external view returns (uint256);
    function succeeded() external view returns (bool);
}

/// What `HostileReward` can be told to do.
mod mode {
    pub(super) const HONEST: u8 = 0;
    pub(super) const REVERTS: u8 = 1;
    pub(super) const BURNS_GAS: u8 = 2;
    pub(super) const ANSWERS_FALSE: u8 = 3;
    pub(super) const TAKES_FEE: u8 = 4;
    pub(super) const BOASTS: u8 = 6;
}

/// A stage with another reward, which has a route as the first one has, and does what it is told.
fn with_hostile_reward() -> (Stage, Contract) {
    let stage = Stage::new();
    let reward = create(&stage.farm.scene, "HostileReward", &[]);
    let market = Uniswap::between(&stage.farm.scene.token, &reward, FEE, PRICE);
    stage.open(&market);
    // The mean of the first market is still what its price is.
    stage.market.trade_to(BOB, PRICE);
    (stage, reward)
}

impl Stage {
    /// Everything but the hostile reward works as ever: another reward is sold, a report, an exit.
    fn is_unharmed(&self) {
        self.reward(&self.market.other, 1_000 * TOKEN);
        let (token, strategy) = (self.market.other.address, self.strategy.address);
        let before = self.worth();
        let sale = self.selling.sell(BOB, token, strategy).returned;
        assert_eq!(sale.sold, uint(1_000 * TOKEN));
        assert_eq!(self.worth(), before + sale.received);
        let gain = self.farm.harvest(BOB, strategy).gain;
        assert!(sale.received <= gain);
        let paid = self.farm.scene.vault.withdraw(ALICE, 50_000 * TOKEN);
        assert!(U256::ZERO < paid.returned);
        assert_eq!(self.farm.status(strategy), Status::Active);
    }
}

#[test]
fn a_reward_that_misbehaves_harms_no_other() {
    let modes = [
        mode::REVERTS,
        mode::BURNS_GAS,
        mode::ANSWERS_FALSE,
        mode::TAKES_FEE,
        mode::BOASTS,
    ];
    for mode in modes {
        for is_collected in [false, true] {
            let (stage, reward) = with_hostile_reward();
            stage.reward(&reward, 2 * REWARD);
            let call = stage.call(&reward);
            if is_collected {
                // Half of it is with the seller when it begins.
                stage.selling.contract.send(BOB, &call);
                stage.farm.scene.pass(3_600);
            }
            let (before, assets) = (stage.worth(), stage.farm.assets());
            reward.send(DEPLOYER, &setModeCall { mode });
            // What is with the seller is what came, whatever the token says: that much is sold.
            let is_sold = mode == mode::BOASTS && is_collected;
            let passes = sends(&stage.selling.contract, &call, 30_000_000);
            assert_eq!(passes, is_sold, "{mode}");
            assert_eq!(before < stage.worth(), is_sold);
            assert_eq!(stage.farm.assets(), assets);
            if is_collected {
                stage.farm.harvest(BOB, stage.strategy.address);
            }
            stage.is_unharmed();
            // Nothing is lost that can still be moved.
            reward.send(DEPLOYER, &setModeCall { mode: mode::HONEST });
            stage.farm.scene.pass(3_600);
            let passes = sends(&stage.selling.contract, &call, 30_000_000);
            assert_eq!(passes, !is_sold, "{mode}");
        }
    }
}

/// Neither in the middle of a sweep nor while it pays a pool can a reward make seller or strategy do
/// anything.
#[test]
fn a_reward_that_calls_back_gets_nowhere() {
    let (stage, reward) = with_hostile_reward();
    let honest = &stage.market.other;
    let (seller, strategy) = (&stage.selling.contract, &stage.strategy);
    let token = honest.address;
    let calls: [(&Contract, Vec<u8>); 3] = [
        (seller, stage.call(honest).abi_encode()),
        (seller, stage.call(&reward).abi_encode()),
        (strategy, sweepCall { token }.abi_encode()),
    ];
    for (target, payload) in calls {
        stage.reward(&reward, REWARD / 10);
        stage.reward(honest, TOKEN);
        let (target, payload) = (target.address, payload.into());
        reward.send(DEPLOYER, &armCall { target, payload });
        let before = stage.worth();
        let (token, strategy) = (reward.address, stage.strategy.address);
        let sale = stage.selling.sell(BOB, token, strategy).returned;
        assert_eq!(stage.worth(), before + sale.received);
        assert!(uint(2) <= reward.ask(&callsCall {}));
        assert!(!reward.ask(&succeededCall {}));
        reward.send(DEPLOYER, &setModeCall { mode: mode::HONEST });
    }
    // What anybody may do at any time does no harm there either.
    stage.reward(&reward, REWARD / 10);
    let (target, payload) = (strategy.address, reinvestCall {}.abi_encode().into());
    reward.send(DEPLOYER, &armCall { target, payload });
    let before = stage.worth();
    let sale = stage
        .selling
        .sell(BOB, reward.address, strategy.address)
        .returned;
    assert_eq!(stage.worth(), before + sale.received);
}

/// With too little gas a sale is refused as a whole: it cannot be had without the sweep before it or
/// without putting to work what it brings.
#[test]
fn too_little_gas_leaves_nothing_half_done() {
    let stage = Stage::new();
    stage.reward(&stage.market.other, 100 * TOKEN);
    let call = stage.call(&stage.market.other);
    let node = stage.farm.scene.chain.node();
    let (before, mut outcomes) = (stage.worth(), [0; 2]);
    for gas in (200_000..5_000_000).step_by(100_000) {
        let snapshot = node.snapshot();
        let passed = sends(&stage.selling.contract, &call, gas);
        outcomes[usize::from(passed)] += 1;
        assert_eq!(before < stage.worth(), passed, "{gas}");
        assert_eq!(
            stage.farm.scene.tokens_of(stage.strategy.address),
            U256::ZERO
        );
        assert!(node.revert(snapshot));
    }
    let [failed, passed] = outcomes;
    assert!(
        20 < failed && 5 < passed,
        "{failed} failed, {passed} passed"
    );
}

/// Sends a call with so much gas. Whether it succeeds.
fn sends(to: &Contract, call: &impl SolCall, gas: u64) -> bool {
    let input = Bytes::from(call.abi_encode());
    let request = TransactionRequest::default().from(MALLORY).to(to.address);
    let request = request.input(input.into()).gas_limit(gas);
    to.chain().node().transact(request).unwrap().success()
}
