//! What is voted for.

use alloy_primitives::{Address, Bytes, U256, keccak256};
use alloy_sol_types::SolCall;
use ballast_abi::curator::IGoverned::acceptAuthorityCall;
use ballast_abi::governor::IGovernor;
use ballast_abi::params::IParams;

use super::days::{Diary, Event};
use super::settings::LTV_LAST;

impl Diary<'_> {
    /// What the owner of the votes does: takes everything over on the first day, lowers the LTV on
    /// the third.
    pub(super) async fn govern(&mut self, day: usize, quarter: usize) -> anyhow::Result<()> {
        let place = self.place;
        if let Some(proposal) = self.open.take() {
            let vote = IGovernor::castVoteCall {
                proposalId: proposal,
                support: 1,
            };
            place.govern(place.governor, &vote).await?;
            self.note("owner", "votes for it".to_owned(), Event::Proposal)
                .await?;
        }
        match (day, quarter) {
            (0, 0) => {
                let acceptance = Bytes::from(acceptAuthorityCall {}.abi_encode());
                let calls = place.modules().map(|module| (module, acceptance.clone()));
                self.propose(&calls, "The timelock takes over").await?;
            }
            (2, 2) => {
                let [borrow, liquidation] = place.keys;
                let calls =
                    [(borrow, LTV_LAST[0]), (liquidation, LTV_LAST[1])].map(|(key, value)| {
                        let value = U256::from(value);
                        let call = IParams::setCall { key, value };
                        (place.params, Bytes::from(call.abi_encode()))
                    });
                self.propose(&calls, "Less is lent against the vault's shares")
                    .await?;
            }
            _ => {}
        }
        Ok(())
    }

    async fn propose(
        &mut self,
        calls: &[(Address, Bytes)],
        description: &str,
    ) -> anyhow::Result<()> {
        let place = self.place;
        let call = IGovernor::proposeCall {
            targets: calls.iter().map(|(target, _)| *target).collect(),
            values: calls.iter().map(|_| U256::ZERO).collect(),
            calldatas: calls.iter().map(|(_, data)| data.clone()).collect(),
            description: description.to_owned(),
        };
        place.govern(place.governor, &call).await?;
        let question = IGovernor::hashProposalCall {
            targets: call.targets,
            values: call.values,
            calldatas: call.calldatas,
            descriptionHash: keccak256(description),
        };
        self.open = Some(place.ask(place.governor, &question).await?);
        let what = format!("proposes: {description}");
        self.note("owner", what, Event::Proposal).await
    }
}
