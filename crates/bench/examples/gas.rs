//! x
fn main() {
    println!("{}", ballast_bench::gas::run().unwrap());
}
