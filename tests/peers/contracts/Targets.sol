// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.28;

/// What Ballast's rebalancer asks of a source of targets.
interface ITargets {
    function targets(address vault)
        external
        view
        returns (address[] memory strategies, uint256[] memory weights);
}

/// What a source asks of a vault.
interface ILendingVault {
    function registry() external view returns (address);
}

/// What a source asks of a vault's registry.
interface IStrategies {
    struct Strategy {
        address strategy;
        uint8 status;
        uint256 debt;
        uint256 cap;
        uint16 lossBoundBps;
        uint16 gainBoundBps;
        uint40 since;
    }

    function strategyCount() external view returns (uint256);
    function strategyAt(uint256 index) external view returns (address);
    function strategy(address strategy) external view returns (Strategy memory);
}

/// A source by a stranger: all active strategies of any vault get the same part, and a tenth stays
/// idle.
contract EqualTargets is ITargets {
    uint256 private constant WHOLE = 0.9e18;
    uint8 private constant ACTIVE = 1;

    function targets(address vault)
        external
        view
        returns (address[] memory strategies, uint256[] memory weights)
    {
        IStrategies registry = IStrategies(ILendingVault(vault).registry());
        uint256 count = registry.strategyCount();
        strategies = new address[](count);
        uint256 active;
        for (uint256 i = 0; i < count; ++i) {
            address strategy = registry.strategyAt(i);
            if (registry.strategy(strategy).status == ACTIVE) strategies[active++] = strategy;
        }
        assembly {
            mstore(strategies, active)
        }
        weights = new uint256[](active);
        for (uint256 i = 0; i < active; ++i) {
            weights[i] = WHOLE / active;
        }
    }
}

/// A source that answers what it is told, or does worse; by anyone.
contract HostileTargets is ITargets {
    /// Answers the bytes that it was told.
    uint8 public constant ANSWERS = 0;
    /// Reverts.
    uint8 public constant REVERTS = 1;
    /// Burns all its gas.
    uint8 public constant BURNS_GAS = 2;
    /// Answers with 300,000 bytes.
    uint8 public constant ANSWERS_LONG = 3;

    uint8 public mode;
    bytes private words;

    function setMode(uint8 mode_) external {
        mode = mode_;
    }

    /// Chooses the bytes of the answer.
    function setAnswer(bytes calldata words_) external {
        (mode, words) = (ANSWERS, words_);
    }

    function targets(address) external view returns (address[] memory, uint256[] memory) {
        if (mode == REVERTS) revert("source reverts");
        if (mode == BURNS_GAS) {
            assembly {
                invalid()
            }
        }
        if (mode == ANSWERS_LONG) {
            assembly {
                return(0, 300000)
            }
        }
        bytes memory answer = words;
        assembly {
            return(add(answer, 32), mload(answer))
        }
    }
}
