//! The parameter store: every risk parameter within its bounds, pushed to who relies on it.

crate::interfaces! {
    /// What a contract has that wants to be told of parameters.
    interface IParameterSubscriber {
        /// A parameter was `from` until `start`, is `value` from `end` on, and moves along a line in
        /// between; one that does not move has `start` equal to `end`, and is `value` at once. Called
        /// with at most 200,000 gas, by the store alone: whoever else calls is to be refused. The
        /// same may be told more than once, and what failed may be skipped for the newest. Answers
        /// its own selector.
        function onParameter(
            bytes32 key,
            uint256 value,
            uint256 from,
            uint256 start,
            uint256 end
        ) external returns (bytes4);
    }

    /// What a contract has that knows before a call of it waits whether it could pass. Whether it
    /// has, ERC-165 says.
    interface IValidator {
        /// Whether a call with this calldata, selector included, would be accepted now from whoever
        /// may make it, but for what time alone decides. Answers its own selector, or reverts with
        /// the error of the call.
        function validate(bytes calldata data) external view returns (bytes4);
    }

    /// Every risk parameter, within bounds.
    interface IParams {
        /// Which way a parameter is safer.
        enum Safety {
            /// Neither: nobody moves it at once.
            Neither,
            /// A lower value is safer.
            Lower,
            /// A higher value is safer.
            Higher
        }

        /// Which method changes a parameter, and so how long that waits in a timelock that has a
        /// delay per method.
        enum DelayClass {
            /// `set`
            Standard,
            /// `setSlow`
            Slow,
            /// `setSlowest`
            Slowest
        }

        /// What holds for a parameter for good, in the parameter's own unit and in seconds.
        struct Rules {
            /// The least value.
            uint256 min;
            /// The greatest value, of at most 128 bits.
            uint256 max;
            /// How far one change goes at most: at least 1, at most from `min` to `max`.
            uint256 step;
            /// The time from one change to the next: a second to a year.
            uint256 interval;
            /// How long a change takes: nothing for at once, at most a year.
            uint256 duration;
            /// Which method changes it.
            DelayClass delayClass;
            /// Which way it is safer.
            Safety safety;
        }

        /// All there is to know of a parameter.
        struct Parameter {
            /// Whose it is: an address, or whatever names a group of contracts.
            bytes32 module;
            /// What it is about: a collateral, a strategy; zero for the whole module.
            bytes32 subject;
            /// What it is called, as bytes from the left or as a hash.
            bytes32 name;
            /// The value now. On the way it rounds to the safer side, and down where neither is.
            uint256 value;
            /// The value until `start`.
            uint256 from;
            /// The value from `end` on.
            uint256 to;
            /// When it begins to move.
            uint256 start;
            /// When it arrives.
            uint256 end;
            /// When the authority last set it.
            uint256 changed;
            /// As in the rules.
            uint256 min;
            /// As in the rules.
            uint256 max;
            /// As in the rules.
            uint256 step;
            /// As in the rules.
            uint256 interval;
            /// As in the rules.
            uint256 duration;
            /// As in the rules.
            DelayClass delayClass;
            /// As in the rules.
            Safety safety;
            /// How many subscribers it has.
            uint256 subscribers;
            /// How many of them could not be told its newest value.
            uint256 failures;
        }

        /// A parameter came to be.
        event ParameterDefined(
            bytes32 indexed key,
            bytes32 indexed module,
            bytes32 indexed subject,
            bytes32 name,
            uint256 value,
            Rules rules
        );
        /// A parameter was `from` and on its way to `target`; it is `from` until `start` or leaves it
        /// at once, and is `value` from `end` on.
        event ParameterChanged(
            bytes32 indexed key,
            address indexed by,
            uint256 from,
            uint256 target,
            uint256 value,
            uint256 start,
            uint256 end
        );
        /// A subscriber could not be told; anyone may repeat it.
        event PushFailed(bytes32 indexed key, address indexed subscriber);
        /// A subscriber that could not be told was.
        event Synced(bytes32 indexed key, address indexed subscriber);
        /// An account is told of a parameter, or no longer is.
        event SubscriptionChanged(
            bytes32 indexed key,
            address indexed subscriber,
            bool from,
            bool to
        );
        /// A role has a new holder: `role` is the hash of `authority`, `pendingAuthority` or
        /// `sentinel`.
        event RoleChanged(bytes32 indexed role, address from, address to);

        /// The authority is the zero address.
        error ZeroAddress();
        /// The caller does not hold the role.
        error Unauthorized(address caller);
        /// There is no such parameter.
        error UnknownKey(bytes32 key);
        /// There is such a parameter already.
        error AlreadyDefined(bytes32 key);
        /// Rules that contradict themselves or exceed what they may say.
        error InvalidRules();
        /// A value is out of its parameter's bounds.
        error OutOfBounds(uint256 value, uint256 min, uint256 max);
        /// A change goes further than a step.
        error StepTooLarge(uint256 from, uint256 value, uint256 step);
        /// The parameter may be changed from then on.
        error TooSoon(uint256 opensAt);
        /// A value is less safe than the parameter's, or than what that is on the way to.
        error NotSafer(uint256 from, uint256 target, uint256 value);
        /// The parameter has the value, and stays there.
        error Unchanged(uint256 value);
        /// Another method changes the parameter.
        error WrongDelayClass(bytes32 key, DelayClass delayClass);
        /// A parameter has eight subscribers at most.
        error TooManySubscribers(bytes32 key);
        /// The account is told already.
        error AlreadySubscribed(bytes32 key, address subscriber);
        /// The account is not told.
        error UnknownSubscriber(bytes32 key, address subscriber);
        /// A subscriber did not take what it was told; `reason` is the first kilobyte of its revert
        /// data, and empty if it ran out of gas or answered something else.
        error SyncFailed(bytes32 key, address subscriber, bytes reason);
        /// The caller gave too little gas for a failure to be the subscriber's own.
        error NotEnoughGas(uint256 required);
        /// No method that a proposal could call.
        error UnknownCall(bytes4 selector);

        /// Who sets.
        function authority() external view returns (address);
        /// Who will set once they accept.
        function pendingAuthority() external view returns (address);
        /// Who may move parameters towards safety at once.
        function sentinel() external view returns (address);
        /// How many parameters there are.
        function count() external view returns (uint256);
        /// The keys of up to `count` parameters, from the one at `start` on, in the order in which
        /// they were defined; fewer where the list ends.
        function keys(uint256 start, uint256 count) external view returns (bytes32[] memory);
        /// What a parameter's key is: the hash of `abi.encode(module, subject, name)`.
        function keyOf(bytes32 module, bytes32 subject, bytes32 name)
            external
            view
            returns (bytes32 key);
        /// All there is to know of a parameter.
        function parameter(bytes32 key) external view returns (Parameter memory);
        /// The value of a parameter now.
        function valueOf(bytes32 key) external view returns (uint256);
        /// Who is told of a parameter, and since when they could not be; zero for who was.
        function subscribersOf(bytes32 key)
            external
            view
            returns (address[] memory subscribers, uint256[] memory failedSince);
        /// Of up to `count` parameters, from the one at `start` on: who could not be told of which,
        /// and since when.
        function failures(uint256 start, uint256 count)
            external
            view
            returns (
                bytes32[] memory keys,
                address[] memory subscribers,
                uint256[] memory failedSince
            );

        /// For the authority: a new parameter and its rules, which nobody changes any more.
        function define(
            bytes32 module,
            bytes32 subject,
            bytes32 name,
            Rules calldata rules,
            uint256 value
        ) external returns (bytes32 key);
        /// For the authority: within bounds, a step, and not before the interval is over.
        function set(bytes32 key, uint256 value) external;
        /// As `set`, for parameters of the delay class `Slow`.
        function setSlow(bytes32 key, uint256 value) external;
        /// As `set`, for parameters of the delay class `Slowest`.
        function setSlowest(bytes32 key, uint256 value) external;
        /// For the sentinel and the authority: moves a parameter at once to where it is at least as
        /// safe as now, and as where it is on the way to. Within bounds; no interval starts.
        function secure(bytes32 key, uint256 value) external;
        /// For the authority: tells an account, now and whenever the parameter changes.
        function subscribe(bytes32 key, address subscriber) external;
        /// For the authority.
        function unsubscribe(bytes32 key, address subscriber) external;
        /// Anyone: tells a subscriber once more what holds.
        function sync(bytes32 key, address subscriber) external;

        /// For the authority; the zero address for nobody.
        function setSentinel(address sentinel) external;
        /// For the authority: offers it to another.
        function transferAuthority(address to) external;
        /// For whom it was offered to.
        function acceptAuthority() external;
    }

    /// The parameter store's own part.
    contract Params {
        /// A store without parameters.
        constructor(address authority);
    }
}
