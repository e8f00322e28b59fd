//! Errors that the constructors share.

crate::interfaces! {
    /// What any constructor may refuse.
    interface IConstruction {
        /// The constructor ran already.
        error AlreadyConstructed();
        /// The name or symbol is longer than 31 bytes.
        error StringTooLong(uint256 length);
    }
}
