//! What the vault adds to ERC-20, ERC-2612 and ERC-4626.

crate::interfaces! {
    /// The vault's own part.
    contract Vault {
        /// Shares or assets that one settlement created, and what was booked.
        event Settled(
            uint256 gain,
            uint256 loss,
            uint256 feeShares,
            uint256 rewardShares,
            uint256 lockedShares,
            uint256 unlockedAt
        );
        /// Assets were lent to a strategy.
        event Lent(address indexed strategy, uint256 assets);
        /// Strategies paid `paid` for `debt`.
        event TakenBack(uint256 debt, uint256 paid);
        /// An owner took their part of everything as it is.
        event RedeemedInKind(
            address indexed sender,
            address indexed receiver,
            address indexed owner,
            uint256 shares,
            uint256 idle,
            uint256 debt
        );
        /// Shares were given up; they are locked until all that is locked has vanished then.
        event Surrendered(
            address indexed sender,
            address indexed owner,
            uint256 shares,
            uint256 unlockedAt
        );
        /// A setting changed; see `configure`.
        event Configured(uint256 indexed setting, bytes32 from, bytes32 to);
        /// Deposits were stopped, or allowed again.
        event DepositsStopped(bool stopped);
        /// The authority was offered to another.
        event AuthorityOffered(address indexed from, address indexed to);
        /// The authority changed hands.
        event AuthorityTransferred(address indexed from, address indexed to);

        /// `asset` is not a token the vault can hold: no code, or no decimals to count in.
        error InvalidAsset(address asset);
        /// The offset is outside 3..=18, or the shares' decimals would exceed 255.
        error InvalidDecimalsOffset(uint8 offset);
        /// After a deposit the vault holds less than it has booked: the token delivers less than
        /// was sent, or has taken from the vault.
        error AssetsMissing(uint256 held, uint256 booked);
        /// The assets are worth no share.
        error ZeroShares();
        /// The shares are worth no asset.
        error ZeroAssets();
        /// The caller does not hold the role.
        error Unauthorized(address caller);
        /// A setting is out of its bounds.
        error InvalidSetting(uint256 setting, bytes32 value);
        /// The strategies lost more than the leaver accepts.
        error LossExceeded(uint256 loss, uint256 max);
        /// Neither the vault nor the strategies can pay so much now.
        error InsufficientLiquidity(uint256 claim, uint256 met);
        /// Lending so much would leave less idle than the least.
        error IdleTooLow(uint256 idle, uint256 assets);
        /// A report does not fit the books.
        error InvalidReport(uint256 gain, uint256 loss);
        /// The gate does not let `account` hold shares.
        error GateClosed(address account);

        /// A vault for `asset`, whose shares have `decimalsOffset` decimals more than the asset,
        /// governed by `authority`.
        constructor(
            address asset,
            string memory name,
            string memory symbol,
            uint8 decimalsOffset,
            address authority
        );

        /// Who governs.
        function authority() external view returns (address);
        /// Who will govern once they accept.
        function pendingAuthority() external view returns (address);
        /// Who may stop deposits.
        function guardian() external view returns (address);
        /// Who lends, takes back and reports.
        function registry() external view returns (address);
        /// Assets in the vault's own hands.
        function totalIdle() external view returns (uint256);
        /// Assets in the strategies' hands, as reported last.
        function totalDebt() external view returns (uint256);
        /// Shares that the vault has locked: profit not yet anybody's. `balanceOf(vault)` is this
        /// much more than was sent to it.
        function lockedShares() external view returns (uint256);
        /// How many strategies are in quarantine; deposits stop while there is one.
        function quarantined() external view returns (uint256);
        /// Whether deposits are stopped.
        function depositsStopped() external view returns (bool);
        /// A setting as it is stored; see `configure`.
        function setting(uint256 setting) external view returns (bytes32);

        /// `withdraw` at a loss of at most `maxLossBps` of the claim, and ten units of rounding, out
        /// of these strategies in this order, or of the queue if none is given. All of `assets` is
        /// paid; what is lost is paid for with further shares. `withdraw` as ERC-4626 has it accepts
        /// no loss but the rounding.
        function withdraw(
            uint256 assets,
            address receiver,
            address owner,
            uint256 maxLossBps,
            address[] calldata strategies
        ) external returns (uint256 shares);
        /// `redeem` at a loss of at most `maxLossBps` of the claim, and ten units of rounding, out
        /// of these strategies in this order, or of the queue if none is given. What is lost is not
        /// paid. `redeem` as ERC-4626 has it accepts any loss.
        function redeem(
            uint256 shares,
            address receiver,
            address owner,
            uint256 maxLossBps,
            address[] calldata strategies
        ) external returns (uint256 assets);
        /// Burns shares for the owner's part of everything as it is: idle assets, and of these
        /// strategies, or of all if none is given, the venues' receipts. Asks no price.
        function redeemInKind(
            uint256 shares,
            address receiver,
            address owner,
            address[] calldata strategies
        ) external returns (uint256 assets);
        /// Gives up shares of `owner` in favour of all others: they are locked, and vanish over the
        /// unlock period, or a day if that is longer. Settles the vault first. Spends an allowance
        /// as `redeem` does; pays nothing.
        function surrender(uint256 shares, address owner) external;
        /// `maxWithdraw` out of these strategies. Exact for no loss and for any; in between what
        /// can be had at none.
        function maxWithdraw(address owner, uint256 maxLossBps, address[] calldata strategies)
            external
            view
            returns (uint256 assets);
        /// `maxRedeem`, likewise.
        function maxRedeem(address owner, uint256 maxLossBps, address[] calldata strategies)
            external
            view
            returns (uint256 shares);

        /// For the registry: sends idle assets to a strategy. Returns all assets.
        function lend(address strategy, uint256 assets) external returns (uint256 total);
        /// For the registry: books what a strategy has paid.
        function takeBack(uint256 debt, uint256 paid) external;
        /// For the registry: settles the vault with what a strategy reports, and mints the reward
        /// of `reporter`. Returns the part of the gain that was booked.
        function report(uint256 gain, uint256 loss, uint256 quarantined, address reporter)
            external
            returns (uint256 booked);

        /// For the authority: changes a setting. They are, each in a word:
        /// 0 the deposit cap;
        /// 1 the least idle that lending leaves;
        /// 2 from the left: fee recipient (20 bytes), performance fee (2, at most 5,000 bps),
        ///   management fee (2, at most 500 bps a year), unlock period (4, at most a year), growth
        ///   limit (4, in parts of what is lent, at most 20,000 bps a year);
        /// 3 from the left: reward floor (15 bytes), reward cap (15), reward (2, at most 1,000 bps);
        ///   whatever the floor, no reward exceeds a tenth of the gain;
        /// 4 the gate, or zero;
        /// 5 the guardian, or zero;
        /// 6 the registry, once.
        function configure(uint256 setting, bytes32 value) external;
        /// For the authority or the guardian to stop, for the authority to allow again.
        function stopDeposits(bool stopped) external;
        /// For the authority: offers it to another.
        function transferAuthority(address to) external;
        /// For whom it was offered to.
        function acceptAuthority() external;
    }

    /// Who may hold shares. Asked with bounded gas, for deposits and for transfers to whoever holds
    /// none; whoever does not answer `true` says no. It cannot keep anybody from leaving.
    interface IGate {
        /// Whether `account` may hold shares.
        function mayHold(address account) external view returns (bool);
    }
}
