// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IStrategy} from "./Strategies.sol";

/// OpenZeppelin's vault with strategies, and with nothing that protects it from them. Anyone
/// governs: what these vaults lose, they lose without a key.
abstract contract NaiveVault is ERC4626 {
    IStrategy[] internal strategies;

    constructor(IERC20 asset_) ERC20("Vault", "V") ERC4626(asset_) {}

    function add(IStrategy strategy) external {
        strategies.push(strategy);
    }

    function lend(IStrategy strategy, uint256 assets) external {
        IERC20(asset()).transfer(address(strategy), assets);
        strategy.allocate(assets);
        _lent(strategy, assets);
    }

    /// Has strategies pay what is not there, one after the other.
    function _transferOut(address to, uint256 assets) internal override {
        for (uint256 i = 0; i < strategies.length; ++i) {
            uint256 idle = IERC20(asset()).balanceOf(address(this));
            if (idle < assets) _pull(strategies[i], assets - idle);
        }
        super._transferOut(to, assets);
    }

    function _lent(IStrategy strategy, uint256 assets) internal virtual;

    function _pull(IStrategy strategy, uint256 assets) internal virtual;

    function _decimalsOffset() internal pure override returns (uint8) {
        return 3;
    }
}

/// Asks its strategies what they are worth whenever it needs a price.
contract SpotVault is NaiveVault {
    constructor(IERC20 asset_) NaiveVault(asset_) {}

    function totalAssets() public view override returns (uint256 sum) {
        sum = super.totalAssets();
        for (uint256 i = 0; i < strategies.length; ++i) sum += _worth(strategies[i]);
    }

    function _worth(IStrategy strategy) internal view virtual returns (uint256) {
        return strategy.realAssets();
    }

    function _lent(IStrategy, uint256) internal override {}

    function _pull(IStrategy strategy, uint256 assets) internal override {
        strategy.deallocate(assets);
    }
}

/// Takes what has no price to be worth nothing.
contract ForgivingVault is SpotVault {
    constructor(IERC20 asset_) SpotVault(asset_) {}

    function _worth(IStrategy strategy) internal view override returns (uint256) {
        try strategy.realAssets() returns (uint256 assets) {
            return assets;
        } catch {
            return 0;
        }
    }
}

/// Keeps books of what it lent, believes every report of anything that it is told to ask, at once
/// and in full, and takes its fee of every gain. Until then it pays at the price of its books.
contract BookVault is NaiveVault {
    address private constant COLLECTOR = address(0xfee);

    uint256 private immutable FEE_BPS;
    uint256 public totalDebt;
    mapping(IStrategy => uint256) public debtOf;

    constructor(IERC20 asset_, uint256 feeBps) NaiveVault(asset_) {
        FEE_BPS = feeBps;
    }

    function harvest(IStrategy strategy) external {
        (uint256 worth, uint256 debt) = (strategy.harvest(), debtOf[strategy]);
        uint256 fee = worth > debt ? convertToShares((worth - debt) * FEE_BPS / 10_000) : 0;
        totalDebt = totalDebt + worth - debt;
        debtOf[strategy] = worth;
        _mint(COLLECTOR, fee);
    }

    function totalAssets() public view override returns (uint256) {
        return super.totalAssets() + totalDebt;
    }

    function _lent(IStrategy strategy, uint256 assets) internal override {
        totalDebt += assets;
        debtOf[strategy] += assets;
    }

    function _pull(IStrategy strategy, uint256 assets) internal override {
        assets = Math.min(assets, debtOf[strategy]);
        if (assets == 0) return;
        totalDebt -= assets;
        debtOf[strategy] -= assets;
        strategy.deallocate(assets);
    }
}

/// Rounds every conversion down, whomever that favours.
contract FloorVault is ERC4626 {
    constructor(IERC20 asset_) ERC20("Vault", "V") ERC4626(asset_) {}

    function _convertToShares(uint256 assets, Math.Rounding)
        internal
        view
        override
        returns (uint256)
    {
        return super._convertToShares(assets, Math.Rounding.Floor);
    }

    function _convertToAssets(uint256 shares, Math.Rounding)
        internal
        view
        override
        returns (uint256)
    {
        return super._convertToAssets(shares, Math.Rounding.Floor);
    }
}

/// A venue that counts its shares at par whatever it holds: anyone may have more of them.
contract VenueAtPar is ERC4626 {
    constructor(IERC20 asset_) ERC20("Vault", "V") ERC4626(asset_) {}

    function mint(address to, uint256 shares) external {
        _mint(to, shares);
    }

    function _convertToShares(uint256 assets, Math.Rounding)
        internal
        pure
        override
        returns (uint256)
    {
        return assets;
    }

    function _convertToAssets(uint256 shares, Math.Rounding)
        internal
        pure
        override
        returns (uint256)
    {
        return shares;
    }
}

/// Says what its shares are worth to those only who bring a million gas, and costs little else.
contract VenueHungry is ERC4626 {
    constructor(IERC20 asset_) ERC20("Vault", "V") ERC4626(asset_) {}

    function previewRedeem(uint256 shares) public view override returns (uint256) {
        require(gasleft() >= 1_000_000);
        return super.previewRedeem(shares);
    }
}
