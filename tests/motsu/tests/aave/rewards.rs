//! What Aave's controller of rewards owes: claimed by anybody, handed to the seller alone.

use alloy_primitives::B256;
use ballast_abi::registry::IRegistry;
use ballast_abi::rewards::{IAaveRewards, IRewards};

use super::*;

const CONTROLLER: Address = Address::repeat_byte(0xc7);
const AUTHORITY: Address = Address::repeat_byte(0x0a);
const SELLER: Address = Address::repeat_byte(0x5e);
const REFUSAL: [u8; 4] = [0xde, 0xad, 0xbe, 0xef];

/// What the controller owes, and with what it refuses to pay it.
#[derive(Clone, Debug, Default)]
struct Programme {
    owed: u64,
    refusal: Option<Vec<u8>>,
}

struct Rewarded {
    stage: Stage,
    reward: Deployed<Token>,
    programme: Rc<RefCell<Programme>>,
    _controller: Foreign,
    _registry: Foreign,
}

fn answer(
    message: &Message<'_>,
    reward: Address,
    programme: &RefCell<Programme>,
) -> Result<Vec<u8>, Vec<u8>> {
    if let Some(call) = message.is::<IAaveRewards::getUserRewardsCall>() {
        let is_known = call.assets == [A_TOKEN] && call.reward == reward;
        let owed = if is_known { programme.borrow().owed } else { 0 };
        return Ok(word(owed));
    }
    let call: IAaveRewards::claimRewardsToSelfCall = message.is().ok_or_else(Vec::new)?;
    assert_eq!((call.assets, call.amount), (vec![A_TOKEN], U256::MAX));
    if let Some(refusal) = &programme.borrow().refusal {
        return Err(refusal.clone());
    }
    let (to, value) = (message.sender, U256::from(programme.take().owed));
    message.call(reward, &TokenAbi::mintCall { to, value })?;
    Ok(value.to_be_bytes_vec())
}

/// A strategy whose controller owes it 40 of a reward, and who has a seller.
fn rewarded() -> Rewarded {
    let stage = stage();
    stage.set(Faults {
        controller: CONTROLLER,
        ..Faults::default()
    });
    let reward = token_at(0x75);
    let programme = Rc::new(RefCell::new(Programme {
        owed: 40,
        refusal: None,
    }));
    let (token, owed) = (reward.address(), Rc::clone(&programme));
    let controller = Foreign::place(CONTROLLER, move |message| answer(message, token, &owed));
    let authority = AUTHORITY.into_word().to_vec();
    let answers = vec![(IRegistry::authorityCall::SELECTOR, authority)];
    let rewarded = Rewarded {
        stage,
        reward,
        programme,
        _controller: controller,
        _registry: Foreign::answering(REGISTRY, answers),
    };
    rewarded.appoint(AUTHORITY, SELLER).unwrap();
    rewarded
}

impl Rewarded {
    fn appoint(&self, who: Address, seller: Address) -> Result<(), Vec<u8>> {
        let call = IRewards::setSellerCall { seller };
        self.stage.strategy.call(who, &call).map(drop)
    }

    fn sweep(&self, who: Address, token: Address) -> Result<U256, Vec<u8>> {
        self.stage
            .strategy
            .call(who, &IRewards::sweepCall { token })
    }

    fn claim(&self) -> Result<U256, Vec<u8>> {
        let reward = self.reward.address();
        self.stage.strategy.call(BOB, &Abi::claimCall { reward })
    }

    fn sweepable(&self, token: Address) -> U256 {
        self.stage.ask(&IRewards::sweepableCall { token })
    }

    fn held(&self, account: Address) -> U256 {
        let call = IERC20::balanceOfCall { account };
        self.reward.call(BOB, &call).unwrap()
    }
}

#[test]
fn anybody_claims_and_the_seller_takes() {
    let rewarded = rewarded();
    let token = rewarded.reward.address();
    assert_eq!(rewarded.sweepable(token), U256::from(40));
    assert_eq!(rewarded.claim(), Ok(U256::from(40)));
    assert_eq!(rewarded.claim(), Ok(U256::ZERO));
    let claimed = rewarded.stage.strategy.events::<Abi::Claimed>();
    let claimed: Vec<_> = claimed.iter().map(|event| event.amount).collect();
    assert_eq!(claimed, [U256::from(40), U256::ZERO]);
    // What lies there and what is owed since, in one.
    rewarded.programme.borrow_mut().owed = 2;
    assert_eq!(rewarded.sweepable(token), U256::from(42));
    assert_eq!(rewarded.sweep(SELLER, token), Ok(U256::from(42)));
    assert_eq!(rewarded.held(SELLER), U256::from(42));
    assert_eq!(rewarded.sweep(SELLER, token), Ok(U256::ZERO));
    let amount = U256::from(42);
    let swept = rewarded.stage.strategy.events::<IRewards::Swept>();
    assert_eq!(swept, [IRewards::Swept { token, amount }]);
}

