//! A farm whose shares can be redeemed in epochs.

use alloy_primitives::{Address, U256};
use ballast_abi::erc20::IERC20::approveCall;
use ballast_abi::redemptions::Redemptions as Abi;
use ballast_abi::redemptions::{IERC7540Claim, IERC7540Redeem, IERC7887Redeem};
use ballast_abi::registry::IRegistry::setBoundsCall;
use ballast_artifacts::REDEMPTIONS;
use ballast_client::deploy::Plan;

use crate::actors::{ALICE, BOB, CAROL, PAUPER};
use crate::contract::{Contract, Done, uint};
use crate::farm::{Farm, Hostile, Mode, STAKE};
use crate::vault::SHARE_UNITS;

/// How long an epoch collects requests.
pub const COLLECT: u64 = 86_400;

/// How long a closed epoch waits.
pub const NOTICE: u64 = 3_600;

/// The largest loss of the redemptions, in basis points.
pub const LOSS_BPS: u128 = 100;

/// A farm in which Alice, Bob and Carol have [`STAKE`] each, all of it lent to a strategy that does
/// what it is told and whose reports are believed. They let the redemptions take their shares.
#[derive(Clone, Debug)]
pub struct Epochs {
    /// The farm.
    pub farm: Farm,
    /// The strategy.
    pub hostile: Hostile,
    /// The redemptions.
    pub contract: Contract,
}

impl Epochs {
    /// The stage.
    #[expect(clippy::new_without_default, reason = "a stage is an act, not a value")]
    pub fn new() -> Self {
        let farm = Farm::new();
        let vault = &farm.scene.vault;
        vault.deposit(BOB, STAKE, BOB);
        vault.deposit(CAROL, STAKE, CAROL);
        let hostile = farm.hostile();
        farm.queue(&[hostile.address()]);
        farm.govern(&setBoundsCall {
            strategy: hostile.address(),
            lossBps: uint(10_000),
            gainBps: uint(10_000),
        });
        farm.move_debt(hostile.address(), 3 * STAKE);
        let (plan, address) = Self::plan(vault.address(), LOSS_BPS, NOTICE);
        let deployed = farm.scene.chain.deploy(&plan);
        deployed.unwrap_or_else(|error| panic!("{error}"));
        let contract = Contract::new(farm.scene.chain.clone(), address);
        for actor in [ALICE, BOB, CAROL] {
            let (spender, value) = (address, U256::MAX);
            vault.contract.send(actor, &approveCall { spender, value });
        }
        Self {
            farm,
            hostile,
            contract,
        }
    }

    /// How the redemptions of a vault are deployed, and where.
    pub fn plan(vault: Address, loss_bps: u128, notice: u64) -> (Plan, Address) {
        let constructor = Abi::constructorCall {
            vault,
            maxLossBps: uint(loss_bps),
            collectSeconds: U256::from(COLLECT),
            noticeSeconds: U256::from(notice),
        };
        let mut plan = Plan::new("redemptions");
        let address = plan.add("redemptions", REDEMPTIONS.code, &constructor, false);
        (plan, address.expect("a plan of one"))
    }

    /// Leaves so much idle in the vault, and the rest where nothing comes back from.
    pub fn free(&self, assets: u128) {
        let hostile = self.hostile.address();
        self.hostile.set(Mode::Honest);
        let debt: u128 = self.farm.debt(hostile).to();
        self.farm.move_debt(hostile, debt - assets);
        self.hostile.set(Mode::Illiquid);
    }

    /// Hands in shares of the sender that are worth so much at the price of the start.
    pub fn request(&self, owner: Address, assets: u128) -> Done<U256> {
        self.contract.send(owner, &request(assets, owner, owner))
    }

    /// Closes the epoch that collects, and waits until it can be paid.
    pub fn close(&self) {
        self.farm.scene.pass(COLLECT);
        self.settle();
        self.farm.scene.pass(NOTICE);
    }

    /// Takes the next step, out of the queue.
    pub fn settle(&self) -> Done<Abi::settleReturn> {
        self.contract.send(PAUPER, &settle())
    }

    /// Claims all that a controller can, and returns it.
    pub fn claim(&self, controller: Address) -> U256 {
        let shares = self.max_redeem(controller);
        let call = claim(shares, controller, controller);
        self.contract.send(controller, &call).returned
    }

    /// Shares that a controller can claim for.
    pub fn max_redeem(&self, controller: Address) -> U256 {
        self.contract
            .ask(&IERC7540Claim::maxRedeemCall { controller })
    }

    /// Assets that a controller can claim.
    pub fn max_withdraw(&self, controller: Address) -> U256 {
        self.contract
            .ask(&IERC7540Claim::maxWithdrawCall { controller })
    }

    /// Shares of a controller in an epoch: pending, claimable, cancelled.
    pub fn states(&self, id: u64, controller: Address) -> [U256; 3] {
        let id = U256::from(id);
        [
            self.contract
                .ask(&IERC7540Redeem::pendingRedeemRequestCall {
                    requestId: id,
                    controller,
                }),
            self.contract
                .ask(&IERC7540Redeem::claimableRedeemRequestCall {
                    requestId: id,
                    controller,
                }),
            self.contract
                .ask(&IERC7887Redeem::claimableCancelRedeemRequestCall {
                    requestId: id,
                    controller,
                }),
        ]
    }

    /// The epoch that collects, and the one that is being settled.
    pub fn live(&self) -> (u64, u64) {
        let epochs = self.contract.ask(&Abi::epochsCall {});
        (epochs.collecting.to(), epochs.settling.to())
    }
}

/// `requestRedeem`, of shares that are worth so much at the price of the start.
pub fn request(
    assets: u128,
    controller: Address,
    owner: Address,
) -> IERC7540Redeem::requestRedeemCall {
    IERC7540Redeem::requestRedeemCall {
        shares: uint(assets * SHARE_UNITS),
        controller,
        owner,
    }
}

/// `redeem`, which claims.
pub fn claim(shares: U256, receiver: Address, controller: Address) -> IERC7540Claim::redeemCall {
    IERC7540Claim::redeemCall {
        shares,
        receiver,
        controller,
    }
}

/// `settle`, out of the queue.
pub fn settle() -> Abi::settleCall {
    Abi::settleCall { strategies: vec![] }
}

/// `cancelRedeemRequest`
pub fn cancel(id: u64, controller: Address) -> IERC7887Redeem::cancelRedeemRequestCall {
    IERC7887Redeem::cancelRedeemRequestCall {
        requestId: U256::from(id),
        controller,
    }
}

/// `claimCancelRedeemRequest`
pub fn take_back(
    id: u64,
    receiver: Address,
    controller: Address,
) -> IERC7887Redeem::claimCancelRedeemRequestCall {
    IERC7887Redeem::claimCancelRedeemRequestCall {
        requestId: U256::from(id),
        receiver,
        controller,
    }
}
