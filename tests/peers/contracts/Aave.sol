// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// A pool of Aave v3.0 that tells its virtual balance as one of v3.1 does, and pays no more: to be
/// put behind the pool's proxy in place of its implementation, to which all else goes.
contract PoolWithVirtualBalance {
    // Where the pool itself keeps nothing.
    bytes32 private constant PLACE = keccak256("virtual balance");

    address private immutable implementation;

    constructor(address implementation_) {
        implementation = implementation_;
    }

    /// The proxy's answer to an upgrade; the pool below has been initialized.
    function initialize(address) external {}

    function setVirtualBalance(uint256 amount) external {
        bytes32 place = PLACE;
        assembly {
            sstore(place, amount)
        }
    }

    function getVirtualUnderlyingBalance(address) public view returns (uint128 amount) {
        bytes32 place = PLACE;
        assembly {
            amount := sload(place)
        }
    }

    function withdraw(address, uint256 amount, address) external returns (uint256) {
        // As the subtraction of v3.1 would fail.
        require(amount <= getVirtualUnderlyingBalance(address(0)));
        forward();
    }

    fallback() external {
        forward();
    }

    function forward() private {
        address target = implementation;
        assembly {
            calldatacopy(0, 0, calldatasize())
            let passed := delegatecall(gas(), target, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if passed { return(0, returndatasize()) }
            revert(0, returndatasize())
        }
    }
}

/// Passes for a pool of one asset and for its aToken, and goes wrong the way it is told.
contract PoolFaulty {
    enum Fault {
        None,
        TakesHalf,
        GivesShort,
        Reverts,
        NamesNoBalance
    }

    IERC20 private immutable asset;
    Fault private fault;
    mapping(address owner => uint256) private held;

    constructor(IERC20 asset_) {
        asset = asset_;
    }

    function setFault(Fault fault_) external {
        fault = fault_;
    }

    function UNDERLYING_ASSET_ADDRESS() external view returns (IERC20) {
        return asset;
    }

    function getReserveData(address) external view returns (uint256[15] memory words) {
        words[8] = uint160(address(this));
    }

    function getConfiguration(address) external pure returns (uint256) {
        return 0;
    }

    function balanceOf(address owner) external view returns (uint256) {
        require(fault != Fault.NamesNoBalance);
        return held[owner];
    }

    function supply(address, uint256 amount, address owner, uint16) external {
        require(fault != Fault.Reverts);
        uint256 taken = fault == Fault.TakesHalf ? amount / 2 : amount;
        asset.transferFrom(msg.sender, address(this), taken);
        held[owner] += fault == Fault.GivesShort ? amount - 3 : amount;
    }

    function withdraw(address, uint256 amount, address to) external returns (uint256) {
        require(fault != Fault.Reverts);
        held[msg.sender] -= amount;
        asset.transfer(to, amount);
        return amount;
    }
}
