//! Asynchronous redemption of a vault's shares: the redeem side of ERC-7540, of ERC-7887 and of
//! ERC-4626, and what the contract adds.

crate::interfaces! {
    /// ERC-7540's operators: whoever acts for a controller.
    interface IERC7540Operator {
        /// `operator` may from now on act for `controller`, or no longer.
        event OperatorSet(address indexed controller, address indexed operator, bool approved);

        /// Lets `operator` request, cancel and claim for the caller, or no longer.
        function setOperator(address operator, bool approved) external returns (bool);
        /// Whether `operator` may act for `controller`.
        function isOperator(address controller, address operator) external view returns (bool);
    }

    /// ERC-7540's requests to redeem.
    interface IERC7540Redeem {
        /// `sender` handed in `shares` of `owner`; what is paid for them is `controller`'s.
        event RedeemRequest(
            address indexed controller,
            address indexed owner,
            uint256 indexed requestId,
            address sender,
            uint256 shares
        );

        /// Hands in `shares` of `owner`, to be redeemed for `controller`. By the owner or the
        /// owner's operator alone: an allowance is the contract's, and no caller's. Returns the
        /// epoch.
        function requestRedeem(uint256 shares, address controller, address owner)
            external
            returns (uint256 requestId);
        /// Shares of `controller` in an epoch that are not settled, rounded up.
        function pendingRedeemRequest(uint256 requestId, address controller)
            external
            view
            returns (uint256 shares);
        /// Shares of `controller` that can be claimed; all of them under the newest epoch that
        /// paid for some.
        function claimableRedeemRequest(uint256 requestId, address controller)
            external
            view
            returns (uint256 shares);
    }

    /// ERC-7887's cancellation of such requests.
    interface IERC7887Redeem {
        /// `sender` cancelled what was pending for `controller`.
        event CancelRedeemRequest(
            address indexed controller,
            uint256 indexed requestId,
            address sender
        );
        /// `sender` sent the `shares` of a cancelled request to `receiver`.
        event CancelRedeemClaim(
            address indexed receiver,
            address indexed controller,
            uint256 indexed requestId,
            address sender,
            uint256 shares
        );

        /// Cancels what is pending for `controller` in an epoch; the shares can be claimed at once.
        function cancelRedeemRequest(uint256 requestId, address controller) external;
        /// Always false: no cancellation has to wait.
        function pendingCancelRedeemRequest(uint256 requestId, address controller)
            external
            view
            returns (bool isPending);
        /// Shares of `controller` that were cancelled, or that an epoch ended without paying for.
        function claimableCancelRedeemRequest(uint256 requestId, address controller)
            external
            view
            returns (uint256 shares);
        /// Sends these shares to `receiver`.
        function claimCancelRedeemRequest(uint256 requestId, address receiver, address controller)
            external
            returns (uint256 shares);
    }

    /// The part of ERC-4626 that claims. There is no `preview*`: ERC-7540 wants them to revert.
    interface IERC7540Claim {
        /// `sender` claimed `assets` of `owner`, the controller, for `receiver`.
        event Withdraw(
            address indexed sender,
            address indexed receiver,
            address indexed owner,
            uint256 assets,
            uint256 shares
        );

        /// More than the controller can claim.
        error ERC4626ExceededMaxWithdraw(address owner, uint256 assets, uint256 max);
        /// More shares than the controller can claim for.
        error ERC4626ExceededMaxRedeem(address owner, uint256 shares, uint256 max);

        /// What is paid.
        function asset() external view returns (address);
        /// The assets that `controller` can claim.
        function maxWithdraw(address controller) external view returns (uint256);
        /// The settled shares for which `controller` can claim.
        function maxRedeem(address controller) external view returns (uint256);
        /// Claims `assets`, for settled shares, rounded up.
        function withdraw(uint256 assets, address receiver, address controller)
            external
            returns (uint256 shares);
        /// Claims the assets, rounded down, of `shares` that are settled.
        function redeem(uint256 shares, address receiver, address controller)
            external
            returns (uint256 assets);
    }

    /// ERC-165.
    interface IERC165 {
        /// Whether the contract has the interface.
        function supportsInterface(bytes4 interfaceId) external view returns (bool);
    }

    /// The contract's own part.
    contract Redemptions {
        /// An epoch takes no more requests, and waits for `payableFrom`, in seconds since 1970.
        event EpochClosed(uint256 indexed id, uint256 shares, uint256 payableFrom);
        /// `shares` of an epoch were redeemed for `assets`, and `pending` are left.
        event EpochSettled(uint256 indexed id, uint256 shares, uint256 assets, uint256 pending);
        /// An epoch has ended; its members can take `returned` shares back, which were worth
        /// nothing.
        event EpochFinished(uint256 indexed id, uint256 returned);

        /// The vault does not answer as the vaults of this project do.
        error InvalidVault(address vault);
        /// More than 5 %, no notice, or a time that does not fit 32 bits.
        error InvalidTerms(uint256 maxLossBps, uint256 collectSeconds, uint256 noticeSeconds);
        /// The vault fails without a reason, or does not do what it says.
        error VaultFailed(address vault);
        /// Neither the account nor its operator calls.
        error Unauthorized(address caller, address account);
        /// Nobody can have requests.
        error InvalidController(address controller);
        /// What is sent there would be lost.
        error InvalidReceiver(address receiver);
        /// There is nothing to hand in, to cancel or to take back.
        error ZeroShares();
        /// There is nothing to pay for that.
        error ZeroAssets();
        /// Nobody has requested anything.
        error NothingRequested();
        /// The next step can be taken from `due` on, in seconds since 1970.
        error TooEarly(uint256 due);
        /// Of the `pending` shares the vault can redeem too few.
        error NothingPayable(uint256 pending, uint256 offered);

        /// `vault` whose shares are redeemed, at a loss to its books of at most `maxLossBps`; an
        /// epoch collects requests for `collectSeconds` from the first on, and is paid
        /// `noticeSeconds` after it was closed, or later.
        constructor(
            address vault,
            uint256 maxLossBps,
            uint256 collectSeconds,
            uint256 noticeSeconds
        );

        /// The vault, whose shares are handed in.
        function share() external view returns (address);
        /// What the constructor fixed.
        function terms()
            external
            view
            returns (uint256 maxLossBps, uint256 collectSeconds, uint256 noticeSeconds);
        /// The epoch that takes requests, and the one that is being settled, or 0.
        function epochs() external view returns (uint256 collecting, uint256 settling);
        /// The totals of an epoch, less what those who left it took: shares requested, shares
        /// settled and assets paid for them; and when it got its first request or, later, was
        /// closed, in seconds since 1970.
        function epoch(uint256 id)
            external
            view
            returns (
                uint256 requested,
                uint256 settledShares,
                uint256 settledAssets,
                uint256 since
            );
        /// Whether `settle` has something to do, as far as the vault's queue pays.
        function shouldSettle() external view returns (bool);
        /// Takes the next step, whoever calls: closes the collecting epoch if it is due and none is
        /// being settled; or redeems what the vault can pay of the one that is, out of these
        /// strategies in this order, or out of the queue if there are none. Returns what was
        /// settled.
        function settle(address[] calldata strategies)
            external
            returns (uint256 shares, uint256 assets);
    }
}
