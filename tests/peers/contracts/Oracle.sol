// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

interface IFeed {
    function decimals() external view returns (uint8);
    function latestRoundData()
        external
        view
        returns (uint80, int256, uint256, uint256, uint80);
}

/// An aggregator behind a proxy: answers what anybody transmits, and whatever lies beyond its bounds
/// as the bound.
contract FeedAggregator is IFeed {
    uint8 public immutable decimals;
    int192 public immutable minAnswer;
    int192 public immutable maxAnswer;
    // Two words for a round, as Chainlink's own have.
    uint64 private round;
    uint64 private startedAt;
    uint64 private answeredInRound;
    int192 private answer;
    uint64 private updatedAt;

    constructor(uint8 decimals_, int192 min, int192 max) {
        (decimals, minAnswer, maxAnswer) = (decimals_, min, max);
    }

    function transmit(int256 answer_) external {
        if (answer_ < minAnswer) answer_ = minAnswer;
        if (answer_ > maxAnswer) answer_ = maxAnswer;
        force(answer_, block.timestamp, block.timestamp, 0);
    }

    /// A round as no aggregator should have it.
    function force(int256 answer_, uint256 started, uint256 updated, uint80 roundsBehind) public {
        uint64 next = round + 1;
        (round, answeredInRound) = (next, next - uint64(roundsBehind));
        (startedAt, updatedAt) = (uint64(started), uint64(updated));
        answer = int192(answer_);
    }

    function latestRoundData()
        external
        view
        returns (uint80, int256, uint256, uint256, uint80)
    {
        return (round, answer, startedAt, updatedAt, answeredInRound);
    }
}

/// What consumers of Chainlink read: the aggregator of the current phase, its rounds numbered with the
/// phase in front.
contract FeedProxy is IFeed {
    uint16 public phaseId;
    IFeed public aggregator;

    constructor(IFeed aggregator_) {
        (phaseId, aggregator) = (1, aggregator_);
    }

    function confirmAggregator(IFeed aggregator_) external {
        ++phaseId;
        aggregator = aggregator_;
    }

    function decimals() external view returns (uint8) {
        return aggregator.decimals();
    }

    function latestRoundData()
        external
        view
        returns (uint80, int256, uint256, uint256, uint80)
    {
        (uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredIn) =
            aggregator.latestRoundData();
        uint80 phase = uint80(phaseId) << 64;
        return (phase | id, answer, startedAt, updatedAt, phase | answeredIn);
    }
}

/// A feed that misbehaves the way it is told; by anyone.
contract HostileFeed {
    uint8 public constant HONEST = 0;
    uint8 public constant REVERTS = 1;
    uint8 public constant BURNS_GAS = 2;
    uint8 public constant ANSWERS_LONG = 3;
    uint8 public constant ANSWERS_SHORT = 4;

    uint8 public mode;
    int256 private answer;

    constructor(int256 answer_) {
        answer = answer_;
    }

    function setMode(uint8 mode_) external {
        mode = mode_;
    }

    function decimals() external pure returns (uint8) {
        return 8;
    }

    function latestRoundData()
        external
        view
        returns (uint80, int256, uint256, uint256, uint80)
    {
        if (mode == REVERTS) revert("feed reverts");
        if (mode == BURNS_GAS) {
            assembly {
                invalid()
            }
        }
        if (mode == ANSWERS_LONG) {
            assembly {
                return(0, 300000)
            }
        }
        if (mode == ANSWERS_SHORT) {
            assembly {
                return(0, 159)
            }
        }
        return (1, answer, block.timestamp, block.timestamp, 1);
    }
}

interface IReader {
    function getQuotes(uint256 amount, address base, address quote)
        external
        view
        returns (uint256 bid, uint256 ask);
}

/// A feed's answer times an amount of 18 decimals, for a feed of 8: nothing is checked.
contract NaiveFeedReader is IReader {
    IFeed private immutable FEED;

    constructor(IFeed feed) {
        FEED = feed;
    }

    function getQuotes(uint256 amount, address, address) external view returns (uint256, uint256) {
        (, int256 answer,,,) = FEED.latestRoundData();
        uint256 value = amount * uint256(answer) / 1e8;
        return (value, value);
    }
}

interface ISpot {
    function slot0() external view returns (uint160, int24, uint16, uint16, uint16, uint8, bool);
}

/// The price of a pool at the moment.
contract NaivePoolReader is IReader {
    ISpot private immutable POOL;

    constructor(ISpot pool) {
        POOL = pool;
    }

    function getQuotes(uint256 amount, address base, address quote)
        external
        view
        returns (uint256, uint256)
    {
        (uint160 root,,,,,,) = POOL.slot0();
        uint256 value = base < quote
            ? Math.mulDiv(Math.mulDiv(amount, root, 2 ** 96), root, 2 ** 96)
            : Math.mulDiv(Math.mulDiv(amount, 2 ** 96, root), 2 ** 96, root);
        return (value, value);
    }
}

interface IShares {
    function convertToAssets(uint256 shares) external view returns (uint256);
}

/// What a vault says its shares are worth at the moment.
contract NaiveShareReader is IReader {
    function getQuotes(uint256 amount, address base, address)
        external
        view
        returns (uint256, uint256)
    {
        uint256 value = IShares(base).convertToAssets(amount);
        return (value, value);
    }
}

/// Lends four fifths of what a reader says that collateral is worth, at the bid, and nothing else.
contract ReaderMarket {
    IReader private immutable READER;
    IERC20 private immutable COLLATERAL;
    address private immutable UNIT;
    IERC20 private immutable LENT;
    mapping(address => uint256) public collateralOf;
    mapping(address => uint256) public debtOf;

    constructor(IReader reader, IERC20 collateral, address unit, IERC20 lent) {
        (READER, COLLATERAL, UNIT, LENT) = (reader, collateral, unit, lent);
    }

    function supply(uint256 amount) external {
        COLLATERAL.transferFrom(msg.sender, address(this), amount);
        collateralOf[msg.sender] += amount;
    }

    function limitOf(address account) public view returns (uint256) {
        (uint256 bid,) = READER.getQuotes(collateralOf[account], address(COLLATERAL), UNIT);
        return bid * 4 / 5;
    }

    /// As much as there is and the collateral allows.
    function borrowAll() external returns (uint256 amount) {
        amount = Math.min(limitOf(msg.sender) - debtOf[msg.sender], LENT.balanceOf(address(this)));
        debtOf[msg.sender] += amount;
        LENT.transfer(msg.sender, amount);
    }
}
