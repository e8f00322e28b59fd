//! Where the compiler for WASM comes from.
//!
//! The pinned compiler of `rust-toolchain.toml` is wanted, with its standard library for WASM.
//! Whoever has `rustup` and the network gets both without being asked. Where `rustup` is absent or
//! cannot download, Debian's compiler stands in, and builds the standard library from source.
//! [`plan`] decides, from what [`obtain`] has looked up; the artifacts say which compiler it was.

mod compiler;
mod machine;

use std::path::PathBuf;

pub(crate) use compiler::Compiler;

use crate::BuildError;
use crate::Site;
use machine::Machine;

/// Variable that forces a toolchain: `rustup` or `debian`.
pub const CHOICE_VARIABLE: &str = "BALLAST_WASM_TOOLCHAIN";

/// A toolchain somebody insists on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The pinned one of `rustup`.
    Rustup,
    /// Debian's packages.
    Debian,
}

impl Choice {
    /// The choice that a value of [`CHOICE_VARIABLE`] stands for; none if it is empty.
    ///
    /// # Errors
    /// [`BuildError::UnknownChoice`] for any other value.
    pub fn parse(value: &str) -> Result<Option<Self>, BuildError> {
        match value {
            "" => Ok(None),
            "rustup" => Ok(Some(Self::Rustup)),
            "debian" => Ok(Some(Self::Debian)),
            other => Err(BuildError::UnknownChoice {
                variable: CHOICE_VARIABLE,
                value: other.to_owned(),
            }),
        }
    }
}

/// What a machine offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// `rustup` runs.
    pub rustup: bool,
    /// The pinned toolchain of `rustup` has the standard library for WASM.
    pub rustup_target: bool,
    /// The compiler on the path has it.
    pub path_target: bool,
    /// Debian's compiler, the source of its standard library and its linker are installed.
    pub debian: bool,
    /// Packages may be installed: there is `apt-get`, and we are root.
    pub apt: bool,
}

/// One way to a compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Take the pinned toolchain of `rustup`.
    Rustup,
    /// Have `rustup` download the target for it first.
    RustupDownload,
    /// Take the compiler on the path.
    Path,
    /// Take Debian's compiler.
    Debian,
    /// Install Debian's packages first.
    DebianInstall,
}

/// The ways to try, best first. What is ready is taken as it is; downloads are tried one after
/// the other. The compiler on the path counts only where there is no `rustup`, which would
/// otherwise have put it there.
#[must_use]
pub fn plan(facts: Facts, choice: Option<Choice>) -> Vec<Step> {
    let rustup = match (facts.rustup_target, facts.rustup) {
        (true, _) => Some(Step::Rustup),
        (false, true) => Some(Step::RustupDownload),
        (false, false) => None,
    };
    let debian = match (facts.debian, facts.apt) {
        (true, _) => Some(Step::Debian),
        (false, true) => Some(Step::DebianInstall),
        (false, false) => None,
    };
    match choice {
        Some(Choice::Rustup) => rustup.into_iter().collect(),
        Some(Choice::Debian) => debian.into_iter().collect(),
        None if facts.rustup_target => vec![Step::Rustup],
        None if facts.path_target && !facts.rustup => vec![Step::Path],
        None => rustup.into_iter().chain(debian).collect(),
    }
}

/// Finds a compiler for WASM, or installs one.
pub(crate) fn obtain(site: &Site, choice: Option<Choice>) -> Result<Compiler, BuildError> {
    let machine = Machine::new(site, read_channel(site)?);
    for step in plan(machine.facts(), choice) {
        // The next way is worth a try whatever went wrong with this one.
        if let Ok(compiler) = machine.take(step) {
            return Ok(compiler);
        }
    }
    Err(BuildError::NoCompiler {
        channel: machine.channel,
    })
}

fn read_channel(site: &Site) -> Result<String, BuildError> {
    let path: PathBuf = site.workspace.join("rust-toolchain.toml");
    let text =
        std::fs::read_to_string(&path).map_err(|source| BuildError::File { path, source })?;
    channel(&text).ok_or(BuildError::NoChannel)
}

