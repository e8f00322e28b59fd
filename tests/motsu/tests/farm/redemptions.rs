//! Shares redeemed in epochs.

mod interface;

use alloy_primitives::U256;
use ballast_abi::redemptions::{
    IERC7540Claim, IERC7540Operator, IERC7540Redeem, IERC7887Redeem, Redemptions as Abi,
};
use ballast_redemptions::Redemptions;

use super::*;

const COLLECT: u64 = 86_400;
const NOTICE: u64 = 3_600;

/// A farm in which Alice and Bob have a stake each, 1,000 of it idle, and may hand in their shares.
struct Epochs {
    farm: Farm,
    contract: Deployed<Redemptions>,
}

fn construction(vault: Address, terms: [u64; 3]) -> Abi::constructorCall {
    let [loss, collect, notice] = terms.map(U256::from);
    Abi::constructorCall {
        vault,
        maxLossBps: loss,
        collectSeconds: collect,
        noticeSeconds: notice,
    }
}

fn settle() -> Abi::settleCall {
    Abi::settleCall { strategies: vec![] }
}

/// All shares of a stake.
fn stake() -> U256 {
    number(STAKE * SHARE_UNITS)
}

impl Epochs {
    fn new() -> Self {
        let farm = Farm::new();
        farm.deposit(BOB, STAKE).unwrap();
        farm.move_debt(&farm.first, 2 * STAKE - 1_000 * UNIT)
            .unwrap();
        farm.queue(&[&farm.first]);
        let contract = Deployed::bare(Address::repeat_byte(0xe0));
        let constructor = construction(farm.vault.address(), [100, COLLECT, NOTICE]);
        contract.construct(AUTHORITY, &constructor).unwrap();
        for owner in [ALICE, BOB] {
            let (spender, value) = (contract.address(), U256::MAX);
            let approve = IERC20::approveCall { spender, value };
            farm.vault.call(owner, &approve).unwrap();
        }
        Self { farm, contract }
    }

    fn ask<C: SolCall>(&self, call: &C) -> C::Return {
        self.contract.call(MALLORY, call).unwrap()
    }

    fn request(&self, caller: Address, shares: U256, controller: Address) -> Result<U256, Vec<u8>> {
        let call = IERC7540Redeem::requestRedeemCall {
            shares,
            controller,
            owner: caller,
        };
        self.contract.call(caller, &call)
    }

    fn settle(&self) -> Result<(U256, U256), Vec<u8>> {
        let settled = self.contract.call(MALLORY, &settle())?;
        Ok((settled.shares, settled.assets))
    }

    fn close(&mut self) {
        self.farm.pass(COLLECT);
        self.settle().unwrap();
        self.farm.pass(NOTICE);
    }

    fn redeem(&self, controller: Address, shares: U256) -> Result<U256, Vec<u8>> {
        let call = IERC7540Claim::redeemCall {
            shares,
            receiver: controller,
            controller,
        };
        self.contract.call(controller, &call)
    }

    fn cancel(&self, id: u64, controller: Address) -> Result<(), Vec<u8>> {
        let call = IERC7887Redeem::cancelRedeemRequestCall {
            requestId: number(id),
            controller,
        };
        self.contract.call(controller, &call).map(drop)
    }

    fn take_back(&self, id: u64, controller: Address) -> Result<U256, Vec<u8>> {
        let call = IERC7887Redeem::claimCancelRedeemRequestCall {
            requestId: number(id),
            receiver: controller,
            controller,
        };
        self.contract.call(controller, &call)
    }

    /// Shares of a controller in an epoch: pending, claimable, cancelled.
    fn states(&self, id: u64, controller: Address) -> [U256; 3] {
        let id = number(id);
        [
            self.ask(&IERC7540Redeem::pendingRedeemRequestCall {
                requestId: id,
                controller,
            }),
            self.ask(&IERC7540Redeem::claimableRedeemRequestCall {
                requestId: id,
                controller,
            }),
            self.ask(&IERC7887Redeem::claimableCancelRedeemRequestCall {
                requestId: id,
                controller,
            }),
        ]
    }

    fn max_withdraw(&self, controller: Address) -> U256 {
        self.ask(&IERC7540Claim::maxWithdrawCall { controller })
    }

    fn live(&self) -> (u64, u64) {
        let epochs = self.ask(&Abi::epochsCall {});
        (epochs.collecting.to(), epochs.settling.to())
    }

    fn is_due(&self) -> bool {
        self.ask(&Abi::shouldSettleCall {})
    }
}

