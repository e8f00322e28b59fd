//! Interfaces as contracts answer them.

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
    assert_eq!(strategy.functions().count(), 28);
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
    assert_eq!(registry.functions().count(), 38);
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

#[test]
fn the_parameter_store_exports_its_structs() {
    let params = params();
    assert_eq!(
        export(&params, "IParams", Some("constructor")),
        "constructor(address authority)"
    );
    let interface = export(&params, "IParams", None);
    for part in [
        "struct Rules {",
        "struct Parameter {",
        "function parameter(bytes32 key) external view returns (Parameter memory)",
        "function validate(bytes memory data) external view returns (bytes4)",
        "function supportsInterface(bytes4 interfaceId) external view returns (bool)",
        "error StepTooLarge(uint256 from, uint256 value, uint256 step)",
    ] {
        assert!(interface.contains(part), "{part} in {interface}");
    }
    assert_eq!(params.functions().count(), 23);
}

#[test]
fn the_oracle_answers_as_others_of_its_kind() {
    let oracle = oracle();
    assert_eq!(
        export(&oracle, "IOracle", Some("constructor")),
        "constructor(address numeraire, address authority)"
    );
    let interface = export(&oracle, "IOracle", Some("abi"));
    for part in [
        "function getQuote(uint256 inAmount, address base, address quote) external view \
         returns (uint256 outAmount)",
        "returns (uint256 bidOutAmount, uint256 askOutAmount)",
        "function mayTakeRisk() external view returns (bool)",
        "function mayLiquidate(uint256 healthWad) external view returns (bool)",
        "error PriceMissing(address asset, uint256 agreeing, uint256 required)",
    ] {
        assert!(interface.contains(part), "{part} in {interface}");
    }
    assert_eq!(oracle.functions().count(), 26);
}

#[test]
fn the_liquidator_exports_its_callbacks() {
    let liquidator = liquidator();
    let interface = export(&liquidator, "ILiquidator", None);
    for part in [
        "function liquidate(address market, address borrower, address collateral, uint256 maxRepaid",
        "function onMarketLiquidate(address collateral, uint256 repaid, uint256 seized, bytes memory",
        "error ProfitTooSmall(uint256 profit, uint256 minProfit)",
    ] {
        assert!(interface.contains(part), "{part} in {interface}");
    }
    assert_eq!(liquidator.functions().count(), 4);
}
