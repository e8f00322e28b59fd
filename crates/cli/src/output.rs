//! What goes to standard output: text for people, or one JSON document for programs.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

/// Where results go, and in which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Output {
    json: bool,
}

impl Output {
    /// JSON, or text for people.
    pub(crate) const fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether programs read it.
    pub(crate) const fn is_json(self) -> bool {
        self.json
    }

    /// Whether somebody watches what is printed to standard error.
    pub(crate) fn is_watched(self) -> bool {
        !self.json && io::stderr().is_terminal()
    }

    /// Prints a document: `text` for people, the value itself as JSON.
    ///
    /// # Errors
    /// When standard output is closed.
    pub(crate) fn print<T: Serialize>(
        self,
        document: &T,
        text: impl FnOnce(&T) -> String,
    ) -> io::Result<()> {
        let content = if self.json {
            serde_json::to_string_pretty(document)? + "\n"
        } else {
            text(document)
        };
        self.write(&content)
    }

    /// Writes text as it is.
    ///
    /// # Errors
    /// When standard output is closed.
    pub(crate) fn write(self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    }
}

/// An error with its causes, each said once: some errors say their cause themselves.
pub(crate) fn describe(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if !text.ends_with(&cause) {
            let separator = if text.is_empty() { "" } else { ": " };
            text += separator;
            text += &cause;
        }
    }
    text
}

/// Whether the reader of standard output went away.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kinds = error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>());
    kinds
        .into_iter()
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    #[test]
    fn a_cause_is_said_once() {
        let plain = anyhow::anyhow!("no file")
            .context("reading")
            .context("starting");
        assert_eq!(describe(&plain), "starting: reading: no file");
        let chatty = anyhow::anyhow!("no file")
            .context("reading: no file")
            .context("starting");
        assert_eq!(describe(&chatty), "starting: reading: no file");
    }

    #[test]
    fn a_closed_pipe_is_recognised_through_its_context() {
        let broken = || io::Error::from(io::ErrorKind::BrokenPipe);
        let error = Err::<(), _>(broken()).context("printing").unwrap_err();
        assert!(is_broken_pipe(&error));
        assert!(!is_broken_pipe(&anyhow::anyhow!("other")));
    }
}
