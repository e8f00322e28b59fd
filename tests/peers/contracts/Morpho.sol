// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.19;

import {Morpho} from "@morpho-org/morpho-blue/src/Morpho.sol";
import {IIrm} from "@morpho-org/morpho-blue/src/interfaces/IIrm.sol";
import {IOracle} from "@morpho-org/morpho-blue/src/interfaces/IOracle.sol";
import {Market, MarketParams} from "@morpho-org/morpho-blue/src/interfaces/IMorpho.sol";

/// Morpho Blue as it is.
contract MorphoBlue is Morpho {
    constructor(address owner) Morpho(owner) {}
}

/// One rate, whatever is lent.
contract FixedRate is IIrm {
    uint256 private immutable RATE;

    constructor(uint256 rate) {
        RATE = rate;
    }

    function borrowRate(MarketParams memory, Market memory) external view returns (uint256) {
        return RATE;
    }

    function borrowRateView(MarketParams memory, Market memory) external view returns (uint256) {
        return RATE;
    }
}

/// A price that is set.
contract SetPrice is IOracle {
    uint256 public price;

    function set(uint256 newPrice) external {
        price = newPrice;
    }
}