#[test]
fn a_request_is_collected_closed_paid_and_claimed() {
    let mut stage = Epochs::new();
    refused(stage.settle(), &Abi::NothingRequested {});
    assert_eq!(stage.request(ALICE, stake(), ALICE), Ok(number(1)));
    assert_eq!(stage.states(1, ALICE), [stake(), U256::ZERO, U256::ZERO]);
    let due = number(stage.farm.now + COLLECT);
    assert!(!stage.is_due());
    refused(stage.settle(), &Abi::TooEarly { due });
    stage.farm.pass(COLLECT);
    assert!(stage.is_due());
    stage.settle().unwrap();
    assert_eq!(stage.live(), (2, 1));
    let due = number(stage.farm.now + NOTICE);
    assert!(!stage.is_due());
    refused(stage.settle(), &Abi::TooEarly { due });
    stage.farm.pass(NOTICE);
    assert!(stage.is_due());
    assert_eq!(stage.settle(), Ok((stake(), number(STAKE))));
    assert_eq!(stage.live(), (2, 0));
    assert_eq!(stage.states(1, ALICE), [U256::ZERO, stake(), U256::ZERO]);
    let epoch = stage.ask(&Abi::epochCall { id: number(1) });
    assert_eq!(epoch.settledAssets, number(STAKE));
    assert_eq!((epoch.requested, epoch.settledShares), (stake(), stake()));
    assert_eq!(stage.redeem(ALICE, stake()), Ok(number(STAKE)));
    assert_eq!(stage.farm.tokens_of(ALICE), number(STAKE));
    assert_eq!(stage.farm.tokens_of(stage.contract.address()), U256::ZERO);
}

#[test]
fn what_a_short_venue_pays_is_shared_alike() {
    let mut stage = Epochs::new();
    stage.request(ALICE, stake(), ALICE).unwrap();
    stage.request(BOB, stake() / number(2), BOB).unwrap();
    stage.close();
    // 1,000 idle and 500 left at the venue.
    stage.farm.drain_venue(2 * STAKE - 1_500 * UNIT);
    let (_, assets) = stage.settle().unwrap();
    assert_eq!(assets, number(1_500 * UNIT));
    near(stage.max_withdraw(ALICE), 1_000 * UNIT);
    near(stage.max_withdraw(BOB), 500 * UNIT);
    assert_eq!(stage.live(), (2, 1));
    let pending = stage.states(1, ALICE)[0] + stage.states(1, BOB)[0];
    assert!(!stage.is_due());
    let outcome = stage.settle().unwrap_err();
    assert_eq!(outcome[..4], <Abi::NothingPayable as SolError>::SELECTOR);
    // Who leaves half way keeps what was paid and gets the rest of the shares back.
    stage.cancel(1, BOB).unwrap();
    let [left, paid, back] = stage.states(1, BOB);
    assert_eq!((left, paid + back), (U256::ZERO, stake() / number(2)));
    assert_eq!(stage.take_back(1, BOB), Ok(back));
    refused(stage.take_back(1, BOB), &Abi::ZeroShares {});
    refused(stage.cancel(1, BOB), &Abi::ZeroShares {});
    near(stage.redeem(BOB, paid).unwrap(), 500 * UNIT);
    assert!(stage.states(1, ALICE)[0] < pending);
    // The venue has assets again: the rest is paid.
    let lent = 2 * STAKE - 1_500 * UNIT;
    let (to, value) = (stage.farm.venue.address(), number(lent));
    let back = IERC20::transferCall { to, value };
    stage.farm.token.call(KEEPER, &back).unwrap();
    let call = VaultAbi::takeBackCall {
        debt: value,
        paid: value,
    };
    stage.farm.venue.call(KEEPER, &call).unwrap();
    stage.settle().unwrap();
    assert_eq!(stage.live(), (2, 0));
    let shares = stage.ask(&IERC7540Claim::maxRedeemCall { controller: ALICE });
    stage.redeem(ALICE, shares).unwrap();
    near(stage.farm.tokens_of(ALICE), STAKE);
}

#[test]
fn a_claim_is_for_what_there_is() {
    let mut stage = Epochs::new();
    stage.request(ALICE, stake(), ALICE).unwrap();
    stage.close();
    stage.settle().unwrap();
    let withdraw = |assets: u64, receiver| IERC7540Claim::withdrawCall {
        assets: number(assets),
        receiver,
        controller: ALICE,
    };
    let send = |call: &IERC7540Claim::withdrawCall| stage.contract.call(ALICE, call);
    let error = IERC7540Claim::ERC4626ExceededMaxWithdraw {
        owner: ALICE,
        assets: number(STAKE + 1),
        max: number(STAKE),
    };
    refused(send(&withdraw(STAKE + 1, BOB)), &error);
    let error = IERC7540Claim::ERC4626ExceededMaxRedeem {
        owner: ALICE,
        shares: stake() + number(1),
        max: stake(),
    };
    refused(stage.redeem(ALICE, stake() + number(1)), &error);
    refused(stage.redeem(ALICE, number(1)), &Abi::ZeroAssets {});
    for receiver in [Address::ZERO, stage.contract.address()] {
        let error = Abi::InvalidReceiver { receiver };
        refused(send(&withdraw(1, receiver)), &error);
    }
    assert_eq!(send(&withdraw(UNIT, BOB)), Ok(number(UNIT * SHARE_UNITS)));
    assert_eq!(stage.farm.tokens_of(BOB), number(UNIT));
    assert_eq!(stage.max_withdraw(ALICE), number(STAKE - UNIT));
    assert_eq!(stage.max_withdraw(BOB), U256::ZERO);
}

