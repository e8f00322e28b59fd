// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// Has an authority, which anybody may offer to another, and makes a call of its choice before it
/// does what it is told; by anyone.
contract Governed {
    address public authority;
    address public pendingAuthority;
    uint256 public value;
    uint256 public calls;
    bool public succeeded;
    address private target;
    bytes private payload;

    function transferAuthority(address to) external {
        pendingAuthority = to;
    }

    function acceptAuthority() external {
        require(msg.sender == pendingAuthority);
        (authority, pendingAuthority) = (msg.sender, address(0));
    }

    function arm(address target_, bytes calldata payload_) external {
        (target, payload) = (target_, payload_);
    }

    function set(uint256 value_) external {
        require(msg.sender == authority);
        if (payload.length > 0) {
            ++calls;
            (succeeded,) = target.call(payload);
        }
        value = value_;
    }

    /// Reverts with far more than anybody wants to read.
    function fail() external pure {
        assembly {
            revert(0x80, 300000)
        }
    }
}

/// Says that it accepts an authority, and does not.
contract Pretender {
    function acceptAuthority() external {}

    function authority() external view returns (address) {
        return address(this);
    }
}

/// Makes whatever calls its operator asks for: what many rebalancers and aggregators do.
contract NaiveExecutor {
    address private immutable OPERATOR;

    constructor(address operator) {
        OPERATOR = operator;
    }

    function execute(address target, bytes calldata data) external returns (bytes memory) {
        require(msg.sender == OPERATOR);
        (bool success, bytes memory answer) = target.call(data);
        require(success);
        return answer;
    }
}

/// Lends to whoever was let borrow on somebody's behalf.
contract CreditPool {
    IERC20 private immutable ASSET;
    mapping(address => uint256) public debtOf;
    mapping(address => mapping(address => uint256)) public creditOf;

    constructor(IERC20 asset) {
        ASSET = asset;
    }

    function approveDelegation(address delegate, uint256 amount) external {
        creditOf[msg.sender][delegate] = amount;
    }

    function borrow(uint256 amount, address onBehalf, address to) external {
        creditOf[onBehalf][msg.sender] -= amount;
        debtOf[onBehalf] += amount;
        ASSET.transfer(to, amount);
    }
}

/// A timelock with one delay that its admin sets at once, and calls that are told apart by nothing
/// but what they are: made any time after, again and again, whatever became of the target.
contract NaiveTimelock {
    address private immutable ADMIN;
    uint256 public delay;
    mapping(bytes32 => uint256) public executableAt;

    constructor(address admin, uint256 delay_) {
        (ADMIN, delay) = (admin, delay_);
    }

    function setDelay(uint256 delay_) external {
        require(msg.sender == ADMIN);
        delay = delay_;
    }

    function submit(address target, bytes calldata data) external {
        require(msg.sender == ADMIN);
        executableAt[keccak256(abi.encode(target, data))] = block.timestamp + delay;
    }

    function execute(address target, bytes calldata data) external {
        uint256 time = executableAt[keccak256(abi.encode(target, data))];
        require(time > 0 && block.timestamp >= time);
        (bool success,) = target.call(data);
        require(success);
    }
}
