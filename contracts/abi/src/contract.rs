//! The whole JSON ABI of each contract.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use alloy_json_abi::{InternalType, JsonAbi, Param};

use crate::construction::IConstruction;
use crate::curator::{Curator, ICurator};
use crate::erc20::{IERC20, IERC20Permit, ISafeERC20};
use crate::erc4626::IERC4626;
use crate::factory::Factory;
use crate::price_feed::{IAggregator, PriceFeed};
use crate::rebalancer::Rebalancer;
use crate::redemptions::{
    IERC165, IERC7540Claim, IERC7540Operator, IERC7540Redeem, IERC7887Redeem, Redemptions,
};
use crate::registry::{IRegistry, Registry};
use crate::rewards::IRewards;
use crate::router::Router;
use crate::seller::Seller;
use crate::strategy::IStrategy;
use crate::strategy_aave_v3::StrategyAaveV3;
use crate::strategy_erc4626::StrategyErc4626;
use crate::strategy_uniswap_v3::StrategyUniswapV3;
use crate::token::Token;
use crate::uniswap_v3::IUniswapV3Trader;
use crate::vault::Vault;

/// The vault: its own part, ERC-20, ERC-2612 and ERC-4626.
pub fn vault() -> JsonAbi {
    union([
        Vault::abi::contract(),
        IConstruction::abi::contract(),
        IERC20::abi::contract(),
        IERC20Permit::abi::contract(),
        ISafeERC20::abi::contract(),
        IERC4626::abi::contract(),
    ])
}

/// The test token: its own part and ERC-20.
pub fn token() -> JsonAbi {
    union([
        Token::abi::contract(),
        IConstruction::abi::contract(),
        IERC20::abi::contract(),
    ])
}

/// The strategy over an ERC-4626 vault: its own part and what every strategy has.
pub fn strategy_erc4626() -> JsonAbi {
    union([
        StrategyErc4626::abi::contract(),
        IConstruction::abi::contract(),
        ISafeERC20::abi::contract(),
        IRewards::abi::contract(),
        IStrategy::abi::contract(),
    ])
}

/// The strategy over an Aave v3 pool: its own part and what every strategy has.
pub fn strategy_aave_v3() -> JsonAbi {
    union([
        StrategyAaveV3::abi::contract(),
        IConstruction::abi::contract(),
        ISafeERC20::abi::contract(),
        IRewards::abi::contract(),
        IStrategy::abi::contract(),
    ])
}

/// The strategy over a Uniswap v3 pool: its own part, what every strategy has, and what pools call.
pub fn strategy_uniswap_v3() -> JsonAbi {
    union([
        StrategyUniswapV3::abi::contract(),
        IConstruction::abi::contract(),
        ISafeERC20::abi::contract(),
        IRewards::abi::contract(),
        IStrategy::abi::contract(),
        IUniswapV3Trader::abi::contract(),
    ])
}

/// The registry: its own part, and the errors of construction.
pub fn registry() -> JsonAbi {
    union([
        Registry::abi::contract(),
        IConstruction::abi::contract(),
        IRegistry::abi::contract(),
    ])
}

/// The router: its own part, and the errors of construction and of tokens.
pub fn router() -> JsonAbi {
    union([
        Router::abi::contract(),
        IConstruction::abi::contract(),
        ISafeERC20::abi::contract(),
    ])
}

/// The price feed: its own part, what Chainlink's consumers read, and the errors of construction.
pub fn price_feed() -> JsonAbi {
    union([
        PriceFeed::abi::contract(),
        IConstruction::abi::contract(),
        IAggregator::abi::contract(),
    ])
}

/// The rebalancer: its own part, and the errors of construction.
pub fn rebalancer() -> JsonAbi {
    union([Rebalancer::abi::contract(), IConstruction::abi::contract()])
}

/// The redemptions: their own part, the redeem side of ERC-7540, ERC-7887 and ERC-4626, ERC-165, and
/// the errors of construction and of tokens.
pub fn redemptions() -> JsonAbi {
    union([
        Redemptions::abi::contract(),
        IConstruction::abi::contract(),
        ISafeERC20::abi::contract(),
        IERC7540Operator::abi::contract(),
        IERC7540Redeem::abi::contract(),
        IERC7887Redeem::abi::contract(),
        IERC7540Claim::abi::contract(),
        IERC165::abi::contract(),
    ])
}

/// The curator: its own part, and the errors of construction.
pub fn curator() -> JsonAbi {
    union([
        Curator::abi::contract(),
        IConstruction::abi::contract(),
        ICurator::abi::contract(),
    ])
}

/// The seller: its own part, what pools call, and the errors of construction and of tokens.
pub fn seller() -> JsonAbi {
    union([
        Seller::abi::contract(),
        IConstruction::abi::contract(),
        ISafeERC20::abi::contract(),
        IUniswapV3Trader::abi::contract(),
    ])
}

