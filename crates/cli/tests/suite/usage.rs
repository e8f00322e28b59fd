//! What is not understood, and what is asked for.

use crate::command::run;

#[test]
fn nonsense_is_refused_with_code_2() {
    for args in [&["no-such-command"][..], &["demo", "--no-such-option"], &[]] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty(), "{args:?}");
        assert!(
            String::from_utf8_lossy(&output.stderr).contains("Usage: ballast"),
            "{args:?}"
        );
    }
}

#[test]
fn help_names_every_command() {
    let output = run(&["--help"]);
    assert_eq!(output.status.code(), Some(0));
    let help = String::from_utf8(output.stdout).unwrap();
    for word in [
        "demo", "devnet", "keeper", "status", "soak", "bench", "--json",
    ] {
        assert!(help.contains(word), "{word}");
    }
    assert_eq!(run(&["--version"]).status.code(), Some(0));
}
