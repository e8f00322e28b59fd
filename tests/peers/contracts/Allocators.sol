// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.28;

/// What an allocator asks of Ballast's registry.
interface IDebts {
    function moveDebt(address strategy, uint256 target) external returns (uint256 debt);
}

/// Anyone moves debt within what may flow into and out of each strategy, and nothing else bounds
/// what that costs: what a public allocator is without a budget for losses.
contract FlowAllocator {
    struct Flow {
        uint128 maxIn;
        uint128 maxOut;
    }

    IDebts public immutable registry;
    mapping(address strategy => Flow) public flows;

    constructor(IDebts registry_) {
        registry = registry_;
    }

    function setFlow(address strategy, uint128 maxIn, uint128 maxOut) external {
        flows[strategy] = Flow(maxIn, maxOut);
    }

    /// Moves `assets` from one that owes `owed` to another that owes `owes`.
    function reallocate(
        address source,
        uint256 owed,
        address destination,
        uint256 owes,
        uint128 assets
    ) external {
        flows[source].maxOut -= assets;
        flows[source].maxIn += assets;
        flows[destination].maxIn -= assets;
        flows[destination].maxOut += assets;
        registry.moveDebt(source, owed - assets);
        registry.moveDebt(destination, owes + assets);
    }
}
