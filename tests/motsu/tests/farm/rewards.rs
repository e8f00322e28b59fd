//! Rewards of a strategy over a vault: swept by the seller, and back as a gain.

use ballast_abi::rewards::IRewards;
use ballast_abi::strategy::IStrategy;

use super::*;

const SELLER: Address = Address::repeat_byte(0x5e);

impl Farm {
    fn appoint(&self, who: Address, seller: Address) -> Result<(), Vec<u8>> {
        let call = IRewards::setSellerCall { seller };
        self.first.call(who, &call).map(drop)
    }

    fn sweep(&self, who: Address, token: Address) -> Result<U256, Vec<u8>> {
        self.first.call(who, &IRewards::sweepCall { token })
    }

    fn sweepable(&self, token: Address) -> U256 {
        let call = IRewards::sweepableCall { token };
        self.first.call(MALLORY, &call).unwrap()
    }
}

#[test]
fn the_seller_takes_what_is_not_protected() {
    let farm = Farm::new();
    farm.move_debt(&farm.first, 1_000 * UNIT).unwrap();
    let reward = crate::tokens::token_at(0x75);
    let (to, value) = (farm.first.address(), number(40));
    let mint = TokenAbi::mintCall { to, value };
    reward.call(AUTHORITY, &mint).unwrap();
    let token = reward.address();
    for caller in [MALLORY, farm.registry.address(), KEEPER] {
        let outcome = farm.appoint(caller, caller);
        refused(outcome, &IRewards::NotAuthority { caller });
    }
    farm.appoint(AUTHORITY, SELLER).unwrap();
    let seller = farm.first.call(MALLORY, &IRewards::sellerCall {});
    assert_eq!(seller, Ok(SELLER));
    for caller in [MALLORY, AUTHORITY] {
        refused(farm.sweep(caller, token), &IRewards::NotSeller { caller });
    }
    assert_eq!(farm.sweepable(token), value);
    assert_eq!(farm.sweep(SELLER, token), Ok(value));
    let account = SELLER;
    let held = reward.call(BOB, &IERC20::balanceOfCall { account });
    assert_eq!(held, Ok(value));
    assert_eq!(farm.sweep(SELLER, token), Ok(U256::ZERO));
    // The asset, and the venue's shares, which are the position.
    for token in [farm.token.address(), farm.venue.address()] {
        assert_eq!(farm.sweepable(token), U256::ZERO);
        let outcome = farm.sweep(SELLER, token);
        refused(outcome, &IRewards::ProtectedToken { token });
    }
}

#[test]
fn what_comes_back_is_a_gain_of_the_next_report() {
    let mut farm = Farm::new();
    farm.move_debt(&farm.first, 1_000 * UNIT).unwrap();
    let reinvest = IRewards::reinvestCall {};
    assert_eq!(farm.first.call(MALLORY, &reinvest), Ok(U256::ZERO));
    farm.mint(farm.first.address(), 10 * UNIT);
    let real = || farm.first.call(MALLORY, &IStrategy::realAssetsCall {});
    near(real().unwrap(), 1_000 * UNIT);
    let assets = number(10 * UNIT);
    assert_eq!(farm.first.call(MALLORY, &reinvest), Ok(assets));
    near(real().unwrap(), 1_010 * UNIT);
    let events = farm.first.events::<IRewards::Reinvested>();
    assert_eq!(events, [IRewards::Reinvested { assets }]);
    farm.pass(SEASON);
    let (gain, loss) = farm.harvest(&farm.first);
    near(gain, 10 * UNIT);
    assert_eq!(loss, U256::ZERO);
}
