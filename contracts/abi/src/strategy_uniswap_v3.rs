//! What the strategy over a Uniswap v3 pool adds to `IStrategy`.

crate::interfaces! {
    /// The own part of the strategy over a Uniswap v3 pool.
    contract StrategyUniswapV3 {
        /// Liquidity is in another range from now on; `loss` is what that cost, of all assets.
        event Reranged(
            int24 fromLower, int24 fromUpper, int24 toLower, int24 toUpper, uint256 loss
        );
        /// Fees were collected, and are being put to work.
        event FeesCollected(uint256 amount0, uint256 amount1);

        /// `vault` names no asset.
        error InvalidVault(address vault);
        /// `pool` is not a pool of its factory, or `asset` is none of its tokens.
        error InvalidPool(address pool, address asset);
        /// A term is out of its bounds.
        error OutOfBounds(uint256 value, uint256 min, uint256 max);
        /// The part is more than the whole, 1e18.
        error InvalidFraction(uint256 fraction);
        /// There is no liquidity to move.
        error NoPosition();
        /// The mean price is in the inner band still.
        error WithinBand(int24 mean, int24 centre);
        /// The range was moved not long ago.
        error TooEarly(uint256 until);
        /// Moving the range would lose more than is left of the budget, in WAD of all assets.
        error CostExceedsBudget(uint256 loss, uint256 left);

        /// A strategy that provides liquidity to `pool` with what `vault` has, at the bidding of
        /// `registry`.
        ///
        /// `halfWidth` ticks to either side of the mean price are the range; it may be moved when
        /// the mean is more than `innerTicks` off its centre, every `waitSeconds` at most. The mean
        /// is that over `windowSeconds`. Nothing is done while the price is more than
        /// `deviationTicks` off the mean, nothing swapped at a price that is more than
        /// `slippageTicks` off. Moving the range may lose `budgetBps` at once, a budget that refills
        /// over `budgetSeconds`. The pool keeps `observations` at least.
        constructor(
            address vault,
            address registry,
            address pool,
            uint256 halfWidth,
            uint256 innerTicks,
            uint256 windowSeconds,
            uint256 deviationTicks,
            uint256 slippageTicks,
            uint256 waitSeconds,
            uint256 budgetBps,
            uint256 budgetSeconds,
            uint256 observations
        );

        /// Moves the range to where the mean price is. Anyone may call.
        function rerange() external returns (int24 lower, int24 upper);
        /// Whether the range is due to be moved, with the call to make, and where it would be
        /// afterwards. What the move costs is known by making it only.
        function shouldRerange()
            external
            view
            returns (bool due, bytes memory call, int24 lower, int24 upper);

        /// The pool that it provides liquidity to.
        function pool() external view returns (address);
        /// The token of the pool that is not the asset.
        function otherToken() external view returns (address);
        /// Where its liquidity is, how much it is, and when the range was chosen.
        function range()
            external
            view
            returns (int24 lower, int24 upper, uint128 liquidity, uint256 since);
        /// What lies here besides, by the books.
        function idle() external view returns (uint256 amount0, uint256 amount1);
        /// The price now and the mean over the window, and whether they agree.
        function prices() external view returns (int24 spot, int24 mean, bool agree);
        /// What moving the range may lose now, in WAD of all assets.
        function budgetLeft() external view returns (uint256);
        /// What the constructor fixed.
        function terms()
            external
            view
            returns (
                uint256 halfWidth,
                uint256 innerTicks,
                uint256 windowSeconds,
                uint256 deviationTicks,
                uint256 slippageTicks,
                uint256 waitSeconds,
                uint256 budgetBps,
                uint256 budgetSeconds
            );
    }
}
