//! Money that leaves no faster than its limits.

mod governance;
mod validation;

use alloy_primitives::{Address, U256, keccak256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::construction::IConstruction;
use ballast_abi::erc20::{IERC20, ISafeERC20};
use ballast_abi::token::Token as TokenAbi;
use ballast_abi::treasury::Treasury as Abi;
use ballast_motsu_testkit::{Deployed, Foreign, ether_of, set_block_timestamp};
use ballast_token::Token;
use ballast_treasury::Treasury;

use crate::tokens::{ALICE, BOB, token_at};

const AUTHORITY: Address = Address::repeat_byte(0x71);
const GUARDIAN: Address = Address::repeat_byte(0x6d);
const TREASURY: Address = Address::repeat_byte(0x7e);
const ETHER: Address = Address::ZERO;
const START: u64 = 1_800_000_000;
const DAY: u64 = 86_400;
/// Seconds that raising a limit takes.
const RAISE: u64 = 7 * DAY;
const YEAR: u64 = 365 * DAY;
/// What may leave of the token and of ether in a day.
const LIMIT: u64 = 86_400;
const ETHER_LIMIT: u64 = 100;

/// What a call answers, or its revert data.
type Outcome<T> = Result<T, Vec<u8>>;

fn uint(value: u64) -> U256 {
    U256::from(value)
}

struct Stage {
    treasury: Deployed<Treasury>,
    token: Deployed<Token>,
}

fn construction(token: Address) -> Abi::constructorCall {
    Abi::constructorCall {
        authority: AUTHORITY,
        guardian: GUARDIAN,
        epoch: uint(DAY),
        raiseDelay: uint(RAISE),
        tokens: vec![token, ETHER],
        limits: vec![uint(LIMIT), uint(ETHER_LIMIT)],
    }
}

/// A treasury with a million tokens and a thousand wei.
fn stage() -> Stage {
    set_block_timestamp(START);
    let (token, treasury) = (token_at(0x70), Deployed::bare(TREASURY));
    let made = construction(token.address());
    treasury.construct(ALICE, &made).unwrap();
    let (to, value) = (TREASURY, uint(1_000_000));
    let mint = TokenAbi::mintCall { to, value };
    token.call(ALICE, &mint).unwrap();
    assert_eq!(treasury.pay(ALICE, uint(1_000), vec![]), Ok(vec![]));
    Stage { treasury, token }
}

impl Stage {
    fn pay(&self, token: Address, amount: U256) -> Result<(), Vec<u8>> {
        let to = BOB;
        let call = Abi::payCall { token, to, amount };
        self.treasury.call(AUTHORITY, &call).map(drop)
    }

    fn pay_tokens(&self, amount: u64) -> Result<(), Vec<u8>> {
        self.pay(self.token.address(), uint(amount))
    }

    /// What is refused because only so much may leave.
    fn exceeded(&self, amount: U256, left: u64) -> Result<(), Vec<u8>> {
        let (token, left) = (self.token.address(), uint(left));
        let error = Abi::OutflowExceeded {
            token,
            amount,
            left,
        };
        Err(error.abi_encode())
    }

    fn set_limit(&self, caller: Address, limit: u64) -> Result<(), Vec<u8>> {
        let (token, limit) = (self.token.address(), uint(limit));
        let call = Abi::setLimitCall { token, limit };
        self.treasury.call(caller, &call).map(drop)
    }

    fn ask<C: SolCall>(&self, call: &C) -> C::Return {
        self.treasury.call(BOB, call).unwrap()
    }

    /// What may leave in an epoch, and now.
    fn limit_and_left(&self) -> (u64, u64) {
        let token = self.token.address();
        let limit = self.ask(&Abi::limitCall { token });
        (limit.to(), self.ask(&Abi::leftCall { token }).to())
    }

    fn pending(&self) -> (u64, u64) {
        let token = self.token.address();
        let pending = self.ask(&Abi::pendingLimitCall { token });
        (pending.limit.to(), pending.since.to())
    }

    fn balance(&self, account: Address) -> u64 {
        let call = IERC20::balanceOfCall { account };
        self.token.call(BOB, &call).unwrap().to()
    }
}

#[test]
fn a_treasury_says_how_it_was_made() {
    let stage = stage();
    assert_eq!(stage.ask(&Abi::authorityCall {}), AUTHORITY);
    assert_eq!(stage.ask(&Abi::pendingAuthorityCall {}), Address::ZERO);
    assert_eq!(stage.ask(&Abi::guardianCall {}), GUARDIAN);
    assert_eq!(stage.ask(&Abi::epochCall {}), uint(DAY));
    assert_eq!(stage.ask(&Abi::raiseDelayCall {}), uint(RAISE));
    assert_eq!(
        (stage.limit_and_left(), stage.pending()),
        ((LIMIT, LIMIT), (0, 0))
    );
    let told = stage.treasury.events::<Abi::LimitSet>();
    let told: Vec<_> = told
        .iter()
        .map(|it| (it.token, it.previous, it.limit, it.since))
        .collect();
    let token = stage.token.address();
    let expected = [
        (token, uint(0), uint(LIMIT), uint(START)),
        (ETHER, uint(0), uint(ETHER_LIMIT), uint(START)),
    ];
    assert_eq!(told, expected);
    let roles = stage.treasury.events::<Abi::RoleChanged>();
    let roles: Vec<_> = roles.iter().map(|it| (it.role, it.from, it.to)).collect();
    let zero = Address::ZERO;
    let expected = [
        (keccak256("authority"), zero, AUTHORITY),
        (keccak256("guardian"), zero, GUARDIAN),
    ];
    assert_eq!(roles, expected);
}

#[test]
fn a_treasury_is_made_once_and_within_bounds() {
    set_block_timestamp(START);
    let (token, treasury) = (token_at(0x70), Deployed::<Treasury>::bare(TREASURY));
    let good = || construction(token.address());
    let refused = |made: Abi::constructorCall, error: Vec<u8>| {
        assert_eq!(treasury.construct(ALICE, &made), Err(error));
    };
    let duration = |duration| Abi::InvalidDuration { duration }.abi_encode();
    for epoch in [uint(3_599), uint(YEAR + 1), U256::MAX] {
        refused(Abi::constructorCall { epoch, ..good() }, duration(epoch));
    }
    let raise = uint(YEAR + 1);
    let made = Abi::constructorCall {
        raiseDelay: raise,
        ..good()
    };
    refused(made, duration(raise));
    let invalid = Abi::InvalidConstruction {}.abi_encode();
    let authority = Address::ZERO;
    refused(
        Abi::constructorCall {
            authority,
            ..good()
        },
        invalid.clone(),
    );
    let limits = vec![uint(1)];
    refused(Abi::constructorCall { limits, ..good() }, invalid);
    let wide = U256::from(1) << 128;
    let limits = vec![wide, wide];
    let error = Abi::InvalidLimit { limit: wide };
    refused(
        Abi::constructorCall { limits, ..good() },
        error.abi_encode(),
    );
    let outcome = treasury.construct_paying(ALICE, uint(1), &good());
    assert_eq!(outcome, Err(vec![]));
    // The shortest epoch, and no guardian, which the zero address is not.
    let made = Abi::constructorCall {
        epoch: uint(3_600),
        raiseDelay: U256::ZERO,
        guardian: Address::ZERO,
        ..good()
    };
    treasury.construct(ALICE, &made).unwrap();
    refused(good(), IConstruction::AlreadyConstructed {}.abi_encode());
}

#[test]
fn no_more_than_the_limit_leaves_at_once() {
    let stage = stage();
    assert_eq!(stage.pay_tokens(LIMIT - 400), Ok(()));
    assert_eq!(stage.limit_and_left(), (LIMIT, 400));
    assert_eq!(stage.pay_tokens(401), stage.exceeded(uint(401), 400));
    let token = stage.token.address();
    let outcome = stage.pay(token, U256::MAX);
    assert_eq!(outcome, stage.exceeded(U256::MAX, 400));
    assert_eq!(stage.pay_tokens(400), Ok(()));
    assert_eq!(stage.pay_tokens(1), stage.exceeded(uint(1), 0));
    assert_eq!(
        (stage.balance(BOB), stage.balance(TREASURY)),
        (LIMIT, 1_000_000 - LIMIT)
    );
    let told = stage.treasury.events::<Abi::Paid>();
    let told: Vec<_> = told.iter().map(|it| (it.token, it.to, it.amount)).collect();
    let expected = [(token, BOB, uint(LIMIT - 400)), (token, BOB, uint(400))];
    assert_eq!(told, expected);
}

#[test]
fn what_was_used_refills_by_the_second() {
    let stage = stage();
    stage.pay_tokens(LIMIT).unwrap();
    // A token a second: the limit is as many as an epoch has seconds.
    for (seconds, left) in [
        (1, 1),
        (100, 100),
        (DAY - 1, LIMIT - 1),
        (DAY, LIMIT),
        (YEAR, LIMIT),
    ] {
        set_block_timestamp(START + seconds);
        assert_eq!(stage.limit_and_left(), (LIMIT, left));
    }
    set_block_timestamp(START + DAY / 2);
    stage.pay_tokens(LIMIT / 2).unwrap();
    assert_eq!(stage.pay_tokens(1), stage.exceeded(uint(1), 0));
    // In any time t no more than limit * (1 + t / epoch).
    let mut paid = LIMIT + LIMIT / 2;
    for day in 1..=5 {
        set_block_timestamp(START + DAY / 2 + day * DAY);
        stage.pay_tokens(LIMIT).unwrap();
        assert_eq!(stage.pay_tokens(1), stage.exceeded(uint(1), 0));
        paid += LIMIT;
    }
    assert_eq!((stage.balance(BOB), paid), (paid, LIMIT * 13 / 2));
}

#[test]
fn what_refills_rounds_down() {
    let stage = stage();
    assert_eq!(stage.set_limit(GUARDIAN, 10), Ok(()));
    stage.pay_tokens(10).unwrap();
    // A token each 8,640 seconds.
    for (seconds, left) in [(8_639, 0), (8_640, 1), (17_279, 1), (17_280, 2)] {
        set_block_timestamp(START + seconds);
        assert_eq!(stage.limit_and_left(), (10, left));
    }
}

#[test]
fn what_has_no_limit_stays() {
    let stage = stage();
    let other = token_at(0x72);
    let (to, value) = (TREASURY, uint(5));
    other
        .call(ALICE, &TokenAbi::mintCall { to, value })
        .unwrap();
    let error = Abi::OutflowExceeded {
        token: other.address(),
        amount: uint(1),
        left: U256::ZERO,
    };
    let outcome = stage.pay(other.address(), uint(1));
    assert_eq!(outcome, Err(error.abi_encode()));
    assert_eq!(stage.pay(other.address(), U256::ZERO), Ok(()));
}

#[test]
fn ether_is_paid_within_its_limit() {
    let stage = stage();
    let _bob = Foreign::place(BOB, |message| {
        if message.value == uint(13) {
            return Err(b"unlucky".to_vec());
        }
        Ok(vec![])
    });
    assert_eq!(stage.pay(ETHER, uint(60)), Ok(()));
    assert_eq!((ether_of(BOB), ether_of(TREASURY)), (uint(60), uint(940)));
    let refused = |amount| {
        let error = Abi::EtherRefused { to: BOB, amount };
        assert_eq!(stage.pay(ETHER, amount), Err(error.abi_encode()));
    };
    refused(uint(13));
    // What was refused did not use the limit up.
    assert_eq!(stage.ask(&Abi::leftCall { token: ETHER }), uint(40));
    let error = Abi::OutflowExceeded {
        token: ETHER,
        amount: uint(41),
        left: uint(40),
    };
    assert_eq!(stage.pay(ETHER, uint(41)), Err(error.abi_encode()));
    assert_eq!(stage.pay(ETHER, uint(40)), Ok(()));
}

#[test]
fn there_may_be_less_ether_than_the_limit() {
    set_block_timestamp(START);
    let (token, treasury) = (token_at(0x70), Deployed::<Treasury>::bare(TREASURY));
    treasury
        .construct(ALICE, &construction(token.address()))
        .unwrap();
    let (to, amount) = (BOB, uint(ETHER_LIMIT));
    let call = Abi::payCall {
        token: ETHER,
        to,
        amount,
    };
    let error = Abi::EtherRefused { to, amount };
    assert_eq!(
        treasury.call(AUTHORITY, &call).err(),
        Some(error.abi_encode())
    );
}

#[test]
fn a_token_that_fails_is_not_paid() {
    let stage = stage();
    let odd = Address::repeat_byte(0x73);
    let limit = uint(10);
    let raise = Abi::setLimitCall { token: odd, limit };
    stage.treasury.call(AUTHORITY, &raise).unwrap();
    set_block_timestamp(START + RAISE);
    let nowhere = Abi::NotAToken { token: odd };
    assert_eq!(stage.pay(odd, uint(1)), Err(nowhere.abi_encode()));
    let failed = ISafeERC20::SafeERC20FailedOperation { token: odd };
    let answers: [(Outcome<Vec<u8>>, Outcome<()>); 4] = [
        (Ok(vec![0; 32]), Err(failed.abi_encode())),
        (Err(vec![]), Err(failed.abi_encode())),
        (Err(b"why".to_vec()), Err(b"why".to_vec())),
        // As the oldest tokens answer.
        (Ok(vec![]), Ok(())),
    ];
    for (answer, outcome) in answers {
        let _token = Foreign::place(odd, move |_| answer.clone());
        assert_eq!(stage.pay(odd, uint(1)), outcome);
    }
    // Only the last one left.
    assert_eq!(stage.ask(&Abi::leftCall { token: odd }), uint(9));
}
