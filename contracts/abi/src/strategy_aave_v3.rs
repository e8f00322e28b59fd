//! What the strategy over an Aave v3 pool adds to `IStrategy`, and what it calls there.

crate::interfaces! {
    /// What is asked of an Aave v3 pool.
    ///
    /// Source: aave-v3-core `IPool.sol` and aave-v3-origin `IPool.sol`, as documented for v3.0 to
    /// v3.3. Structs of static fields are written as the words that they are.
    interface IAavePool {
        /// Takes `amount` of `asset` from the caller, for aTokens of `onBehalfOf`.
        function supply(address asset, uint256 amount, address onBehalfOf, uint16 referralCode)
            external;
        /// Burns the caller's aTokens for `amount` of `asset`, paid to `to`.
        function withdraw(address asset, uint256 amount, address to) external returns (uint256);
        /// A reserve's bits: bit 60 says that it is paused.
        function getConfiguration(address asset) external view returns (uint256 bits);
        /// A reserve; its ninth word is the aToken.
        function getReserveData(address asset) external view returns (uint256[15] memory words);
        /// What of `asset` the pool counts as there, since v3.1. Donations do not count.
        function getVirtualUnderlyingBalance(address asset) external view returns (uint128);
    }

    /// What is asked of an aToken besides ERC-20.
    interface IAToken {
        /// The asset that it stands for.
        function UNDERLYING_ASSET_ADDRESS() external view returns (address);
        /// Who accounts for rewards; the zero address if nobody does.
        function getIncentivesController() external view returns (address);
    }

    /// The own part of the strategy over an Aave v3 pool.
    contract StrategyAaveV3 {
        /// `vault` names no asset.
        error InvalidVault(address vault);
        /// `pool` is not an Aave v3 pool with a reserve of `asset`.
        error InvalidPool(address pool, address asset);
        /// The pool, or a token of it, reverted without saying why or did not answer a number.
        error VenueFailed(address venue);
        /// The part is more than the whole, 1e18.
        error InvalidFraction(uint256 fraction);

        /// The aToken has no controller of rewards, or it failed without saying why.
        error ClaimFailed(address controller);

        /// Aave paid a reward.
        event Claimed(address indexed reward, uint256 amount);

        /// A strategy that lends what `vault` has to `pool`, at the bidding of `registry`.
        constructor(address vault, address registry, address pool);

        /// The pool that it supplies.
        function pool() external view returns (address);
        /// The pool's receipt for the asset, which it holds.
        function aToken() external view returns (address);

        /// Claims all that Aave owes of a reward. Anyone may call. Returns what came.
        function claim(address reward) external returns (uint256 amount);
    }
}
