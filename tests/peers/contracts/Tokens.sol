// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.28;

import {ERC20 as OzERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit as OzERC20Permit} from
    "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20 as SolmateERC20} from "solmate/src/tokens/ERC20.sol";

/// OpenZeppelin's token.
contract OpenZeppelinToken is OzERC20("Token", "T") {
    function mint(address to, uint256 value) external {
        _mint(to, value);
    }
}

/// OpenZeppelin's token with permits.
contract PermitToken is OzERC20("Token", "T"), OzERC20Permit("Token") {
    function mint(address to, uint256 value) external {
        _mint(to, value);
    }
}

/// solmate's token.
contract SolmateToken is SolmateERC20 {
    constructor(uint8 decimals_) SolmateERC20("Token", "T", decimals_) {}

    function mint(address to, uint256 value) external {
        _mint(to, value);
    }
}

/// Takes 1% of every transfer, rounded down.
contract FeeToken is OzERC20("Token", "T") {
    function mint(address to, uint256 value) external {
        _mint(to, value);
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (from != address(0) && to != address(0)) {
            super._update(to, address(0), value / 100);
        }
    }
}

/// Lets anyone take from anyone, as a blacklist, a hack or a negative rebase would.
contract SeizableToken is OzERC20("Token", "T") {
    function mint(address to, uint256 value) external {
        _mint(to, value);
    }

    function seize(address from, uint256 value) external {
        _burn(from, value);
    }
}

interface IHolder {
    function tokensToSend(address from, address to, uint256 value) external;
    function tokensReceived(address from, address to, uint256 value) external;
}

/// Calls registered holders before they send and after they receive, as ERC-777 does.
contract CallbackToken is OzERC20("Token", "T") {
    mapping(address => bool) public registered;

    function mint(address to, uint256 value) external {
        _mint(to, value);
    }

    function register() external {
        registered[msg.sender] = true;
    }

    function _update(address from, address to, uint256 value) internal override {
        if (registered[from]) {
            IHolder(from).tokensToSend(from, to, value);
        }
        super._update(from, to, value);
        if (registered[to]) {
            IHolder(to).tokensReceived(from, to, value);
        }
    }
}

/// A holder that makes one call of its choice while it sends or receives.
contract Reentrant is IHolder {
    address private target;
    bytes private payload;
    bool private tolerant;
    bool public called;
    bool public succeeded;
    bytes public answer;

    /// Does `data` on `to` at once, as this contract.
    function perform(address to, bytes calldata data) external returns (bytes memory) {
        return _call(to, data);
    }

    /// Prepares the call that the next callback makes. A tolerant holder goes on if it fails.
    function arm(address to, bytes calldata data, bool tolerant_) external {
        (target, payload, tolerant) = (to, data, tolerant_);
        (called, succeeded, answer) = (false, false, "");
    }

    function tokensToSend(address, address, uint256) external {
        _callback();
    }

    function tokensReceived(address, address, uint256) external {
        _callback();
    }

    function _callback() private {
        if (target == address(0) || called) return;
        called = true;
        if (tolerant) {
            (succeeded, answer) = target.call(payload);
        } else {
            answer = _call(target, payload);
            succeeded = true;
        }
    }

    function _call(address to, bytes memory data) private returns (bytes memory) {
        (bool success, bytes memory result) = to.call(data);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(result, 32), mload(result))
            }
        }
        return result;
    }
}

/// Keeps balances and allowances for the tokens below, which differ in how they answer.
abstract contract OddToken {
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    function mint(address to, uint256 value) external {
        balanceOf[to] += value;
    }

    function _move(address from, address to, uint256 value) internal {
        balanceOf[from] -= value;
        balanceOf[to] += value;
    }

    function _spend(address from, uint256 value) internal {
        if (allowance[from][msg.sender] != type(uint256).max) {
            allowance[from][msg.sender] -= value;
        }
    }
}

/// Answers nothing, has six decimals, and wants allowances reset before they change: Tether's way.
contract SilentToken is OddToken {
    uint256 public constant decimals = 6;

    function transfer(address to, uint256 value) external {
        _move(msg.sender, to, value);
    }

    function transferFrom(address from, address to, uint256 value) external {
        _spend(from, value);
        _move(from, to, value);
    }

    function approve(address spender, uint256 value) external {
        require(value == 0 || allowance[msg.sender][spender] == 0);
        allowance[msg.sender][spender] = value;
    }
}

/// Answers `false` instead of reverting, once told to.
contract RefusingToken is OddToken {
    uint8 public constant decimals = 18;
    bool public refuses;

    function setRefuses(bool refuses_) external {
        refuses = refuses_;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        if (refuses) return false;
        _move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        if (refuses) return false;
        _spend(from, value);
        _move(from, to, value);
        return true;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        return true;
    }
}

/// A contract that is no token: it answers nothing to anything.
contract NoToken {
    fallback() external {}
}
