//! The oracle: what assets are worth, and what may be done while prices could not come in.

crate::interfaces! {
    /// Quotes of amounts, after ERC-7726 and Euler's price oracles.
    interface IPriceOracle {
        /// What `inAmount` of `base` is worth in `quote`. Rounds down. Reverts if either price is
        /// missing; nothing is ever worth nothing for want of a price.
        function getQuote(uint256 inAmount, address base, address quote)
            external
            view
            returns (uint256 outAmount);
        /// The same at the worst of both prices, rounded down, and at the best, rounded up.
        function getQuotes(uint256 inAmount, address base, address quote)
            external
            view
            returns (uint256 bidOutAmount, uint256 askOutAmount);
        /// What 1e36 smallest units of `base` are worth in smallest units of `quote`: at the worst
        /// of both prices, rounded down, in the middle, rounded down, and at the best, rounded up.
        /// The scale of Morpho Blue's markets, and one call for all that a market asks of a
        /// collateral.
        function getPrice(address base, address quote)
            external
            view
            returns (uint256 bidE36, uint256 midE36, uint256 askE36);
        /// The same, and whether new risk may be taken now: one call for both.
        function getPriceAndGate(address base, address quote)
            external
            view
            returns (uint256 bidE36, uint256 midE36, uint256 askE36, bool mayTakeRisk);
    }

    /// What a market asks before it lets somebody act. Repaying and adding collateral never ask.
    interface ISequencerGate {
        /// Whether new risk may be taken now: borrowing, withdrawing collateral behind a debt.
        function mayTakeRisk() external view returns (bool);
        /// Whether an account whose health is `healthWad`, 1e18 for just healthy, may be liquidated
        /// now.
        function mayLiquidate(uint256 healthWad) external view returns (bool);
    }

    /// Prices by several sources per asset, governed.
    contract Oracle {
        /// An asset was registered or changed: how many sources must agree, and how closely, in
        /// basis points.
        event AssetChanged(address indexed asset, uint256[2] from, uint256[2] to);
        /// A source was set, changed, or removed: what `source` answered first, and answers now;
        /// addresses as numbers.
        event SourceChanged(
            address indexed asset,
            uint256 indexed index,
            uint256[7] from,
            uint256[7] to
        );
        /// A source was disabled, or enabled again.
        event SourceDisabled(address indexed asset, uint256 indexed index, bool from, bool to);
        /// The price from which a share's growth is counted moved, in assets for the quoted shares.
        event CheckpointMoved(
            address indexed asset,
            uint256 indexed index,
            uint256 from,
            uint256 to
        );
        /// The gate changed: uptime feed as a number, grace, seconds after which it fails open,
        /// and the health below which liquidations never wait.
        event GateChanged(uint256[4] from, uint256[4] to);
        /// A role has a new holder.
        event RoleChanged(bytes32 indexed role, address from, address to);

        /// An address must not be zero.
        error ZeroAddress();
        /// The caller does not hold the role.
        error Unauthorized(address caller);
        /// An argument is out of its bounds.
        error OutOfBounds(uint256 value, uint256 min, uint256 max);
        /// The asset is not registered.
        error UnknownAsset(address asset);
        /// The asset has no source in that place, or none that does so.
        error UnknownSource(address asset, uint256 index);
        /// The asset has decimals that no price fits, or does not name any.
        error InvalidAsset(address asset);
        /// `target` does not answer as a source of that kind, for that asset in that quote.
        error InvalidSource(address target);
        /// Prices would have to be multiplied more often than is allowed, or in a circle.
        error TooDeep(address asset, uint256 level, uint256 max);
        /// Of the sources of the asset too few are alive and agree.
        error PriceMissing(address asset, uint256 agreeing, uint256 required);
        /// The value does not fit 256 bits.
        error QuoteOverflow(uint256 inAmount, address base, address quote);
        /// The caller gave too little gas for a failure to be the source's own.
        error NotEnoughGas(uint256 required);

        /// Prices are in `numeraire`: a token, or a currency by its ISO 4217 number as an address,
        /// which has 18 decimals (840 for dollars).
        constructor(address numeraire, address authority);

        /// What all prices are in, and its decimals.
        function numeraire() external view returns (address asset, uint8 decimals);
        /// Who governs.
        function authority() external view returns (address);
        /// Who will govern once they accept.
        function pendingAuthority() external view returns (address);
        /// Who may narrow: disable sources, tighten their bounds.
        function sentinel() external view returns (address);
        /// How many assets are registered.
        function assetCount() external view returns (uint256);
        /// One of them.
        function assetAt(uint256 index) external view returns (address);
        /// An asset: how many sources must agree, how closely in basis points, its decimals as they
        /// were when it was registered, how many prices are multiplied for it, and the places that
        /// have a source and that are disabled, as bits.
        function asset(address asset)
            external
            view
            returns (
                uint256 least,
                uint256 deviationBps,
                uint256 decimals,
                uint256 level,
                uint256 places,
                uint256 disabled
            );
        /// A source as `setSource` takes it; then decimals and phase that are pinned for a feed, or
        /// the power of ten of shares that is quoted; then price and time of a share's checkpoint.
        function source(address asset, uint256 index)
            external
            view
            returns (
                uint256 kind,
                address target,
                address quote,
                uint256 span,
                uint256 lower,
                uint256 upper,
                uint256 confidenceBps,
                uint256 decimals,
                uint256 phase,
                uint256 checkpointPrice,
                uint256 checkpointTime
            );
        /// Each place of an asset: where its source stands, in which state it is (0 empty, 1 live,
        /// 2 disabled, 3 no answer, 4 no price, 5 round incomplete, 6 stale, 7 out of its band,
        /// 8 decimals changed, 9 too little liquidity or memory, 10 no price for its quote,
        /// 11 disagrees), and its price of 1e36 smallest units in smallest units of the numeraire.
        function status(address asset)
            external
            view
            returns (
                address[5] memory targets,
                uint256[5] memory states,
                uint256[5] memory pricesE36
            );
        /// What 1e36 smallest units are worth in smallest units of the numeraire, at least, in the
        /// middle, and at most. Reverts if the price is missing.
        function price(address asset)
            external
            view
            returns (uint256 bidE36, uint256 midE36, uint256 askE36);
        /// The gate, and what the uptime feed says: 0 without a feed, 1 up, 2 down, 3 unknown, and
        /// since when.
        function gate()
            external
            view
            returns (
                address feed,
                uint256 graceSeconds,
                uint256 failOpenSeconds,
                uint256 deepHealthBps,
                uint256 state,
                uint256 since
            );

        /// Registers an asset, or changes how many of its sources must agree and how closely.
        /// Authority; the sentinel may ask for more.
        function setAsset(address asset, uint256 least, uint256 deviationBps) external;
        /// Sets the source in one of five places. Authority; the sentinel may tighten one.
        ///
        /// Kind 1 is an aggregator of Chainlink's shape for `asset` in `quote`, kind 4 one for
        /// `quote` in `asset`: `span` is the heartbeat in seconds, answers must lie above `lower`
        /// and below `upper`, in the feed's decimals. Kind 2 is a pool of Uniswap v3 of both:
        /// `span` is the window in seconds, `lower` the least harmonic mean of its liquidity,
        /// `upper` the observations it must have room for. Kind 3 is the ERC-4626 vault whose share
        /// `asset` is, and `quote` what it holds: `upper` is the growth that is believed, in basis
        /// points a year, `span` and `lower` are zero. `confidenceBps` is how far bid and ask are
        /// off the price.
        function setSource(
            address asset,
            uint256 index,
            uint256 kind,
            address target,
            address quote,
            uint256 span,
            uint256 lower,
            uint256 upper,
            uint256 confidenceBps
        ) external;
        /// Removes a source. Authority.
        function removeSource(address asset, uint256 index) external;
        /// Disables a source, or enables it again. Authority; the sentinel may disable.
        function setDisabled(address asset, uint256 index, bool disabled) external;
        /// Moves the checkpoint of a share's price to the price now if that is below what growth
        /// allows; anyone may.
        function checkpoint(address asset, uint256 index) external;
        /// Sets the gate; without a feed it is open. Authority.
        function setGate(
            address feed,
            uint256 graceSeconds,
            uint256 failOpenSeconds,
            uint256 deepHealthBps
        ) external;
        /// Sets the sentinel. Authority.
        function setSentinel(address sentinel) external;
        /// Offers the authority. Authority.
        function transferAuthority(address to) external;
        /// Accepts it. Whoever it was offered to.
        function acceptAuthority() external;
    }
}
