//! x
fn main() {
    let a = std::env::args().nth(1).unwrap();
    if a == "serve" {
        let port = std::env::args().nth(3).unwrap().parse().unwrap();
        let rt = tokio::runtime::Runtime::new().unwrap();
        rt.block_on(async {
            let h = ballast_devnet::serve(ballast_devnet::Config {
                port,
                ..Default::default()
            })
            .await
            .unwrap();
            std::future::pending::<()>().await;
            drop(h)
        });
        return;
    }
    let c = ballast_bench::node::NodeCommand {
        program: std::env::current_exe().unwrap(),
        arguments: vec!["serve".into()],
    };
    println!(
        "{}",
        ballast_bench::node::run(&c, Default::default()).unwrap()
    );
}
