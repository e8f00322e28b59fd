// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.28;

import {SqrtPriceMath} from "uniswap-v3-core-0.8/contracts/libraries/SqrtPriceMath.sol";
import {TickMath} from "uniswap-v3-core-0.8/contracts/libraries/TickMath.sol";

/// Uniswap v3's own libraries, many arguments at once.
contract UniswapMath {
    function roots(int24[] calldata ticks) external pure returns (uint160[] memory answers) {
        answers = new uint160[](ticks.length);
        for (uint256 i = 0; i < ticks.length; ++i) {
            answers[i] = TickMath.getSqrtRatioAtTick(ticks[i]);
        }
    }

    function ticks(uint160[] calldata prices) external pure returns (int24[] memory answers) {
        answers = new int24[](prices.length);
        for (uint256 i = 0; i < prices.length; ++i) {
            answers[i] = TickMath.getTickAtSqrtRatio(prices[i]);
        }
    }

    function amounts(uint160 a, uint160 b, uint128 liquidity, bool roundUp)
        external
        pure
        returns (uint256 amount0, uint256 amount1)
    {
        amount0 = SqrtPriceMath.getAmount0Delta(a, b, liquidity, roundUp);
        amount1 = SqrtPriceMath.getAmount1Delta(a, b, liquidity, roundUp);
    }
}