/// The factory: its own part, and the errors of construction.
pub fn factory() -> JsonAbi {
    union([Factory::abi::contract(), IConstruction::abi::contract()])
}

fn union<const N: usize>(parts: [JsonAbi; N]) -> JsonAbi {
    let mut whole = JsonAbi::new();
    for part in parts {
        whole.constructor = whole.constructor.or(part.constructor);
        for (name, overloads) in part.functions {
            whole.functions.entry(name).or_default().extend(overloads);
        }
        whole.events.extend(part.events);
        whole.errors.extend(part.errors);
    }
    for function in whole.functions.values_mut().flatten() {
        function.inputs.iter_mut().for_each(name_struct);
        function.outputs.iter_mut().for_each(name_struct);
    }
    whole
}

/// The structs that methods take or return: interface, name, fields. `sol!` leaves their names out
/// of an ABI, and without them it cannot be printed as Solidity.
const STRUCTS: [(&str, &str, &[&str]); 3] = [
    ("ICurator", "Call", &["target", "data"]),
    ("IStrategy", "Position", &["token", "amount", "isDebt"]),
    (
        "IRegistry",
        "Strategy",
        &[
            "strategy",
            "status",
            "debt",
            "cap",
            "lossBoundBps",
            "gainBoundBps",
            "since",
        ],
    ),
];

/// Names the struct that a tuple is, or that the items of an array are.
fn name_struct(param: &mut Param) {
    let Some(dimensions) = param.ty.strip_prefix("tuple") else {
        return;
    };
    let fields = || param.components.iter().map(|field| &field.name[..]);
    let known = STRUCTS
        .iter()
        .find(|(_, _, names)| fields().eq(names.iter().copied()));
    param.internal_type = known.map(|(interface, name, _)| InternalType::Struct {
        contract: Some((*interface).into()),
        ty: format!("{name}{dimensions}"),
    });
}

