//! A source of targets: how much strategies of a vault should owe.

crate::interfaces! {
    /// Whoever decides how much strategies should owe. A rebalancer asks with bounded gas, and reads
    /// the first kilobyte of the answer.
    interface ITargets {
        /// The parts of all assets of `vault` that strategies should owe, in WAD: at most twelve,
        /// each another and known to the vault's registry, that add up to at most one. Strategies
        /// that are not named are left alone; to be emptied, one is named with zero.
        function targets(address vault)
            external
            view
            returns (address[] memory strategies, uint256[] memory weights);
    }
}
