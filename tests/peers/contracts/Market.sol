// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.28;

interface IToken {
    function approve(address spender, uint256 value) external returns (bool);
    function transfer(address to, uint256 value) external returns (bool);
    function transferFrom(address from, address to, uint256 value) external returns (bool);
    function balanceOf(address account) external view returns (uint256);
}

interface ILiquidator {
    function onMarketLiquidate(address collateral, uint256 repaid, uint256 seized, bytes calldata)
        external;
}

/// Whom a market calls back: it remembers with what, does one thing meanwhile, and pays or not.
contract Caller {
    bytes32 private constant ANSWER = keccak256("ERC3156FlashBorrower.onFlashLoan");

    address public lastCaller;
    uint256 public lastAssets;
    uint256 public lastFee;
    uint256 public heldMeanwhile;
    address private target;
    bytes private errand;
    IToken private token;
    bool private honest = true;
    bool public succeeded;
    bytes public result;

    /// What it does while it is called back, and whether it answers as it should.
    function prepare(address token_, address target_, bytes calldata errand_, bool honest_)
        external
    {
        (token, target, errand, honest) = (IToken(token_), target_, errand_, honest_);
    }

    /// Lets a spender take a token.
    function allow(address token_, address spender, uint256 value) external {
        IToken(token_).approve(spender, value);
    }

    /// Calls several, one after another, in one transaction.
    function runAll(address[] calldata targets, bytes[] calldata calls) external {
        for (uint256 i = 0; i < targets.length; ++i) this.run(targets[i], calls[i]);
    }

    /// Calls anything.
    function run(address to, bytes calldata data) external returns (bytes memory) {
        (bool passed, bytes memory answer) = to.call(data);
        if (!passed) {
            assembly {
                revert(add(answer, 32), mload(answer))
            }
        }
        return answer;
    }

    function onMarketSupply(uint256 assets, bytes calldata) external {
        meanwhile(assets, 0);
    }

    function onMarketSupplyCollateral(uint256 assets, bytes calldata) external {
        meanwhile(assets, 0);
    }

    function onMarketRepay(uint256 assets, bytes calldata) external {
        meanwhile(assets, 0);
    }

    function onMarketLiquidate(address, uint256 repaid, uint256, bytes calldata) external {
        meanwhile(repaid, 0);
    }

    function onMarketFlash(uint256 assets, bytes calldata) external {
        meanwhile(assets, 0);
    }

    function onFlashLoan(address, address, uint256 assets, uint256 fee, bytes calldata)
        external
        returns (bytes32)
    {
        meanwhile(assets, fee);
        return honest ? ANSWER : bytes32(0);
    }

    function meanwhile(uint256 assets, uint256 fee) private {
        (lastCaller, lastAssets, lastFee) = (msg.sender, assets, fee);
        heldMeanwhile = address(token) == address(0) ? 0 : token.balanceOf(address(this));
        if (target != address(0)) (succeeded, result) = target.call(errand);
    }
}

/// Says that it is a market, calls back as often as it likes, and takes what it can, then or later.
contract FalseMarket {
    IToken public asset;
    uint256 private callbacks;
    uint256 private repaid;
    uint256 private seized;
    address private collateral;
    bool private takes;

    constructor(IToken asset_) {
        asset = asset_;
    }

    /// How often it calls back, with what, and whether it takes what it is allowed.
    function plan(
        uint256 callbacks_,
        address collateral_,
        uint256 repaid_,
        uint256 seized_,
        bool takes_
    ) external {
        (callbacks, collateral, takes) = (callbacks_, collateral_, takes_);
        (repaid, seized) = (repaid_, seized_);
    }

    function liquidate(address, address, uint256, uint256, bytes calldata data)
        external
        returns (uint256, uint256)
    {
        for (uint256 i = 0; i < callbacks; ++i) {
            ILiquidator(msg.sender).onMarketLiquidate(collateral, repaid, seized, data);
        }
        if (takes) take(msg.sender, repaid);
        return (repaid, seized);
    }

    /// Takes from who allowed it.
    function take(address from, uint256 amount) public {
        require(asset.transferFrom(from, address(this), amount));
    }
}

/// Stands for a vault whose redemptions pay nothing, and meanwhile call whom it was told to.
contract Meddler {
    address private target;
    bytes private errand;
    address public asset;
    bool public passed;
    bytes public result;

    function prepare(address asset_, address target_, bytes calldata errand_) external {
        (asset, target, errand) = (asset_, target_, errand_);
    }

    function redeem(uint256, address, address) external returns (uint256) {
        (passed, result) = target.call(errand);
        return 0;
    }
}


/// Takes a loan by ERC-3156 and does no more for it than allow the lender to take it back.
contract FlashBorrower {
    address private immutable lender;

    constructor(address lender_) {
        lender = lender_;
    }

    function onFlashLoan(address, address token, uint256 amount, uint256 fee, bytes calldata)
        external
        returns (bytes32)
    {
        IToken(token).approve(lender, amount + fee);
        return keccak256("ERC3156FlashBorrower.onFlashLoan");
    }
}
