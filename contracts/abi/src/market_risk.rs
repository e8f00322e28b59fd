//! The lending market's other half: liquidations, averages, and everything that is governed.
//!
//! All of this is called at the market's address: liquidations the market answers itself, the rest
//! it hands over to programs that run on its storage.

crate::interfaces! {
    /// Liquidations, averages, and what governs a market.
    interface IMarketRisk {
        /// What an authority may bind to a parameter of the store.
        enum Setting {
            /// The market's cap of supply, in assets.
            SupplyCap,
            /// The cap of what is lent, in assets.
            BorrowCap,
            /// A collateral's cap, in its units.
            CollateralCap,
            /// A collateral's borrow LTV, in basis points.
            BorrowLtv,
            /// A collateral's liquidation LTV, in basis points; moves along the parameter's line.
            LiquidationLtv,
            /// The part of the interest that is kept, in basis points.
            Fee,
            /// The part of that which goes to the reserve, in basis points.
            ReservePart,
            /// What an ERC-3156 loan costs, in basis points.
            FlashFee
        }

        /// What governs liquidations; ratios in basis points.
        struct LiquidationTerms {
            /// The bonus factor at health one: 10,000 for none.
            uint256 leastBps;
            /// The greatest bonus factor.
            uint256 mostBps;
            /// The health from which down it is the greatest.
            uint256 fullAtBps;
            /// The health that a liquidation leads to.
            uint256 targetBps;
            /// The part of a debt that may be paid at once.
            uint256 closeFactorBps;
            /// The health below which the close factor does not count.
            uint256 fullCloseBelowBps;
            /// The least value of debt and of collateral left beside each other, in assets, kept
            /// with twelve digits.
            uint256 dust;
            /// For how long after its last check an account is left in peace.
            uint256 coolOffSeconds;
            /// How long the slow average may delay a liquidation.
            uint256 delaySeconds;
            /// The health at spot and fast average below which it delays none.
            uint256 deepBps;
        }

        /// An account was liquidated: `badDebt` was left of its debt without any collateral, of
        /// which the reserve paid `fromReserve` and the suppliers the rest.
        event Liquidate(
            address indexed caller,
            address indexed borrower,
            address indexed collateral,
            uint256 repaidAssets,
            uint256 repaidShares,
            uint256 seizedAssets,
            uint256 badDebt,
            uint256 fromReserve
        );
        /// An account is seen unhealthy since `to`, zero for healthy.
        event MarkChanged(address indexed account, uint256 from, uint256 to);
        /// A collateral was listed, or its LTVs, flags or ramp changed: borrow LTV, liquidation LTV
        /// where it comes from and goes, its start and end, and whether it is taken.
        event CollateralChanged(address indexed collateral, uint256[6] from, uint256[6] to);
        /// A collateral's cap changed.
        event CapChanged(address indexed collateral, uint256 from, uint256 to);
        /// A number of the market changed; `setting` as in [`Setting`].
        event SettingChanged(Setting indexed setting, uint256 from, uint256 to);
        /// The rate model changed: kind (0 adaptive, 1 kinked), base, below, above, kink.
        event RateModelChanged(uint256[5] from, uint256[5] to);
        /// The terms of liquidations changed, as the fields of [`LiquidationTerms`].
        event TermsChanged(uint256[10] from, uint256[10] to);
        /// Time constants of the averages, and whether the oracle's gate is asked.
        event PricingChanged(uint256[3] from, uint256[3] to);
        /// New supply or new borrowing was stopped, or let go on.
        event StopsChanged(bool[2] from, bool[2] to);
        /// A parameter of the store was bound to a setting, or unbound.
        event ParameterBound(bytes32 indexed key, Setting setting, address collateral, bool bound);
        /// Fee shares went to their recipient's position.
        event FeesCollected(address indexed recipient, uint256 shares);
        /// A role has a new holder: `role` is the hash of `authority`, `pendingAuthority`,
        /// `sentinel`, `feeRecipient` or `params`.
        event RoleChanged(bytes32 indexed role, address from, address to);

        /// An argument is out of its bounds.
        error OutOfBounds(uint256 value, uint256 min, uint256 max);
        /// Terms that contradict themselves.
        error InvalidTerms();
        /// The greatest bonus times the liquidation LTV would not stay below one.
        error NotAdmitted(address collateral, uint256 liquidationLtvBps);
        /// A borrow LTV must lie below the liquidation LTV, now and at both ends of its way.
        error InvalidLtv(uint256 borrowBps, uint256 liquidationBps);
        /// The token is listed already, is the market's asset, or is none.
        error InvalidCollateral(address collateral);
        /// No more collaterals fit.
        error ListFull(uint256 max);
        /// Nobody liquidates an account that is theirs.
        error SelfLiquidation(address account);
        /// The account is healthy.
        error Healthy(address account);
        /// The account may be liquidated from then on.
        error LiquidationWaits(uint256 until);
        /// The oracle's gate does not let this be liquidated now.
        error GateClosed();
        /// Taking this collateral would lower the account's health.
        error LowersHealth(address collateral);
        /// Less than the dust would be left.
        error DustLeft(uint256 dust);
        /// Nothing would be paid or taken.
        error NothingSeized();
        /// Less would be seized than asked for.
        error TooLittleSeized(uint256 seized, uint256 minSeized);
        /// The key is not bound.
        error UnknownKey(bytes32 key);
        /// No method that a proposal could call.
        error UnknownCall(bytes4 selector);

        /// Pays up to `maxRepaid` of a borrower's debt and takes `collateral` for it, at least
        /// `minSeized`. With `data` the caller is called back once it has the collateral and before
        /// it pays. Anyone but the borrower.
        function liquidate(
            address borrower,
            address collateral,
            uint256 maxRepaid,
            uint256 minSeized,
            bytes calldata data
        ) external returns (uint256 repaid, uint256 seized);
        /// Moves a collateral's averages. Anyone.
        function poke(address collateral) external;
        /// Remembers since when an account is unhealthy, or that it no longer is. Anyone.
        function touch(address account) external;
        /// Books the fee's shares to their recipient's position. Anyone.
        function collectFees() external returns (uint256 shares);

        /// Lists a collateral. Authority.
        function listCollateral(
            address collateral,
            uint256 borrowBps,
            uint256 liquidationBps,
            uint256 cap
        ) external;
        /// Takes no more of a collateral, or takes it again. Authority; the sentinel may stop.
        function setListed(address collateral, bool listed) external;
        /// Sets a collateral's LTVs; the liquidation LTV moves over `rampSeconds`. Authority; the
        /// sentinel may lower the borrow LTV alone.
        function setLtv(
            address collateral,
            uint256 borrowBps,
            uint256 liquidationBps,
            uint256 rampSeconds
        ) external;
        /// Sets a collateral's cap. Authority; the sentinel may lower it.
        function setCollateralCap(address collateral, uint256 cap) external;
        /// Sets both caps, kept with twelve digits and rounded down. Authority; the sentinel may
        /// lower them.
        function setCaps(uint256 supplyCap, uint256 borrowCap) external;
        /// Stops new supply or new borrowing. Authority; the sentinel may stop.
        function setStops(bool supplyStopped, bool borrowStopped) external;
        /// Sets fee, the reserve's part of it, and the fee of ERC-3156 loans. Authority.
        function setFees(uint256 feeBps, uint256 reservePartBps, uint256 flashFeeBps) external;
        /// Lends at Morpho's adaptive rate. Authority.
        function setAdaptiveModel() external;
        /// Lends at a kinked rate, in WAD a second; the kink in WAD. Authority.
        function setKinkedModel(uint256 base, uint256 below, uint256 above, uint256 kink)
            external;
        /// Sets the terms of liquidations. Authority.
        function setTerms(LiquidationTerms calldata terms) external;
        /// Sets the averages' time constants, zero for none, and whether the gate is asked.
        /// Authority.
        function setPricing(uint256 fastSeconds, uint256 slowSeconds, bool gated) external;
        /// Binds a parameter of the store to a setting; a collateral's needs the collateral.
        /// Authority.
        function bindParameter(bytes32 key, Setting setting, address collateral) external;
        /// Unbinds it. Authority.
        function unbindParameter(bytes32 key) external;
        /// Sets the parameter store. Authority.
        function setParams(address params) external;
        /// Sets the sentinel. Authority.
        function setSentinel(address sentinel) external;
        /// Sets who gets the fee. Authority.
        function setFeeRecipient(address recipient) external;
        /// Offers the authority. Authority.
        function transferAuthority(address to) external;
        /// Accepts it. Whoever it was offered to.
        function acceptAuthority() external;

        /// Who governs.
        function authority() external view returns (address);
        /// Who will govern once they accept.
        function pendingAuthority() external view returns (address);
        /// Who may narrow.
        function sentinel() external view returns (address);
        /// Who gets the fee.
        function feeRecipient() external view returns (address);
        /// The parameter store.
        function params() external view returns (address);
        /// The oracle.
        function oracle() external view returns (address);
        /// Shares of the reserve, and of the fee's recipient that are not collected yet.
        function reserves() external view returns (uint256 reserveShares, uint256 feeShares);
        /// All collaterals, by their number.
        function collaterals() external view returns (address[] memory);
        /// A collateral: borrow LTV and liquidation LTV now and at its end, both in basis points,
        /// whether it is taken, what the market holds, and the cap.
        function collateralTerms(address collateral)
            external
            view
            returns (
                uint256 borrowBps,
                uint256 liquidationBps,
                uint256 liquidationEndBps,
                bool listed,
                uint256 total,
                uint256 cap
            );
        /// Spot, fast and slow average and bid of a collateral as an action now would see them, for
        /// 1e36 units.
        function pricesOf(address collateral)
            external
            view
            returns (uint256 spot, uint256 fast, uint256 slow, uint256 bid);
        /// The caps of supply and of what is lent.
        function caps() external view returns (uint256 supplyCap, uint256 borrowCap);
        /// Whether new supply and new borrowing are stopped.
        function stops() external view returns (bool supplyStopped, bool borrowStopped);
        /// Fee, the reserve's part of it, and the fee of ERC-3156 loans, in basis points.
        function fees()
            external
            view
            returns (uint256 feeBps, uint256 reservePartBps, uint256 flashFeeBps);
        /// The rate model: kind (0 adaptive, 1 kinked), base, below, above, kink, and the rate now.
        function rateModel()
            external
            view
            returns (
                uint256 kind,
                uint256 base,
                uint256 below,
                uint256 above,
                uint256 kink,
                uint256 rateNow
            );
        /// The terms of liquidations.
        function liquidationTerms() external view returns (LiquidationTerms memory);
        /// Time constants of the averages, and whether the gate is asked.
        function pricing()
            external
            view
            returns (uint256 fastSeconds, uint256 slowSeconds, bool gated);
        /// An account's health in WAD at spot, fast and slow average and bid.
        function health(address account) external view returns (uint256[4] memory healths);
        /// Where an account stands: 0 healthy, 1 waits, 2 liquidatable; and until when it waits.
        function standing(address account) external view returns (uint256 state, uint256 until);
        /// What an account could borrow more, rounded down.
        function maxBorrow(address account) external view returns (uint256 assets);
        /// What `liquidate` would do now; reverts as it would.
        function previewLiquidate(address borrower, address collateral, uint256 maxRepaid)
            external
            view
            returns (uint256 repaid, uint256 seized);
        /// An account's collaterals, and how much of each.
        function collateralsOf(address account)
            external
            view
            returns (address[] memory collaterals, uint256[] memory amounts);
    }

    /// The risk program's own part.
    contract MarketRisk {
        /// A program for any number of markets, which hands over to `governanceProgram` what it does
        /// not answer; it keeps nothing else.
        constructor(address governanceProgram);

        /// The program that answers what governs the market.
        function governanceProgram() external view returns (address);
    }

    /// The own part of the program that governs markets.
    contract MarketGovernance {
        /// A program for any number of markets; it keeps nothing itself.
        constructor();
    }
}