/// What `cargo stylus` asks a contract's binary for: with the argument `constructor` the
/// constructor's signature, else the Solidity interface.
pub fn export(abi: &JsonAbi, name: &str, argument: Option<&str>) -> String {
    match (argument, &abi.constructor) {
        (Some("constructor"), Some(constructor)) => {
            let inputs = constructor.inputs.iter().map(|input| {
                let location = if input.ty == "string" { " memory" } else { "" };
                format!("{}{location} {}", input.ty, input.name)
            });
            format!("constructor({})", inputs.collect::<Vec<_>>().join(", "))
        }
        _ => abi.to_sol(name, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constructor_is_found_by_cargo_stylus() {
        assert_eq!(
            export(&vault(), "IVault", Some("constructor")),
            "constructor(address asset, string memory name, string memory symbol, \
             uint8 decimalsOffset, address authority)"
        );
        assert_eq!(
            export(&token(), "IToken", Some("constructor")),
            "constructor(string memory name, string memory symbol, uint8 decimals)"
        );
    }

    #[test]
    fn strategies_export_their_structs() {
        let strategy = strategy_erc4626();
        assert_eq!(
            export(&strategy, "IStrategyErc4626", Some("constructor")),
            "constructor(address vault, address registry, address venue)"
        );
        let interface = export(&strategy, "IStrategyErc4626", Some("abi"));
        for part in [
            "interface IStrategyErc4626 {",
            "struct Position {",
            "function positions() external view returns (IStrategy.Position[] memory)",
            "function venue() external view returns (address)",
            "error VenueShortfall(uint256 received, uint256 expected)",
            "error VenueFailed(address venue)",
        ] {
            assert!(interface.contains(part), "{part} in {interface}");
        }
        assert_eq!(strategy.functions().count(), 18);
    }

    #[test]
    fn the_strategy_over_aave_names_pool_and_receipt() {
        let strategy = strategy_aave_v3();
        assert_eq!(
            export(&strategy, "IStrategyAaveV3", Some("constructor")),
            "constructor(address vault, address registry, address pool)"
        );
        let interface = export(&strategy, "IStrategyAaveV3", Some("abi"));
        for part in [
            "function pool() external view returns (address)",
            "function aToken() external view returns (address)",
            "error InvalidPool(address pool, address asset)",
        ] {
            assert!(interface.contains(part), "{part} in {interface}");
        }
        assert_eq!(strategy.functions().count(), 20);
    }

    #[test]
    fn the_strategy_over_uniswap_names_its_terms() {
        let strategy = strategy_uniswap_v3();
        assert_eq!(
            export(&strategy, "IStrategyUniswapV3", Some("constructor")),
            "constructor(address vault, address registry, address pool, uint256 halfWidth, \
             uint256 innerTicks, uint256 windowSeconds, uint256 deviationTicks, \
             uint256 slippageTicks, uint256 waitSeconds, uint256 budgetBps, \
             uint256 budgetSeconds, uint256 observations)"
        );
        let interface = export(&strategy, "IStrategyUniswapV3", Some("abi"));
        for part in [
            "function rerange() external returns (int24 lower, int24 upper)",
            "function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes memory",
            "error PriceDeviates(int24 spot, int24 mean)",
        ] {
            assert!(interface.contains(part), "{part} in {interface}");
        }
        assert_eq!(strategy.functions().count(), 27);
    }

    #[test]
    fn the_registry_exports_its_struct() {
        let registry = registry();
        assert_eq!(
            export(&registry, "IRegistry", Some("constructor")),
            "constructor(address vault, address authority)"
        );
        let interface = export(&registry, "IRegistry", Some("abi"));
        for part in [
            "interface IRegistry {",
            "struct Strategy {",
            "function strategy(address strategy) external view returns (Strategy memory)",
            "event StatusChanged(address indexed strategy,",
            "error CapExceeded(bytes32 id, uint256 exposure, uint256 cap)",
            "error AlreadyConstructed()",
        ] {
            assert!(interface.contains(part), "{part} in {interface}");
        }
        assert_eq!(registry.functions().count(), 36);
    }

    #[test]
    fn router_and_feed_export_their_interfaces() {
        assert_eq!(
            export(&router(), "IRouter", Some("constructor")),
            "constructor(address weth)"
        );
        let interface = export(&router(), "IRouter", None);
        for part in [
            "function depositEther(address vault, address receiver, uint256 minShares) external \
             payable returns (uint256 shares)",
            "error SlippageExceeded(uint256 got, uint256 bound)",
            "error SafeERC20FailedOperation(address token)",
        ] {
            assert!(interface.contains(part), "{part} in {interface}");
        }
        assert_eq!(router().functions().count(), 10);
        assert_eq!(
            export(&price_feed(), "IPriceFeed", Some("constructor")),
            "constructor(address vault, uint8 decimals, uint256 growthBpsPerYear, \
             string memory description)"
        );
        assert_eq!(price_feed().functions().count(), 12);
    }

    #[test]
    fn the_rebalancer_exports_its_trigger() {
        let rebalancer = rebalancer();
        assert_eq!(
            export(&rebalancer, "IRebalancer", Some("constructor")),
            "constructor(address registry, address authority)"
        );
        let interface = export(&rebalancer, "IRebalancer", None);
        for part in [
            "function rebalance() external returns (uint256 loss)",
            "error BudgetExceeded(uint256 loss, uint256 left)",
            "error AlreadyConstructed()",
        ] {
            assert!(interface.contains(part), "{part} in {interface}");
        }
        assert_eq!(rebalancer.functions().count(), 37);
    }

    #[test]
    fn curator_and_factory_export_their_interfaces() {
        let (curator, factory) = (curator(), factory());
        assert_eq!(
            export(&curator, "ICurator", Some("constructor")),
            "constructor(address owner, address proposer, uint256 delay)"
        );
        let interface = export(&curator, "ICurator", None);
        for part in [
            "struct Call {",
            "function submit(Call[] memory calls) external",
        ] {
            assert!(interface.contains(part), "{part} in {interface}");
        }
        assert_eq!(curator.functions().count(), 26);
        assert_eq!(
            export(&factory, "IFactory", Some("constructor")),
            "constructor(address vault, address registry, address rebalancer)"
        );
        assert_eq!(factory.functions().count(), 8);
    }

    #[test]
    fn the_seller_exports_its_trigger() {
        let seller = seller();
        assert_eq!(
            export(&seller, "ISeller", Some("constructor")),
            "constructor(address vault, address authority)"
        );
        let interface = export(&seller, "ISeller", None);
        for part in [
            "function sell(address token, address strategy) external returns (uint256 sold, \
             uint256 received)",
            "function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes memory",
            "error LossExceeded(uint256 loss, uint256 left)",
        ] {
            assert!(interface.contains(part), "{part} in {interface}");
        }
        assert_eq!(seller.functions().count(), 19);
    }

    #[test]
    fn redemptions_export_all_their_standards() {
        assert_eq!(
            export(&redemptions(), "IRedemptions", Some("constructor")),
            "constructor(address vault, uint256 maxLossBps, uint256 collectSeconds, \
             uint256 noticeSeconds)"
        );
        assert_eq!(redemptions().functions().count(), 21);
    }

    #[test]
    fn interface_has_all_parts() {
        let interface = export(&vault(), "IVault", Some("abi"));
        for part in [
            "interface IVault {",
            "function transferFrom(address from, address to, uint256 value) external",
            "function nonces(address owner) external view returns (uint256)",
            "function redeem(uint256 shares, address receiver, address owner)",
            "error AssetsMissing(uint256 held, uint256 booked)",
            "error AlreadyConstructed()",
        ] {
            assert!(interface.contains(part), "{part} in {interface}");
        }
        assert_eq!(vault().functions().count(), 52);
        assert_eq!(token().functions().count(), 10);
    }
}
