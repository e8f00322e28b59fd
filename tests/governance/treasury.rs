//! The treasury: what leaves it, and what a captured vote takes.

use alloy_primitives::{Address, Bytes, U256};
use alloy_rpc_types_eth::BlockId;
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::erc20::IERC20::{balanceOfCall, transferCall};
use ballast_abi::erc20::ISafeERC20;
use ballast_abi::params::IValidator::validateCall;
use ballast_abi::redemptions::IERC165::supportsInterfaceCall;
use ballast_abi::treasury::Treasury as Abi;
use ballast_artifacts::TREASURY as PROGRAM;
use ballast_bench::chain::Chain;
use ballast_client::deploy::Plan;
use ballast_tests::{ALICE, BOB, Contract, MALLORY, STRANGER, TOKEN, uint};

use crate::assembly::{Assembly, Proposal};
use crate::create;
use crate::stage::{MIN_DELAY, send_ether};

const DAY: u64 = 86_400;
const EPOCH: u64 = 30 * DAY;
const RAISE_DELAY: u64 = 14 * DAY;

/// May lower limits.
const GUARDIAN: Address = BOB;

/// What there is, and what of it may leave in an epoch: 5%.
const FUNDS: u128 = 200_000 * TOKEN;
const LIMIT: u128 = 10_000 * TOKEN;

/// The same in ether.
const ETHER: u128 = 1_000;
const ETHER_LIMIT: u128 = 100;

fn construction(authority: Address, token: Address) -> Abi::constructorCall {
    Abi::constructorCall {
        authority,
        guardian: GUARDIAN,
        epoch: U256::from(EPOCH),
        raiseDelay: U256::from(RAISE_DELAY),
        tokens: vec![token, Address::ZERO],
        limits: vec![uint(LIMIT), uint(ETHER_LIMIT)],
    }
}

fn deploy(chain: &Chain, constructor: &Abi::constructorCall) -> Option<Contract> {
    let mut plan = Plan::new("treasury");
    let address = plan.add("treasury", PROGRAM.code, constructor, true);
    chain.deploy(&plan).ok()?;
    Some(Contract::new(chain.clone(), address.unwrap()))
}

struct Stage {
    assembly: Assembly,
    treasury: Contract,
}

impl Stage {
    /// A treasury of `authority`, with money.
    fn of(authority: impl FnOnce(&Assembly) -> Address) -> Self {
        let assembly = Assembly::ours();
        let authority = authority(&assembly);
        let constructor = construction(authority, assembly.token.address);
        let treasury = deploy(assembly.governor.chain(), &constructor).unwrap();
        let (to, value) = (treasury.address, uint(FUNDS));
        assembly.token.send(ALICE, &transferCall { to, value });
        send_ether(&treasury, ALICE, ETHER);
        Self { assembly, treasury }
    }

    fn alices() -> Self {
        Self::of(|_| ALICE)
    }

    fn pay(&self, amount: u128) -> Abi::payCall {
        Abi::payCall {
            token: self.assembly.token.address,
            to: MALLORY,
            amount: uint(amount),
        }
    }

    fn exceeded(&self, amount: u128, left: u128) -> Abi::OutflowExceeded {
        Abi::OutflowExceeded {
            token: self.assembly.token.address,
            amount: uint(amount),
            left: uint(left),
        }
    }

    fn set(&self, limit: u128) -> Abi::setLimitCall {
        Abi::setLimitCall {
            token: self.assembly.token.address,
            limit: uint(limit),
        }
    }

    fn taken(&self) -> U256 {
        let account = MALLORY;
        self.assembly.token.ask(&balanceOfCall { account })
    }

    fn left(&self) -> U256 {
        let token = self.assembly.token.address;
        self.treasury.ask(&Abi::leftCall { token })
    }
}

/// Mallory has the votes. All of it in one call or in twenty is refused; one limit leaves, and no
/// second one with the next proposal.
#[test]
fn scenario_34_a_captured_vote_takes_one_limit_of_an_epoch() {
    let stage = Stage::of(|assembly| assembly.timelock.address);
    let (assembly, treasury) = (&stage.assembly, stage.treasury.address);
    let whole = Proposal::of(treasury, &stage.pay(FUNDS)).because("All");
    let first = Proposal::of(treasury, &stage.pay(LIMIT)).because("In parts");
    let parts = (1..20).fold(first, |it, _| it.and(treasury, &stage.pay(LIMIT)));
    for (proposal, amount, left) in [(&whole, FUNDS, LIMIT), (&parts, LIMIT, 0)] {
        assembly.succeed(proposal);
        assembly.governor.send(MALLORY, &proposal.queue());
        assembly.pass(MIN_DELAY);
        let error = stage.exceeded(amount, left);
        let execute = proposal.execute();
        assembly.governor.refuses(MALLORY, &execute, &error);
    }
    assert_eq!(stage.taken(), U256::ZERO);
    let one = Proposal::of(treasury, &stage.pay(LIMIT)).because("One limit");
    assembly.enact(&one);
    assert_eq!(stage.taken(), uint(LIMIT));
    let again = one.because("Another");
    assembly.succeed(&again);
    assembly.governor.send(MALLORY, &again.queue());
    assembly.pass(MIN_DELAY);
    let data = assembly.governor.revert_data(MALLORY, &again.execute());
    assert_eq!(data[..4], Abi::OutflowExceeded::SELECTOR);
    assert_eq!(stage.taken(), uint(LIMIT));
}

