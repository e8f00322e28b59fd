//! What is asked of Uniswap v3's contracts, and what its pools ask of those who trade with them.
//!
//! Source: "Uniswap v3 Core" (2021) and the interfaces of `@uniswap/v3-core`.

crate::interfaces! {
    /// A pool of Uniswap v3.
    interface IUniswapV3Pool {
        /// Who made the pool.
        function factory() external view returns (address);
        /// The token with the lower address.
        function token0() external view returns (address);
        /// The other one.
        function token1() external view returns (address);
        /// What a swap pays, in millionths.
        function fee() external view returns (uint24);
        /// Ranges begin and end at multiples of it.
        function tickSpacing() external view returns (int24);
        /// The price now, and how many observations there are and will be.
        function slot0()
            external
            view
            returns (
                uint160 sqrtPriceX96,
                int24 tick,
                uint16 observationIndex,
                uint16 observationCardinality,
                uint16 observationCardinalityNext,
                uint8 feeProtocol,
                bool unlocked
            );
        /// All liquidity in range.
        function liquidity() external view returns (uint128);
        /// All fees of token0 per unit of liquidity, in Q128; goes round.
        function feeGrowthGlobal0X128() external view returns (uint256);
        /// All fees of token1 per unit of liquidity, in Q128; goes round.
        function feeGrowthGlobal1X128() external view returns (uint256);
        /// What is known about a tick.
        function ticks(int24 tick)
            external
            view
            returns (
                uint128 liquidityGross,
                int128 liquidityNet,
                uint256 feeGrowthOutside0X128,
                uint256 feeGrowthOutside1X128,
                int56 tickCumulativeOutside,
                uint160 secondsPerLiquidityOutsideX128,
                uint32 secondsOutside,
                bool initialized
            );
        /// A position, by the hash of its owner and its range.
        function positions(bytes32 key)
            external
            view
            returns (
                uint128 liquidity,
                uint256 feeGrowthInside0LastX128,
                uint256 feeGrowthInside1LastX128,
                uint128 tokensOwed0,
                uint128 tokensOwed1
            );
        /// Sums over time as they were so many seconds ago.
        function observe(uint32[] calldata secondsAgos)
            external
            view
            returns (
                int56[] memory tickCumulatives,
                uint160[] memory secondsPerLiquidityCumulativeX128s
            );

        /// Sets the first price.
        function initialize(uint160 sqrtPriceX96) external;
        /// Makes room for observations; anybody may pay for it.
        function increaseObservationCardinalityNext(uint16 observationCardinalityNext) external;
        /// Adds liquidity, which a callback pays for.
        function mint(
            address recipient,
            int24 tickLower,
            int24 tickUpper,
            uint128 amount,
            bytes calldata data
        ) external returns (uint256 amount0, uint256 amount1);
        /// Takes liquidity out; what it stands for is owed from then on.
        function burn(int24 tickLower, int24 tickUpper, uint128 amount)
            external
            returns (uint256 amount0, uint256 amount1);
        /// Pays what is owed to the caller's position.
        function collect(
            address recipient,
            int24 tickLower,
            int24 tickUpper,
            uint128 amount0Requested,
            uint128 amount1Requested
        ) external returns (uint128 amount0, uint128 amount1);
        /// Swaps up to a price: an exact amount in if it is positive, else an exact amount out.
        function swap(
            address recipient,
            bool zeroForOne,
            int256 amountSpecified,
            uint160 sqrtPriceLimitX96,
            bytes calldata data
        ) external returns (int256 amount0, int256 amount1);
    }

    /// The factory of Uniswap v3.
    interface IUniswapV3Factory {
        /// The pool of two tokens at a fee, if there is one.
        function getPool(address tokenA, address tokenB, uint24 fee)
            external
            view
            returns (address);
        /// Makes that pool.
        function createPool(address tokenA, address tokenB, uint24 fee)
            external
            returns (address pool);
    }

    /// Whoever trades with pools: what they call in the middle of a call, and what may go wrong.
    interface IUniswapV3Trader {
        /// Somebody else than the pool.
        error NotPool(address caller);
        /// The pool asks for more than was meant for it, or for anything out of turn.
        error UnexpectedCallback(uint256 owed, uint256 limit);
        /// The pool or a token reverted without saying why or did not answer a number.
        error VenueFailed(address venue);
        /// The pool cannot say what its price was over the window.
        error PriceUnavailable(address pool);
        /// The price now is too far from the mean over the window.
        error PriceDeviates(int24 spot, int24 mean);

        /// To pay for liquidity.
        function uniswapV3MintCallback(
            uint256 amount0Owed,
            uint256 amount1Owed,
            bytes calldata data
        ) external;
        /// To pay for a swap: what is positive is owed.
        function uniswapV3SwapCallback(
            int256 amount0Delta,
            int256 amount1Delta,
            bytes calldata data
        ) external;
    }
}
