// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// What looks like a vault from outside: it names any asset, answers any preview, takes and pays
/// what it likes, and makes whatever calls it was told to while it is called.
contract HostileVault {
    using SafeERC20 for IERC20;

    struct Move {
        address target;
        bytes payload;
    }

    address public asset;
    /// What `previewMint` answers.
    uint256 public preview;
    /// What it takes of a deposit, in hundredths; above 200 it reverts, and says nothing.
    uint256 public takes;
    /// What it pays for whatever is redeemed or withdrawn.
    uint256 public pays;
    /// What everybody has, as it says.
    uint256 private boasted;
    Move[] private moves;
    /// How many calls it made, and how many of these went through.
    uint256 public calls;
    uint256 public successes;

    constructor(address asset_) {
        (asset, takes) = (asset_, 100);
    }

    function configure(address asset_, uint256 preview_, uint256 takes_, uint256 pays_) external {
        (asset, preview, takes, pays) = (asset_, preview_, takes_, pays_);
    }

    function arm(Move[] calldata moves_) external {
        delete moves;
        for (uint256 i = 0; i < moves_.length; ++i) moves.push(moves_[i]);
        (calls, successes) = (0, 0);
    }

    function balanceOf(address) external view returns (uint256) {
        return boasted;
    }

    function allowance(address, address) external pure returns (uint256) {
        return type(uint256).max;
    }

    function approve(address, uint256) external pure returns (bool) {
        return true;
    }

    function transfer(address, uint256) external pure returns (bool) {
        return true;
    }

    function transferFrom(address, address, uint256) external pure returns (bool) {
        return true;
    }

    function previewMint(uint256) external view returns (uint256) {
        return preview;
    }

    function deposit(uint256 assets, address) external returns (uint256) {
        _enter(assets);
        boasted += assets;
        return assets;
    }

    function mint(uint256 shares, address) external returns (uint256) {
        _enter(preview);
        boasted += shares;
        return preview;
    }

    function withdraw(uint256 assets, address receiver, address) external returns (uint256) {
        _leave(receiver);
        return assets;
    }

    function redeem(uint256, address receiver, address) external returns (uint256) {
        _leave(receiver);
        return pays;
    }

    function _enter(uint256 assets) private {
        uint256 taken = takes <= 200 ? assets * takes / 100 : 0;
        if (taken != 0 && asset != address(this)) {
            IERC20(asset).safeTransferFrom(msg.sender, address(this), taken);
        }
        _move();
    }

    function _leave(address receiver) private {
        if (pays != 0) IERC20(asset).safeTransfer(receiver, pays);
        _move();
    }

    function _move() private {
        require(takes <= 200);
        for (uint256 i = 0; i < moves.length; ++i) {
            ++calls;
            (bool success, bytes memory answer) = moves[i].target.call(moves[i].payload);
            // A token may fail by answering `false`.
            if (success && (answer.length < 32 || abi.decode(answer, (uint256)) != 0)) ++successes;
        }
    }
}
