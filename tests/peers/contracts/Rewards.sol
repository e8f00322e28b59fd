// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.28;

import {ERC20 as OzERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC4626 as OzERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";

/// A vault whose shares also move through a second address, as tokens do that were migrated.
contract TwoEntryVault is OzERC4626 {
    address private immutable SECOND;

    constructor(IERC20 asset_, address second) OzERC20("Vault", "V") OzERC4626(asset_) {
        SECOND = second;
    }

    function moveFor(address from, address to, uint256 value) external {
        require(msg.sender == SECOND);
        _transfer(from, to, value);
    }
}

/// The second address of such shares.
contract SecondEntry {
    TwoEntryVault private shares;

    function point(TwoEntryVault token) external {
        shares = token;
    }

    function balanceOf(address account) external view returns (uint256) {
        return shares.balanceOf(account);
    }

    function transfer(address to, uint256 value) external returns (bool) {
        shares.moveFor(msg.sender, to, value);
        return true;
    }
}

/// A reward that behaves until it is told otherwise.
contract HostileReward is OzERC20("Reward", "R") {
    enum Mode {
        Honest,
        Reverts,
        BurnsGas,
        AnswersFalse,
        TakesFee,
        CallsBack,
        Boasts
    }

    Mode public mode;
    address private target;
    bytes private payload;
    uint256 public calls;
    bool public succeeded;

    function mint(address to, uint256 value) external {
        _mint(to, value);
    }

    function setMode(Mode mode_) external {
        mode = mode_;
    }

    /// Makes a call of its own with every transfer from now on.
    function arm(address target_, bytes calldata payload_) external {
        (target, payload, mode) = (target_, payload_, Mode.CallsBack);
    }

    function balanceOf(address account) public view override returns (uint256) {
        uint256 balance = super.balanceOf(account);
        return mode == Mode.Boasts ? 2 * balance : balance;
    }

    function transfer(address to, uint256 value) public override returns (bool) {
        if (mode == Mode.Reverts) revert("no");
        if (mode == Mode.BurnsGas) while (true) {}
        if (mode == Mode.AnswersFalse) return false;
        if (mode == Mode.CallsBack) {
            calls += 1;
            bool passed;
            (passed,) = target.call(payload);
            succeeded = succeeded || passed;
        }
        if (mode == Mode.TakesFee) {
            _burn(msg.sender, value / 10);
            value -= value / 10;
        }
        return super.transfer(to, value);
    }
}

/// A controller of rewards that accounts for nothing, and fails whoever claims the way it is told.
contract HostileController {
    bool public burnsGas;

    function setBurnsGas(bool burns) external {
        burnsGas = burns;
    }

    function handleAction(address, uint256, uint256) external {}

    function getUserRewards(address[] calldata, address, address) external pure returns (uint256) {
        return 1 ether;
    }

    function claimRewardsToSelf(address[] calldata, uint256, address)
        external
        view
        returns (uint256)
    {
        if (burnsGas) while (true) {}
        revert("no");
    }
}

interface ISwapRouter {
    struct ExactInputSingle {
        address tokenIn;
        address tokenOut;
        uint24 fee;
        address recipient;
        uint256 deadline;
        uint256 amountIn;
        uint256 amountOutMinimum;
        uint160 sqrtPriceLimitX96;
    }

    function exactInputSingle(ExactInputSingle calldata params) external returns (uint256);
}

/// Sells all it has for whatever it brings, for whoever asks: what a seller must not do.
contract NaiveSeller {
    ISwapRouter private immutable ROUTER;
    IERC20 private immutable TOKEN;
    address private immutable ASSET;

    constructor(ISwapRouter router, IERC20 token, address asset) {
        (ROUTER, TOKEN, ASSET) = (router, token, asset);
    }

    function sell() external {
        uint256 amount = TOKEN.balanceOf(address(this));
        TOKEN.approve(address(ROUTER), amount);
        ROUTER.exactInputSingle(
            ISwapRouter.ExactInputSingle({
                tokenIn: address(TOKEN),
                tokenOut: ASSET,
                fee: 500,
                recipient: address(this),
                deadline: block.timestamp,
                amountIn: amount,
                amountOutMinimum: 0,
                sqrtPriceLimitX96: 0
            })
        );
    }
}