#[test]
fn the_authority_of_the_registry_names_the_seller() {
    let rewarded = rewarded();
    let token = rewarded.reward.address();
    for caller in [REGISTRY, VAULT, SELLER, BOB, Address::ZERO] {
        let outcome = rewarded.appoint(caller, caller);
        refused(outcome, &IRewards::NotAuthority { caller });
    }
    for caller in [AUTHORITY, REGISTRY, BOB] {
        let outcome = rewarded.sweep(caller, token);
        refused(outcome, &IRewards::NotSeller { caller });
    }
    rewarded.appoint(AUTHORITY, BOB).unwrap();
    assert_eq!(rewarded.stage.ask(&IRewards::sellerCall {}), BOB);
    let caller = SELLER;
    let outcome = rewarded.sweep(caller, token);
    refused(outcome, &IRewards::NotSeller { caller });
    let changed = rewarded.stage.strategy.events::<IRewards::SellerChanged>();
    let steps: Vec<_> = changed.iter().map(|event| (event.from, event.to)).collect();
    assert_eq!(steps, [(Address::ZERO, SELLER), (SELLER, BOB)]);
}

#[test]
fn neither_the_asset_nor_the_receipt_is_handed_over() {
    let rewarded = rewarded();
    for token in [rewarded.stage.asset.address(), A_TOKEN] {
        assert_eq!(rewarded.sweepable(token), U256::ZERO);
        let outcome = rewarded.sweep(SELLER, token);
        refused(outcome, &IRewards::ProtectedToken { token });
    }
    // Nor by another name: a token whose transfer takes receipts.
    let token = Address::repeat_byte(0x76);
    let books = Rc::clone(&rewarded.stage.receipts);
    let _alias = Foreign::place(token, move |message| {
        if message.is::<IERC20::transferCall>().is_some() {
            *books.borrow_mut() -= 1;
        }
        Ok(B256::with_last_byte(1).to_vec())
    });
    let outcome = rewarded.sweep(SELLER, token);
    refused(outcome, &IRewards::PositionTouched { token });
}

#[test]
fn a_controller_that_refuses_keeps_nobody_from_what_lies_here() {
    let rewarded = rewarded();
    let token = rewarded.reward.address();
    let (to, value) = (rewarded.stage.strategy.address(), U256::from(7));
    let mint = TokenAbi::mintCall { to, value };
    rewarded.reward.call(ALICE, &mint).unwrap();
    rewarded.programme.borrow_mut().refusal = Some(REFUSAL.to_vec());
    assert_eq!(rewarded.claim(), Err(REFUSAL.to_vec()));
    assert_eq!(rewarded.sweep(SELLER, token), Ok(value));
    rewarded.programme.borrow_mut().refusal = Some(vec![]);
    let controller = CONTROLLER;
    refused(rewarded.claim(), &Abi::ClaimFailed { controller });
    // There may be none.
    rewarded.stage.set(Faults::default());
    let controller = Address::ZERO;
    refused(rewarded.claim(), &Abi::ClaimFailed { controller });
    assert_eq!(rewarded.sweepable(token), U256::ZERO);
}

#[test]
fn what_comes_back_is_lent() {
    let rewarded = rewarded();
    let stage = &rewarded.stage;
    let reinvest = IRewards::reinvestCall {};
    assert_eq!(stage.strategy.call(BOB, &reinvest), Ok(U256::ZERO));
    assert!(stage.strategy.events::<IRewards::Reinvested>().is_empty());
    let (to, value) = (stage.strategy.address(), U256::from(30));
    let mint = TokenAbi::mintCall { to, value };
    stage.asset.call(ALICE, &mint).unwrap();
    assert_eq!(stage.strategy.call(BOB, &reinvest), Ok(value));
    assert_eq!(stage.ask(&IStrategy::realAssetsCall {}), U256::from(130));
    let assets = value;
    let events = stage.strategy.events::<IRewards::Reinvested>();
    assert_eq!(events, [IRewards::Reinvested { assets }]);
    // A pool that gives less is refused as it is when it is lent to.
    stage.asset.call(ALICE, &mint).unwrap();
    stage.set(Faults {
        gives_less: true,
        ..Faults::default()
    });
    refused(stage.strategy.call(BOB, &reinvest), &shortfall(27, 30));
}
