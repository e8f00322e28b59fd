// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.28;

/// What Ballast's parameter store calls.
interface IParameterSubscriber {
    function onParameter(bytes32 key, uint256 value, uint256 from, uint256 start, uint256 end)
        external
        returns (bytes4);
}

/// Terms of a market by a stranger: they follow the store, along lines too.
contract FollowingTerms is IParameterSubscriber {
    struct Line {
        uint128 from;
        uint128 to;
        uint64 start;
        uint64 end;
        uint64 told;
    }

    address private immutable STORE;
    mapping(bytes32 => Line) public lines;

    constructor(address store) {
        STORE = store;
    }

    function onParameter(bytes32 key, uint256 value, uint256 from, uint256 start, uint256 end)
        external
        returns (bytes4)
    {
        require(msg.sender == STORE, "not the store");
        Line storage line = lines[key];
        (line.from, line.to) = (uint128(from), uint128(value));
        (line.start, line.end, line.told) = (uint64(start), uint64(end), line.told + 1);
        return this.onParameter.selector;
    }

    /// The value now, on the way rounded down.
    function valueOf(bytes32 key) external view returns (uint256) {
        Line memory line = lines[key];
        if (block.timestamp >= line.end) return line.to;
        uint256 passed = block.timestamp - line.start;
        uint256 length = line.end - line.start;
        return (uint256(line.from) * (length - passed) + uint256(line.to) * passed) / length;
    }
}

/// A subscriber that does worse; by anyone.
contract HostileSubscriber is IParameterSubscriber {
    /// Accepts.
    uint8 public constant ACCEPTS = 0;
    /// Reverts.
    uint8 public constant REVERTS = 1;
    /// Burns all its gas.
    uint8 public constant BURNS_GAS = 2;
    /// Reverts with as many bytes as its gas pays for.
    uint8 public constant REVERTS_LONG = 3;
    /// Answers the selector, and then as many bytes as its gas pays for.
    uint8 public constant ANSWERS_LONG = 4;
    /// Answers nothing.
    uint8 public constant ANSWERS_NOTHING = 5;
    /// Answers another selector.
    uint8 public constant ANSWERS_OTHER = 6;
    /// Makes a call of its choice, and accepts.
    uint8 public constant CALLS = 7;
    /// Accepts, if it gets nearly all that it may have.
    uint8 public constant NEEDS_MUCH = 8;

    uint8 public mode;
    uint256 public value;
    uint256 public calls;
    bool public succeeded;
    address private target;
    bytes private payload;

    function setMode(uint8 mode_) external {
        mode = mode_;
    }

    function arm(address target_, bytes calldata payload_) external {
        (mode, target, payload) = (CALLS, target_, payload_);
    }

    function onParameter(bytes32, uint256 value_, uint256, uint256, uint256)
        external
        returns (bytes4)
    {
        bytes4 selector = this.onParameter.selector;
        if (mode == REVERTS) revert("subscriber reverts");
        if (mode == BURNS_GAS) {
            assembly {
                invalid()
            }
        }
        if (mode == REVERTS_LONG) {
            assembly {
                revert(0x80, 200000)
            }
        }
        if (mode == ANSWERS_LONG) {
            assembly {
                mstore(0, selector)
                return(0, 200000)
            }
        }
        if (mode == ANSWERS_NOTHING) {
            assembly {
                return(0, 0)
            }
        }
        if (mode == ANSWERS_OTHER) return 0x12345678;
        if (mode == NEEDS_MUCH) {
            uint256 rest = gasleft() - 170_000;
            while (gasleft() > rest) {}
        }
        if (mode == CALLS) {
            ++calls;
            (succeeded,) = target.call(payload);
        }
        value = value_;
        return selector;
    }
}

/// A store that tells its subscriber with what gas there is, and goes on if that fails.
contract NaiveParams {
    uint256 public value;
    IParameterSubscriber public subscriber;

    function subscribe(IParameterSubscriber subscriber_) external {
        subscriber = subscriber_;
    }

    function set(bytes32 key, uint256 value_) external {
        value = value_;
        try subscriber.onParameter(key, value_, value_, block.timestamp, block.timestamp) {} catch {}
    }
}
