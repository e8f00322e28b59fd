//! The price of a vault's share, as Chainlink's aggregators answer.

crate::interfaces! {
    /// The part of Chainlink's aggregators that consumers read, after `AggregatorV3Interface` and
    /// the older `latestAnswer`.
    interface IAggregator {
        /// A checkpoint moved, to this price.
        event AnswerUpdated(
            int256 indexed current,
            uint256 indexed roundId,
            uint256 updatedAt
        );

        /// How many decimals an answer has.
        function decimals() external view returns (uint8);
        /// What the answer is the price of.
        function description() external view returns (string memory);
        /// 1.
        function version() external view returns (uint256);
        /// As `latestRoundData`, for the latest round; there is no other.
        function getRoundData(uint80 roundId)
            external
            view
            returns (
                uint80 id,
                int256 answer,
                uint256 startedAt,
                uint256 updatedAt,
                uint80 answeredInRound
            );
        /// The number of the checkpoint, the price now, when the checkpoint was taken, the time
        /// now, and the number again.
        function latestRoundData()
            external
            view
            returns (
                uint80 roundId,
                int256 answer,
                uint256 startedAt,
                uint256 updatedAt,
                uint80 answeredInRound
            );
        /// The price now.
        function latestAnswer() external view returns (int256);
    }

    /// The feed's own part.
    contract PriceFeed {
        /// `vault` is not an ERC-4626 vault with a price.
        error InvalidVault(address vault);
        /// The feed has at most 18 decimals, and a quote must fit 38 digits.
        error InvalidDecimals(uint8 decimals);
        /// The rate of growth is above 20,000 basis points a year.
        error InvalidGrowth(uint256 growthBpsPerYear);
        /// `vault` does not name its price.
        error VaultFailed(address vault);
        /// Only the latest round is known.
        error RoundNotAvailable(uint80 roundId, uint80 latest);

        /// The price of one whole share of `vault` in its asset with `decimals`, believed as far as
        /// a growth of `growthBpsPerYear` goes.
        constructor(
            address vault,
            uint8 decimals,
            uint256 growthBpsPerYear,
            string memory description
        );

        /// The vault.
        function vault() external view returns (address);
        /// How fast the price is believed to rise, in basis points a year, compounded.
        function growthBpsPerYear() external view returns (uint256);
        /// The price that was believed last, and when.
        function checkpoint() external view returns (uint256 price, uint256 timestamp);
        /// The highest answer there is now.
        function cap() external view returns (uint256);
        /// The vault's price as it stands; above `cap` it is not believed.
        function uncappedAnswer() external view returns (uint256);

        /// Moves the checkpoint to the vault's price if that is below what growth allows; anyone
        /// may. Returns the price now.
        function update() external returns (int256 answer);
    }
}
