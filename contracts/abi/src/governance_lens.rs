//! Who governs a list of contracts.

crate::interfaces! {
    /// A view that holds nothing, and that anybody may ask about any contracts. What an account has
    /// that governs is its `authority()`, or its `owner()` if it has no authority.
    contract GovernanceLens {
        /// Keeps nothing.
        constructor();

        /// Whether `governor` governs each of these contracts, and none of them is offered to
        /// anybody. One that does not answer within 100,000 gas a question is not governed.
        function isGovernedBy(address governor, address[] calldata modules)
            external
            view
            returns (bool);
        /// Who governs each of these contracts, to whom each is offered, and whether it answered
        /// both; zero addresses if it did not.
        function governance(address[] calldata modules)
            external
            view
            returns (
                address[] memory authorities,
                address[] memory pending,
                bool[] memory answered
            );
    }
}
