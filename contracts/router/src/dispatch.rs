//! Selectors to methods.

use alloc::vec::Vec;

use alloy_sol_types::SolError;
use ballast_abi::router::Router as Abi;
use ballast_shell::{Calldata, reply, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router as Dispatch;

use crate::refusals::about;
use crate::state::{Router, WETH};

const GET_WETH: u32 = selector::<Abi::wethCall>();
const DEPOSIT: u32 = selector::<Abi::depositCall>();
const MINT: u32 = selector::<Abi::mintCall>();
const WITHDRAW: u32 = selector::<Abi::withdrawCall>();
const REDEEM: u32 = selector::<Abi::redeemCall>();
const DEPOSIT_WITH_PERMIT: u32 = selector::<Abi::depositWithPermitCall>();
const REDEEM_WITH_PERMIT: u32 = selector::<Abi::redeemWithPermitCall>();
const DEPOSIT_ETHER: u32 = selector::<Abi::depositEtherCall>();
const REDEEM_ETHER: u32 = selector::<Abi::redeemEtherCall>();
const MIGRATE: u32 = selector::<Abi::migrateCall>();

impl Dispatch<Self> for Router {
    type Storage = Self;

    fn route(router: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        let input = Calldata::new(input);
        if selector == DEPOSIT_ETHER {
            return Some(router.deposit_ether(input));
        }
        if let Err(reason) = router.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(match selector {
            DEPOSIT => router.deposit(input, false),
            MINT => router.mint(input),
            WITHDRAW => router.withdraw(input),
            REDEEM => router.redeem(input, false),
            DEPOSIT_WITH_PERMIT => router.deposit(input, true),
            REDEEM_WITH_PERMIT => router.redeem(input, true),
            REDEEM_ETHER => router.redeem_ether(input),
            MIGRATE => router.migrate(input),
            GET_WETH => reply(&[router.cells.word(WETH.slot())]),
            _ => return None,
        })
    }

    /// Ether without a call, in the middle of another call too: from the wrapped ether alone.
    fn receive(router: &mut Self) -> Option<Result<(), Vec<u8>>> {
        let sender = router.cells.sender();
        if sender == router.weth() {
            Some(Ok(()))
        } else {
            Some(Err(about(Abi::NotWeth::SELECTOR, sender)))
        }
    }

    fn fallback(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(router: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = router.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(router.construct(Calldata::new(input)))
    }
}