#[test]
fn only_owners_and_their_operators_act() {
    let mut stage = Epochs::new();
    let request = |owner| IERC7540Redeem::requestRedeemCall {
        shares: stake(),
        controller: MALLORY,
        owner,
    };
    let unauthorized = Abi::Unauthorized {
        caller: MALLORY,
        account: ALICE,
    };
    let outcome = stage.contract.call(MALLORY, &request(ALICE));
    refused(outcome, &unauthorized);
    let set = |approved| IERC7540Operator::setOperatorCall {
        operator: MALLORY,
        approved,
    };
    assert_eq!(stage.contract.call(ALICE, &set(true)), Ok(true));
    let ask = IERC7540Operator::isOperatorCall {
        controller: ALICE,
        operator: MALLORY,
    };
    assert!(stage.ask(&ask));
    let events = stage.contract.events::<IERC7540Operator::OperatorSet>();
    assert_eq!((events.len(), events[0].approved), (1, true));
    let for_alice = IERC7540Redeem::requestRedeemCall {
        controller: ALICE,
        ..request(ALICE)
    };
    stage.contract.call(MALLORY, &for_alice).unwrap();
    assert_eq!(stage.states(1, ALICE)[0], stake());
    stage.contract.call(ALICE, &set(false)).unwrap();
    assert!(!stage.ask(&ask));
    let cancel = IERC7887Redeem::cancelRedeemRequestCall {
        requestId: number(1),
        controller: ALICE,
    };
    refused(stage.contract.call(MALLORY, &cancel), &unauthorized);
    stage.close();
    stage.settle().unwrap();
    let claim = IERC7540Claim::redeemCall {
        shares: stake(),
        receiver: MALLORY,
        controller: ALICE,
    };
    refused(stage.contract.call(MALLORY, &claim), &unauthorized);
    assert_eq!(stage.redeem(ALICE, stake()), Ok(number(STAKE)));
}

#[test]
fn what_nobody_could_claim_is_not_taken() {
    let stage = Epochs::new();
    refused(stage.request(ALICE, U256::ZERO, ALICE), &Abi::ZeroShares {});
    for controller in [Address::ZERO, stage.contract.address()] {
        let error = Abi::InvalidController { controller };
        refused(stage.request(ALICE, stake(), controller), &error);
    }
    let shares = IERC20::balanceOfCall { account: ALICE };
    assert_eq!(stage.farm.vault.call(BOB, &shares), Ok(stake()));
    refused(stage.cancel(1, ALICE), &Abi::ZeroShares {});
    refused(stage.take_back(1, ALICE), &Abi::ZeroShares {});
}

#[test]
fn an_epoch_that_all_have_left_ends() {
    let mut stage = Epochs::new();
    stage.request(ALICE, stake(), ALICE).unwrap();
    stage.close();
    stage.cancel(1, ALICE).unwrap();
    assert_eq!(stage.live(), (2, 0));
    refused(stage.settle(), &Abi::NothingRequested {});
    assert_eq!(stage.take_back(1, ALICE), Ok(stake()));
}

#[test]
fn what_is_worth_nothing_goes_back() {
    let mut stage = Epochs::new();
    // Everything is lent, and all of it is lost.
    stage.farm.move_debt(&stage.farm.first, 2 * STAKE).unwrap();
    stage.request(ALICE, stake(), ALICE).unwrap();
    stage.close();
    let strategy = stage.farm.first.address();
    stage.farm.govern(&super::Abi::revokeCall { strategy });
    stage.settle().unwrap();
    assert_eq!(stage.live(), (2, 0));
    assert_eq!(stage.states(1, ALICE), [U256::ZERO, U256::ZERO, stake()]);
    let finished = stage.contract.events::<Abi::EpochFinished>();
    assert_eq!(finished[0].returned, stake());
    assert_eq!(stage.take_back(1, ALICE), Ok(stake()));
}

#[test]
fn several_epochs_pay_into_one_pot() {
    let mut stage = Epochs::new();
    let quarter = stake() / number(4);
    for id in 1..=3 {
        assert_eq!(stage.request(ALICE, quarter, ALICE), Ok(number(id)));
        stage.close();
        stage.settle().unwrap();
    }
    let three = quarter * number(3);
    assert_eq!(stage.states(1, ALICE), [U256::ZERO; 3]);
    assert_eq!(stage.states(3, ALICE), [U256::ZERO, three, U256::ZERO]);
    assert_eq!(stage.redeem(ALICE, three), Ok(number(STAKE / 4 * 3)));
}