/// A vote that raises the limit waits the timelock's delay and the treasury's, and the guardian cuts
/// it to nothing.
#[test]
fn scenario_34_a_raised_limit_waits_and_the_guardian_cuts_it() {
    let stage = Stage::of(|assembly| assembly.timelock.address);
    let (assembly, treasury) = (&stage.assembly, &stage.treasury);
    let raise = Proposal::of(treasury.address, &stage.set(FUNDS));
    assembly.enact(&raise);
    let token = assembly.token.address;
    let pending = treasury.ask(&Abi::pendingLimitCall { token });
    let since = U256::from(assembly.now() + RAISE_DELAY);
    assert_eq!((pending.limit, pending.since), (uint(FUNDS), since));
    assert_eq!(stage.left(), uint(LIMIT));
    treasury.send(GUARDIAN, &stage.set(0));
    assembly.pass(RAISE_DELAY);
    assert_eq!(stage.left(), U256::ZERO);
    let sweep = Proposal::of(treasury.address, &stage.pay(1)).because("Sweep");
    assembly.succeed(&sweep);
    assembly.governor.send(MALLORY, &sweep.queue());
    assembly.pass(MIN_DELAY);
    let execute = sweep.execute();
    let error = stage.exceeded(1, 0);
    assembly.governor.refuses(MALLORY, &execute, &error);
    assert_eq!(stage.taken(), U256::ZERO);
}

#[test]
fn a_raise_that_nobody_cuts_holds_after_the_delay() {
    let stage = Stage::alices();
    stage.treasury.send(ALICE, &stage.set(3 * LIMIT));
    let error = stage.exceeded(LIMIT + 1, LIMIT);
    stage.treasury.refuses(ALICE, &stage.pay(LIMIT + 1), &error);
    stage.assembly.pass(RAISE_DELAY);
    stage.treasury.send(ALICE, &stage.pay(3 * LIMIT));
    assert_eq!(stage.taken(), uint(3 * LIMIT));
}

/// Half an epoch refills half.
#[test]
fn what_left_comes_back_with_time() {
    let stage = Stage::alices();
    stage.treasury.send(ALICE, &stage.pay(LIMIT));
    let error = stage.exceeded(LIMIT, 0);
    let data = stage.treasury.revert_data(ALICE, &stage.pay(LIMIT));
    assert_eq!(
        data[..4],
        alloy_sol_types::SolError::abi_encode(&error)[..4]
    );
    stage.assembly.pass(EPOCH / 2);
    assert!(stage.left().abs_diff(uint(LIMIT / 2)) < uint(TOKEN));
    stage.assembly.pass(EPOCH);
    assert_eq!(stage.left(), uint(LIMIT));
}

#[test]
fn ether_has_a_limit_as_well() {
    let stage = Stage::alices();
    let token = Address::ZERO;
    let pay = |to, amount| Abi::payCall {
        token,
        to,
        amount: uint(amount),
    };
    let node = stage.treasury.chain().node();
    let balance = || node.balance(&STRANGER, BlockId::latest()).unwrap();
    let before = balance();
    stage.treasury.send(ALICE, &pay(STRANGER, ETHER_LIMIT));
    assert_eq!(balance() - before, uint(ETHER_LIMIT));
    stage.assembly.pass(EPOCH);
    let error = Abi::OutflowExceeded {
        token,
        amount: uint(ETHER_LIMIT + 1),
        left: uint(ETHER_LIMIT),
    };
    let more = pay(STRANGER, ETHER_LIMIT + 1);
    stage.treasury.refuses(ALICE, &more, &error);
    let (to, amount) = (stage.assembly.token.address, uint(1));
    let error = Abi::EtherRefused { to, amount };
    stage.treasury.refuses(ALICE, &pay(to, 1), &error);
}

