//! ERC-20 with metadata, its errors after ERC-6093, and permits after ERC-2612 and ERC-5267.

crate::interfaces! {
    /// ERC-20 and its optional metadata.
    interface IERC20 {
        /// `value` moved from `from` to `to`; the zero address on minting and burning.
        event Transfer(address indexed from, address indexed to, uint256 value);
        /// `spender` may from now on spend `value` of `owner`.
        event Approval(address indexed owner, address indexed spender, uint256 value);

        /// The account has less than is to be moved.
        error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed);
        /// Tokens cannot leave this address.
        error ERC20InvalidSender(address sender);
        /// Tokens cannot go to this address.
        error ERC20InvalidReceiver(address receiver);
        /// The spender was allowed less than it wants to spend.
        error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed);
        /// This address cannot be allowed to spend.
        error ERC20InvalidSpender(address spender);

        /// The token's name.
        function name() external view returns (string memory);
        /// The token's symbol.
        function symbol() external view returns (string memory);
        /// How many decimals a user interface shows.
        function decimals() external view returns (uint8);
        /// The tokens in existence.
        function totalSupply() external view returns (uint256);
        /// What `account` owns.
        function balanceOf(address account) external view returns (uint256);
        /// Moves `value` from the caller to `to`.
        function transfer(address to, uint256 value) external returns (bool);
        /// What `spender` may still spend of `owner`; the largest number is never used up.
        function allowance(address owner, address spender) external view returns (uint256);
        /// Allows `spender` to spend `value` of the caller.
        function approve(address spender, uint256 value) external returns (bool);
        /// Moves `value` from `from` to `to` with the caller's allowance.
        function transferFrom(address from, address to, uint256 value) external returns (bool);
    }

    /// What a contract says that called a token in vain; the name is OpenZeppelin's.
    interface ISafeERC20 {
        /// The token's transfer failed without saying why, or answered `false`.
        error SafeERC20FailedOperation(address token);
    }

    /// ERC-2612 permits with the EIP-712 domain of ERC-5267.
    interface IERC20Permit {
        /// The signature was valid until `deadline`.
        error ERC2612ExpiredSignature(uint256 deadline);
        /// The signature is `signer`'s, not `owner`'s; the zero address if it is nobody's.
        error ERC2612InvalidSigner(address signer, address owner);

        /// Allows `spender` to spend `value` of `owner` by `owner`'s signature.
        function permit(
            address owner,
            address spender,
            uint256 value,
            uint256 deadline,
            uint8 v,
            bytes32 r,
            bytes32 s
        ) external;
        /// The number that `owner`'s next permit must carry.
        function nonces(address owner) external view returns (uint256);
        /// The EIP-712 domain separator.
        function DOMAIN_SEPARATOR() external view returns (bytes32);
        /// The fields that the domain separator is made of.
        function eip712Domain() external view returns (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        );
    }
}
