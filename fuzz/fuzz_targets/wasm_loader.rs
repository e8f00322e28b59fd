//! Whatever bytes are activated: no panic, and what passes the checks loads into the engine.
#![no_main]

use ballast_stylus::format::{classify, decode_classic};
use ballast_stylus::params::StylusParams;
use ballast_stylus::{Rules, activate};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = classify(data, 60);
    let wasm = decode_classic(data, 131_072).unwrap_or_else(|_| data.to_vec());
    for version in [51, 60] {
        let rules = Rules::new(version, &StylusParams::for_arbos(version));
        if let Ok(activation) = activate(&wasm, &rules) {
            let loaded = wasmi::Module::new(&wasmi::Engine::default(), &activation.module);
            assert!(loaded.is_ok(), "{:?}", loaded.err());
        }
    }
});
