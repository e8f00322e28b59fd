// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// OpenZeppelin's token that votes, by the clock of timestamps.
contract OpenZeppelinVotes is ERC20, ERC20Permit, ERC20Votes {
    constructor(string memory name_, string memory symbol_, address holder, uint256 supply)
        ERC20(name_, symbol_)
        ERC20Permit(name_)
    {
        _mint(holder, supply);
    }

    function clock() public view override returns (uint48) {
        return uint48(block.timestamp);
    }

    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _update(address from, address to, uint256 value)
        internal
        override(ERC20, ERC20Votes)
    {
        super._update(from, to, value);
    }
}

/// A wallet that signs by its owner's key (ERC-1271), unless told to misbehave.
contract Wallet {
    enum Mode {
        Honest,
        Burning,
        Silent,
        Reverting,
        LongWinded
    }

    address public immutable owner;
    Mode public mode;

    constructor(address owner_) {
        owner = owner_;
    }

    function set(Mode mode_) external {
        mode = mode_;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature)
        external
        view
        returns (bytes4)
    {
        if (mode == Mode.Burning) {
            assembly {
                invalid()
            }
        }
        if (mode == Mode.Silent) {
            assembly {
                return(0, 0)
            }
        }
        if (mode == Mode.LongWinded) {
            assembly {
                return(0, 100000)
            }
        }
        require(mode == Mode.Honest);
        (address signer,,) = ECDSA.tryRecover(hash, signature);
        return signer == owner ? this.isValidSignature.selector : bytes4(0xffffffff);
    }
}

/// What governance acts upon.
contract Target {
    error Refused(uint256 value);

    uint256 public value;

    receive() external payable {}

    function set(uint256 value_) external payable {
        value = value_;
    }

    function refuse(uint256 value_) external pure {
        revert Refused(value_);
    }

    function fail() external pure {
        assembly {
            revert(0, 0)
        }
    }

    address private _to;
    bytes private _data;

    /// Remembers a call.
    function arm(address to, bytes calldata data) external {
        (_to, _data) = (to, data);
    }

    /// Makes it, once.
    function strike() external payable {
        (address to, bytes memory data) = (_to, _data);
        delete _to;
        if (to != address(0)) _relay(to, data);
    }

    /// Calls whoever it is told, with half of the ether that came along.
    function relay(address to, bytes calldata data) external payable {
        _relay(to, data);
    }

    function _relay(address to, bytes memory data) private {
        (bool success, bytes memory reason) = to.call{value: msg.value / 2}(data);
        if (!success) {
            assembly {
                revert(add(reason, 0x20), mload(reason))
            }
        }
    }
}

/// Makes calls one after another in one transaction, whether or not they pass.
contract Attempts {
    struct Attempt {
        address to;
        bytes data;
    }

    function run(Attempt[] calldata attempts)
        external
        returns (bool[] memory passed, bytes[] memory answers)
    {
        passed = new bool[](attempts.length);
        answers = new bytes[](attempts.length);
        for (uint256 i = 0; i < attempts.length; ++i) {
            (passed[i], answers[i]) = attempts[i].to.call(attempts[i].data);
        }
    }
}

/// A target that says whether it would accept a call, or something else.
contract Validating {
    enum Mode {
        Accepting,
        Refusing,
        Burning,
        Silent,
        LongWinded,
        Undeclared,
        Everything
    }

    error NotThis(bytes data);

    Mode public mode;

    function set(Mode mode_) external {
        mode = mode_;
    }

    function supportsInterface(bytes4 id) external view returns (bool) {
        if (mode == Mode.Undeclared) return false;
        return mode == Mode.Everything || id == this.validate.selector || id == 0x01ffc9a7;
    }

    function validate(bytes calldata data) external view returns (bytes4) {
        if (mode == Mode.Refusing || mode == Mode.Undeclared || mode == Mode.Everything) {
            revert NotThis(data);
        }
        if (mode == Mode.Burning) {
            assembly {
                invalid()
            }
        }
        if (mode == Mode.Silent) {
            assembly {
                return(0, 0)
            }
        }
        if (mode == Mode.LongWinded) {
            assembly {
                revert(0, 100000)
            }
        }
        return this.validate.selector;
    }
}

/// Burns all gas it gets, whatever it is asked.
contract Burning {
    fallback() external {
        assembly {
            invalid()
        }
    }
}
