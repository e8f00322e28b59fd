//! The lending market: what suppliers and borrowers call, and what the market calls back.
//!
//! Names, events and arguments are Morpho Blue's where the rules are, without its market id: a
//! deployed market lends one asset.

crate::interfaces! {
    /// One asset lent against several collaterals.
    interface IMarket {
        /// Assets came in for shares of the supply.
        event Supply(
            address indexed caller,
            address indexed onBehalf,
            uint256 assets,
            uint256 shares
        );
        /// Shares of the supply were paid out.
        event Withdraw(
            address caller,
            address indexed onBehalf,
            address indexed receiver,
            uint256 assets,
            uint256 shares
        );
        /// A debt grew.
        event Borrow(
            address caller,
            address indexed onBehalf,
            address indexed receiver,
            uint256 assets,
            uint256 shares
        );
        /// A debt was paid.
        event Repay(
            address indexed caller,
            address indexed onBehalf,
            uint256 assets,
            uint256 shares
        );
        /// Collateral came in.
        event SupplyCollateral(
            address indexed caller,
            address indexed onBehalf,
            address indexed collateral,
            uint256 assets
        );
        /// Collateral was taken out by whoever may.
        event WithdrawCollateral(
            address caller,
            address indexed onBehalf,
            address indexed receiver,
            address indexed collateral,
            uint256 assets
        );
        /// A part of the interest that became principal became shares of the reserve and of whoever
        /// gets the fee.
        event FeeBooked(uint256 reserveShares, uint256 feeShares);
        /// Assets were lent for the length of a call.
        event FlashLoan(address indexed caller, uint256 assets, uint256 fee);
        /// Somebody may act for somebody, or no longer may.
        event SetAuthorization(
            address indexed caller,
            address indexed authorizer,
            address indexed authorized,
            bool from,
            bool to
        );

        /// An address must not be zero, or a receiver not the market.
        error InvalidAddress(address account);
        /// The caller may not act for the account.
        error Unauthorized(address caller);
        /// Exactly one of both must be more than nothing.
        error InconsistentInput(uint256 assets, uint256 shares);
        /// Nothing would be moved.
        error NothingMoved();
        /// A number exceeds 128 bits.
        error NumberTooLarge();
        /// The account does not have so much.
        error InsufficientBalance(address account, uint256 asked, uint256 held);
        /// Less than that is not lent.
        error InsufficientLiquidity(uint256 asked, uint256 available);
        /// The account would owe more than its collaterals allow at one of the prices.
        error InsufficientCollateral(address account);
        /// The market would hold more of the token than it may.
        error CapExceeded(address token, uint256 total, uint256 cap);
        /// More would be lent than may be.
        error BorrowCapExceeded(uint256 total, uint256 cap);
        /// Nothing new may be supplied.
        error SupplyStopped();
        /// Nothing new may be borrowed.
        error BorrowStopped();
        /// The token is not taken as collateral, or no longer.
        error NotListed(address collateral);
        /// The account would have more than ten collaterals.
        error TooManyCollaterals(address account);
        /// The oracle's gate takes no new risk now.
        error RiskWaits();
        /// The oracle named no price for a collateral.
        error PriceMissing(address collateral);
        /// Of the token something else arrived than what was sent.
        error WrongAmountReceived(address token, uint256 expected, uint256 received);
        /// The market lends nothing but its asset.
        error UnsupportedToken(address token);
        /// Who borrowed for the length of a call did not answer as ERC-3156 asks.
        error InvalidAnswer(address receiver);
        /// The signature's time is over.
        error SignatureExpired(uint256 deadline);
        /// The signature is not the authorizer's.
        error InvalidSignature(address authorizer);
        /// An item of a batch that is none of the market's own methods, or a batch.
        error InvalidItem(bytes4 selector);

        /// What is lent.
        function asset() external view returns (address);
        /// What is supplied and what is lent, with the interest and the shares of the fee up to
        /// now.
        function totals()
            external
            view
            returns (
                uint256 supplyAssets,
                uint256 supplyShares,
                uint256 borrowAssets,
                uint256 borrowShares
            );
        /// An account's shares of the supply, and of the debt.
        function position(address account)
            external
            view
            returns (uint256 supplyShares, uint256 borrowShares);
        /// What an account's supply is worth now, rounded down.
        function suppliedOf(address account) external view returns (uint256 assets);
        /// What an account owes now, rounded up.
        function debtOf(address account) external view returns (uint256 assets);
        /// How much of a collateral an account has here.
        function collateralOf(address account, address collateral)
            external
            view
            returns (uint256 assets);
        /// Whether somebody may act for an account.
        function isAuthorized(address authorizer, address authorized)
            external
            view
            returns (bool);
        /// The number of an account's next signature.
        function nonce(address account) external view returns (uint256);
        /// The domain of signatures (EIP-712): chain and address, as Morpho Blue's.
        function DOMAIN_SEPARATOR() external view returns (bytes32);

        /// Supplies `assets`, or what `shares` cost, for an account. Exactly one of both is more
        /// than nothing. With `data` the caller is called back before it pays. Anyone.
        function supply(
            uint256 assets,
            uint256 shares,
            address onBehalf,
            bytes calldata data
        ) external returns (uint256 assetsSupplied, uint256 sharesSupplied);
        /// Pays out `assets`, or what `shares` are worth. The account, or whoever it authorized.
        function withdraw(
            uint256 assets,
            uint256 shares,
            address onBehalf,
            address receiver
        ) external returns (uint256 assetsWithdrawn, uint256 sharesWithdrawn);
        /// Brings collateral for an account. With `data` the caller is called back before it pays.
        /// Anyone.
        function supplyCollateral(
            address collateral,
            uint256 assets,
            address onBehalf,
            bytes calldata data
        ) external;
        /// Takes collateral out. The account, or whoever it authorized.
        function withdrawCollateral(
            address collateral,
            uint256 assets,
            address onBehalf,
            address receiver
        ) external;
        /// Borrows `assets`, or what `shares` of the debt bring. The account, or whoever it
        /// authorized.
        function borrow(
            uint256 assets,
            uint256 shares,
            address onBehalf,
            address receiver
        ) external returns (uint256 assetsBorrowed, uint256 sharesBorrowed);
        /// Pays `assets` of a debt, or what `shares` of it cost. With `data` the caller is called
        /// back before it pays. Anyone.
        function repay(
            uint256 assets,
            uint256 shares,
            address onBehalf,
            bytes calldata data
        ) external returns (uint256 assetsRepaid, uint256 sharesRepaid);
        /// Answers `totals`. Nothing is to be written for interest to accrue: what is owed is a
        /// function of time, whoever looks.
        function accrueInterest()
            external
            returns (
                uint256 supplyAssets,
                uint256 supplyShares,
                uint256 borrowAssets,
                uint256 borrowShares
            );
        /// Lends `assets` for the length of a callback, for nothing. Anyone.
        function flash(uint256 assets, bytes calldata data) external;
        /// The market's own methods one after another, each item the calldata of one. Accounts that
        /// took risk are checked at the end, all of them. What a method refuses reverts the batch.
        function batch(bytes[] calldata items) external;
        /// Lets somebody act for the caller, or no longer.
        function setAuthorization(address authorized, bool isAuthorized) external;
        /// The same by a signature of the authorizer, an account or a contract (ERC-1271), over
        /// `Authorization(address authorizer,address authorized,bool isAuthorized,uint256 nonce,
        /// uint256 deadline)`. Anyone.
        function setAuthorizationWithSig(
            address authorizer,
            address authorized,
            bool isAuthorized,
            uint256 nonce,
            uint256 deadline,
            bytes calldata signature
        ) external;
    }

    /// ERC-3156: loans for the length of a call, for a fee that goes to the suppliers.
    interface IFlashLender {
        /// How much there is to lend; nothing of other tokens.
        function maxFlashLoan(address token) external view returns (uint256);
        /// What a loan costs, rounded up.
        function flashFee(address token, uint256 amount) external view returns (uint256);
        /// Lends to `receiver`, calls it, and takes loan and fee back from it.
        function flashLoan(
            address receiver,
            address token,
            uint256 amount,
            bytes calldata data
        ) external returns (bool);
    }

    /// ERC-3156: who takes such loans.
    interface IFlashBorrower {
        /// Answers `keccak256("ERC3156FlashBorrower.onFlashLoan")`.
        function onFlashLoan(
            address initiator,
            address token,
            uint256 amount,
            uint256 fee,
            bytes calldata data
        ) external returns (bytes32);
    }

    /// What the market calls, of who calls it with data, before it takes what is due.
    interface IMarketCallbacks {
        /// From `supply`.
        function onMarketSupply(uint256 assets, bytes calldata data) external;
        /// From `supplyCollateral`.
        function onMarketSupplyCollateral(uint256 assets, bytes calldata data) external;
        /// From `repay`.
        function onMarketRepay(uint256 assets, bytes calldata data) external;
        /// From `liquidate`: `seized` was sent already, `repaid` is due.
        function onMarketLiquidate(
            address collateral,
            uint256 repaid,
            uint256 seized,
            bytes calldata data
        ) external;
        /// From `flash`.
        function onMarketFlash(uint256 assets, bytes calldata data) external;
    }

    /// The market's own part.
    contract Market {
        /// A market of `asset` at the prices of `oracle`, lending at the adaptive rate, with no
        /// collateral, no fee, and caps of nothing.
        constructor(
            address asset,
            address oracle,
            address accountsProgram,
            address riskProgram,
            address authority
        );

        /// The program that answers for accounts, on the market's storage: whatever is in `IMarket`
        /// and `IFlashLender` and not in the market's own program.
        function accountsProgram() external view returns (address);
        /// The program that answers whatever is in neither, on the market's storage.
        function riskProgram() external view returns (address);
    }

    /// The own part of the accounts' program.
    contract MarketAccounts {
        /// A program for any number of markets; it keeps nothing itself.
        constructor();
    }
}
