// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.28;

import {ERC20 as OzERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC4626 as OzERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {ERC20 as SolmateERC20} from "solmate/src/tokens/ERC20.sol";
import {ERC4626 as SolmateERC4626} from "solmate/src/tokens/ERC4626.sol";
import {ERC4626 as SoladyERC4626} from "solady/src/tokens/ERC4626.sol";

/// OpenZeppelin's vault as it comes: one virtual share, one virtual asset.
contract OpenZeppelinVault is OzERC4626 {
    constructor(IERC20 asset_) OzERC20("Vault", "V") OzERC4626(asset_) {}
}

/// OpenZeppelin's vault with 10^3 virtual shares, the least that Ballast's vaults have.
contract OpenZeppelinOffsetVault is OzERC4626 {
    constructor(IERC20 asset_) OzERC20("Vault", "V") OzERC4626(asset_) {}

    function _decimalsOffset() internal pure override returns (uint8) {
        return 3;
    }
}

/// solmate's vault over the token's balance.
contract SolmateVault is SolmateERC4626 {
    constructor(SolmateERC20 asset_) SolmateERC4626(asset_, "Vault", "V") {}

    function totalAssets() public view override returns (uint256) {
        return asset.balanceOf(address(this));
    }
}

/// solady's vault as it comes.
contract SoladyVault is SoladyERC4626 {
    address private immutable ASSET;

    constructor(address asset_) {
        ASSET = asset_;
    }

    function asset() public view override returns (address) {
        return ASSET;
    }

    function name() public pure override returns (string memory) {
        return "Vault";
    }

    function symbol() public pure override returns (string memory) {
        return "V";
    }
}
