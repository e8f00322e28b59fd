//! ERC-4626: the methods and events of the standard, and errors as OpenZeppelin names them.

crate::interfaces! {
    /// A vault that issues shares for one ERC-20 token.
    interface IERC4626 {
        /// `sender` paid `assets`, for which `owner` got `shares`.
        event Deposit(
            address indexed sender,
            address indexed owner,
            uint256 assets,
            uint256 shares
        );
        /// `sender` burnt `shares` of `owner`, for which `receiver` got `assets`.
        event Withdraw(
            address indexed sender,
            address indexed receiver,
            address indexed owner,
            uint256 assets,
            uint256 shares
        );

        /// More than the vault takes in for `receiver`.
        error ERC4626ExceededMaxDeposit(address receiver, uint256 assets, uint256 max);
        /// More shares than the vault mints for `receiver`.
        error ERC4626ExceededMaxMint(address receiver, uint256 shares, uint256 max);
        /// More than `owner` may take out.
        error ERC4626ExceededMaxWithdraw(address owner, uint256 assets, uint256 max);
        /// More shares than `owner` may redeem.
        error ERC4626ExceededMaxRedeem(address owner, uint256 shares, uint256 max);

        /// The underlying token.
        function asset() external view returns (address);
        /// What the vault holds for its shareholders.
        function totalAssets() external view returns (uint256);
        /// What `assets` are worth in shares, rounded down.
        function convertToShares(uint256 assets) external view returns (uint256);
        /// What `shares` are worth in assets, rounded down.
        function convertToAssets(uint256 shares) external view returns (uint256);
        /// The most that `deposit` takes in for `receiver`.
        function maxDeposit(address receiver) external view returns (uint256);
        /// The shares that `deposit` mints for `assets`.
        function previewDeposit(uint256 assets) external view returns (uint256);
        /// Takes `assets` from the caller and mints shares, rounded down, to `receiver`.
        function deposit(uint256 assets, address receiver) external returns (uint256);
        /// The most that `mint` mints for `receiver`.
        function maxMint(address receiver) external view returns (uint256);
        /// The assets that `mint` takes for `shares`.
        function previewMint(uint256 shares) external view returns (uint256);
        /// Mints `shares` to `receiver` and takes assets, rounded up, from the caller.
        function mint(uint256 shares, address receiver) external returns (uint256);
        /// The most that `withdraw` pays out for `owner`.
        function maxWithdraw(address owner) external view returns (uint256);
        /// The shares that `withdraw` burns for `assets`.
        function previewWithdraw(uint256 assets) external view returns (uint256);
        /// Pays `assets` to `receiver` and burns shares, rounded up, of `owner`.
        function withdraw(
            uint256 assets,
            address receiver,
            address owner
        ) external returns (uint256);
        /// The most that `redeem` burns for `owner`.
        function maxRedeem(address owner) external view returns (uint256);
        /// The assets that `redeem` pays for `shares`.
        function previewRedeem(uint256 shares) external view returns (uint256);
        /// Burns `shares` of `owner` and pays assets, rounded down, to `receiver`.
        function redeem(
            uint256 shares,
            address receiver,
            address owner
        ) external returns (uint256);
    }
}
