//! Signatures: what contracts answer that sign, and what is said about signatures that are none.

crate::interfaces! {
    /// ERC-1271: contracts that sign.
    interface IERC1271 {
        /// Answers its own selector if `signature` is one of the contract's for `hash`.
        function isValidSignature(bytes32 hash, bytes memory signature)
            external
            view
            returns (bytes4);
    }

    /// What is said about signatures; the names are OpenZeppelin's.
    interface ISignature {
        /// Nobody signed.
        error ECDSAInvalidSignature();
        /// The other of two signatures that would both be good.
        error ECDSAInvalidSignatureS(bytes32 s);
        /// The signature does not carry the account's next number, `currentNonce`.
        error InvalidAccountNonce(address account, uint256 currentNonce);
    }
}
