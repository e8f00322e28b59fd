use ballast_devnet::{Config, serve};
#[test]
fn scratch_child() {
    let Ok(port) = std::env::var("SCRATCH_PORT") else { return };
    let rt = tokio::runtime::Runtime::new().unwrap();
    let arbos = std::env::var("SCRATCH_ARBOS").ok().and_then(|s| s.parse().ok()).unwrap_or(51);
    let state = std::env::var("SCRATCH_STATE").ok().map(Into::into);
    let silent = std::env::var("SCRATCH_LOUD").is_err();
    let h = rt.block_on(serve(Config { port: port.parse().unwrap(), arbos_version: arbos, state, silent, ..Default::default() })).unwrap();
    println!("{}", h.url());
    std::thread::sleep(std::time::Duration::from_secs(3600));
}

#[path = "it/support.rs"]
#[allow(dead_code)]
mod support;
use alloy_consensus::{SignableTransaction, TxEip1559, TxEnvelope};
use alloy_eips::eip2718::Encodable2718;
use alloy_primitives::{TxKind, U256, hex};
use alloy_signer::SignerSync;
use alloy_signer_local::PrivateKeySigner;

#[test]
fn scratch_many() {
    let Ok(addr) = std::env::var("SCRATCH_MANY") else { return };
    let t = std::time::Instant::now();
    let th: Vec<_> = (0..64usize).map(|i| { let addr = addr.clone(); std::thread::spawn(move || {
        let mut c = support::Client::new(addr.parse().unwrap());
        for _ in 0..100 {
            let from = ballast_devnet::DEV_ACCOUNTS[i % 11].address;
            let h = c.call("eth_sendTransaction", serde_json::json!([{"from": from, "to": from, "gas":"0x5208"}]));
            assert_eq!(c.call("eth_getTransactionReceipt", serde_json::json!([h]))["status"], "0x1");
        }
    })}).collect();
    for t in th { t.join().unwrap(); }
    println!("6400 in {:?}", t.elapsed());
}

#[test]
fn scratch_inproc() {
    let Ok(n) = std::env::var("SCRATCH_INPROC") else { return };
    let n: u64 = n.parse().unwrap();
    let node = ballast_devnet::Node::new(Config::default()).unwrap();
    let rss = || std::fs::read_to_string("/proc/self/status").unwrap().lines().find(|l| l.starts_with("VmRSS")).unwrap().to_owned();
    let raws: Vec<Vec<u8>> = (0..n).map(|i| alloy_primitives::hex::decode(support::signed(support::transfer(i), 0)).unwrap()).collect();
    println!("before {}", rss());
    let t = std::time::Instant::now();
    for (i, raw) in raws.into_iter().enumerate() {
        let h = node.send_raw(raw).unwrap();
        assert!(node.receipt(&h).unwrap().unwrap().success());
        if i % 20000 == 0 { println!("{i} {} {:?}", rss(), t.elapsed()); }
    }
    println!("after {} {:?} each {:?}", rss(), t.elapsed(), t.elapsed() / n as u32);
    let t = std::time::Instant::now();
    for h in [1u64, n / 2, n - 1] { node.balance(&support::BOB, h.into()).unwrap(); }
    println!("3 historic reads {:?}", t.elapsed());
}

#[test]
fn scratch_load() {
    let Ok(addr) = std::env::var("SCRATCH_ADDR") else { return };
    let n: u64 = std::env::var("SCRATCH_N").ok().and_then(|s| s.parse().ok()).unwrap_or(2000);
    let mut c = support::Client::new(addr.parse().unwrap());
    let dev = ballast_devnet::DEV_ACCOUNTS[2];
    let signer = PrivateKeySigner::from_bytes(&dev.key).unwrap();
    let chain = u64::from_str_radix(c.call("eth_chainId", serde_json::json!([])).as_str().unwrap().trim_start_matches("0x"), 16).unwrap();
    let start = u64::from_str_radix(c.call("eth_getTransactionCount", serde_json::json!([dev.address, "latest"])).as_str().unwrap().trim_start_matches("0x"), 16).unwrap();
    let txs: Vec<String> = (0..n).map(|i| {
        let tx = TxEip1559 { chain_id: chain, nonce: start + i, gas_limit: 100_000, max_fee_per_gas: 20_000_000_000, max_priority_fee_per_gas: 0,
            to: TxKind::Call(ballast_devnet::DEV_ACCOUNTS[1].address), value: U256::from(1), ..Default::default() };
        let sig = signer.sign_hash_sync(&tx.signature_hash()).unwrap();
        hex::encode_prefixed(TxEnvelope::from(tx.into_signed(sig)).encoded_2718())
    }).collect();
    for round in 0..2 {
        let part = &txs[round * txs.len() / 2..(round + 1) * txs.len() / 2];
        let t = std::time::Instant::now();
        for tx in part {
            let hash = c.post(format!(r#"{{"jsonrpc":"2.0","id":1,"method":"eth_sendRawTransaction","params":["{tx}"]}}"#).as_bytes()).1;
            let hash = &hash[hash.find("0x").expect(&hash)..][..66];
            loop {
                let r = c.post(format!(r#"{{"jsonrpc":"2.0","id":1,"method":"eth_getTransactionReceipt","params":["{hash}"]}}"#).as_bytes()).1;
                if r.contains("gasUsed") { break; }
            }
        }
        let el = t.elapsed();
        println!("{} tx in {:?}: {:.0} tx/s, {:.1} us each", part.len(), el, part.len() as f64 / el.as_secs_f64(), el.as_micros() as f64 / part.len() as f64);
    }
}