#[test]
fn what_has_no_limit_stays() {
    let stage = Stage::alices();
    let token = STRANGER;
    let (to, amount) = (ALICE, uint(1));
    let error = Abi::OutflowExceeded {
        token,
        amount,
        left: U256::ZERO,
    };
    let pay = Abi::payCall { token, to, amount };
    stage.treasury.refuses(ALICE, &pay, &error);
    let limit = uint(5);
    stage
        .treasury
        .send(ALICE, &Abi::setLimitCall { token, limit });
    stage.assembly.pass(RAISE_DELAY);
    let error = Abi::NotAToken { token };
    stage.treasury.refuses(ALICE, &pay, &error);
    let target = create(stage.treasury.chain(), "Target", &[]).address;
    let token = target;
    stage
        .treasury
        .send(ALICE, &Abi::setLimitCall { token, limit });
    stage.assembly.pass(RAISE_DELAY);
    let pay = Abi::payCall { token, to, amount };
    let error = ISafeERC20::SafeERC20FailedOperation { token };
    stage.treasury.refuses(ALICE, &pay, &error);
}

#[test]
fn only_the_authority_pays_and_the_guardian_only_lowers() {
    let stage = Stage::alices();
    for caller in [GUARDIAN, MALLORY] {
        let error = Abi::Unauthorized { caller };
        stage.treasury.refuses(caller, &stage.pay(1), &error);
        let raise = stage.set(LIMIT + 1);
        stage.treasury.refuses(caller, &raise, &error);
        let guardian = caller;
        let appoint = Abi::setGuardianCall { guardian };
        stage.treasury.refuses(caller, &appoint, &error);
        let offer = Abi::transferAuthorityCall { to: caller };
        stage.treasury.refuses(caller, &offer, &error);
    }
    let caller = MALLORY;
    let error = Abi::Unauthorized { caller };
    stage.treasury.refuses(MALLORY, &stage.set(0), &error);
    stage.treasury.send(GUARDIAN, &stage.set(LIMIT - 1));
    assert_eq!(stage.left(), uint(LIMIT - 1));
    let limit = U256::MAX;
    let token = stage.assembly.token.address;
    let error = Abi::InvalidLimit { limit };
    let set = Abi::setLimitCall { token, limit };
    stage.treasury.refuses(ALICE, &set, &error);
    let offer = Abi::transferAuthorityCall { to: MALLORY };
    stage.treasury.send(ALICE, &offer);
    stage.treasury.send(MALLORY, &Abi::acceptAuthorityCall {});
    let caller = ALICE;
    let error = Abi::Unauthorized { caller };
    stage.treasury.refuses(ALICE, &stage.pay(1), &error);
}

#[test]
fn the_constructor_refuses_what_makes_no_treasury() {
    let assembly = Assembly::ours();
    let chain = assembly.governor.chain();
    let fine = construction(ALICE, assembly.token.address);
    let flaws: [fn(&mut Abi::constructorCall); 5] = [
        |terms| terms.authority = Address::ZERO,
        |terms| terms.epoch = U256::from(3_599),
        |terms| terms.raiseDelay = U256::from(366 * DAY),
        |terms| terms.limits.truncate(1),
        |terms| terms.limits[0] = U256::ONE << 128,
    ];
    for flaw in flaws {
        let mut constructor = fine.clone();
        flaw(&mut constructor);
        assert!(deploy(chain, &constructor).is_none());
    }
    let treasury = deploy(chain, &fine).unwrap();
    let again = [
        &ballast_client::deploy::CONSTRUCTOR_SELECTOR[..],
        &alloy_sol_types::SolConstructor::abi_encode(&fine),
    ];
    let input = again.concat().into();
    assert!(chain.send_raw(ALICE, treasury.address, input).is_err());
}

/// A limit that no word of the treasury holds, a payment that no limit could let pass, and what is no
/// call of a proposal's are not voted upon; what may leave is decided when it is paid.
#[test]
fn the_treasury_foresees_what_could_never_pass() {
    let stage = Stage::of(|assembly| assembly.timelock.address);
    let (assembly, treasury) = (&stage.assembly, stage.treasury.address);
    let limit = uint(u128::MAX) + U256::ONE;
    let call = Abi::setLimitCall {
        limit,
        ..stage.set(0)
    };
    assembly.foresees(treasury, &call, &Abi::InvalidLimit { limit });
    let call = Abi::payCall {
        amount: limit,
        ..stage.pay(0)
    };
    let error = Abi::OutflowExceeded {
        amount: limit,
        ..stage.exceeded(0, LIMIT)
    };
    assembly.foresees(treasury, &call, &error);
    let selector = Abi::epochCall::SELECTOR.into();
    let error = Abi::UnknownCall { selector };
    assembly.foresees(treasury, &Abi::epochCall {}, &error);
    // Ether that is brought has no calldata.
    let mut proposal = Proposal::of(treasury, &stage.pay(FUNDS)).and(treasury, &stage.set(FUNDS));
    proposal.targets.push(treasury);
    proposal.values.push(uint(1));
    proposal.calldatas.push(Bytes::new());
    assembly.governor.send(ALICE, &proposal.propose());
    let interface = supportsInterfaceCall::new((validateCall::SELECTOR.into(),));
    assert!(stage.treasury.ask(&interface));
    let other = supportsInterfaceCall::new(([0xff; 4].into(),));
    assert!(!stage.treasury.ask(&other));
}