/// The value of `channel` in a `rust-toolchain.toml`.
fn channel(text: &str) -> Option<String> {
    let values = text.lines().filter_map(|line| line.split_once('='));
    let mut channels = values.filter(|(key, _)| key.trim() == "channel");
    let (_, value) = channels.next()?;
    Some(value.trim().trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Facts = Facts {
        rustup: false,
        rustup_target: false,
        path_target: false,
        debian: false,
        apt: false,
    };
    const RUSTUP: Facts = Facts {
        rustup: true,
        ..NOTHING
    };
    const RUSTUP_READY: Facts = Facts {
        rustup_target: true,
        ..RUSTUP
    };

    #[test]
    fn takes_what_is_ready() {
        let everything = Facts {
            debian: true,
            apt: true,
            path_target: true,
            ..RUSTUP_READY
        };
        assert_eq!(plan(everything, None), [Step::Rustup]);
        assert_eq!(plan(RUSTUP_READY, None), [Step::Rustup]);
        let path = Facts {
            path_target: true,
            apt: true,
            ..NOTHING
        };
        assert_eq!(plan(path, None), [Step::Path]);
    }

    #[test]
    fn falls_back_from_rustup_to_debian() {
        let apt = Facts {
            apt: true,
            ..RUSTUP
        };
        assert_eq!(plan(apt, None), [Step::RustupDownload, Step::DebianInstall]);
        let debian = Facts {
            debian: true,
            ..apt
        };
        assert_eq!(plan(debian, None), [Step::RustupDownload, Step::Debian]);
    }

    #[test]
    fn tries_the_only_way_there_is() {
        let apt = Facts {
            apt: true,
            ..NOTHING
        };
        assert_eq!(plan(apt, None), [Step::DebianInstall]);
        let debian = Facts {
            debian: true,
            ..NOTHING
        };
        assert_eq!(plan(debian, None), [Step::Debian]);
        assert_eq!(plan(RUSTUP, None), [Step::RustupDownload]);
        assert_eq!(plan(NOTHING, None), []);
    }

    #[test]
    fn the_path_of_a_machine_with_rustup_is_not_taken() {
        let both = Facts {
            path_target: true,
            ..RUSTUP
        };
        assert_eq!(plan(both, None), [Step::RustupDownload]);
    }

    #[test]
    fn a_choice_leaves_one_way() {
        let everything = Facts {
            debian: true,
            apt: true,
            ..RUSTUP_READY
        };
        assert_eq!(plan(everything, Some(Choice::Debian)), [Step::Debian]);
        assert_eq!(plan(everything, Some(Choice::Rustup)), [Step::Rustup]);
        assert_eq!(plan(RUSTUP, Some(Choice::Rustup)), [Step::RustupDownload]);
        let apt = Facts {
            apt: true,
            ..RUSTUP_READY
        };
        assert_eq!(plan(apt, Some(Choice::Debian)), [Step::DebianInstall]);
        assert_eq!(plan(RUSTUP_READY, Some(Choice::Debian)), []);
        assert_eq!(plan(NOTHING, Some(Choice::Rustup)), []);
    }

    #[test]
    fn parses_choices() {
        assert_eq!(Choice::parse("").unwrap(), None);
        assert_eq!(Choice::parse("rustup").unwrap(), Some(Choice::Rustup));
        assert_eq!(Choice::parse("debian").unwrap(), Some(Choice::Debian));
        let error = Choice::parse("gcc").unwrap_err().to_string();
        assert!(error.contains(CHOICE_VARIABLE), "{error}");
        assert!(error.contains("gcc"), "{error}");
    }

    #[test]
    fn reads_the_channel() {
        let text = "[toolchain]\n# pinned\nchannel = \"1.95.0\"\n";
        assert_eq!(channel(text).as_deref(), Some("1.95.0"));
        assert_eq!(channel("[toolchain]\n"), None);
    }

    #[test]
    fn the_last_word_names_both_ways() {
        let error = BuildError::NoCompiler {
            channel: "1.95.0".to_owned(),
        }
        .to_string();
        assert!(
            error.contains("rustup target add --toolchain 1.95.0"),
            "{error}"
        );
        assert!(error.contains("apt-get install rustc-web"), "{error}");
        assert_eq!(error.lines().count(), 1);
    }
}
