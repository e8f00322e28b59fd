// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.28;

import {WETH as SolmateWETH} from "solmate/src/tokens/WETH.sol";
import {WETH as SoladyWETH} from "solady/src/tokens/WETH.sol";

/// solmate's wrapped ether.
contract SolmateWeth is SolmateWETH {}

/// solady's wrapped ether.
contract SoladyWeth is SoladyWETH {}
