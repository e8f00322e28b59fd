//! A plain WASM engine around an instrumented module, with host functions that do nothing.

use ballast_stylus::INK_LEFT_GLOBAL;
use ballast_stylus::INK_STATUS_GLOBAL;
use ballast_stylus::STACK_LEFT_GLOBAL;
use ballast_stylus::activate;
use wasmi::Config;
use wasmi::Engine;
use wasmi::ExternType;
use wasmi::Instance;
use wasmi::Linker;
use wasmi::Module;
use wasmi::Store;
use wasmi::Val;

use crate::programs::Program;
use crate::programs::rules;

/// Depth budget from ArbOS 50 on.
pub(crate) const DEPTH: i32 = 22_000;

/// Ink nobody runs out of here.
pub(crate) const PLENTY: u64 = 10_000_000_000;

/// How a run ended. Where several apply the order is that of the reference: depth, ink, trap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Returned(i32),
    OutOfStack,
    OutOfInk,
    Trapped,
}

/// What a run leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) ending: Ending,
    pub(crate) ink_used: u64,
}

/// Runs a program with `ink` and the usual depth. `exit_early` stops it; other host functions do
/// nothing, give zeros, and cost nothing.
pub(crate) fn run(program: &Program, ink: u64) -> Run {
    let activation = activate(&program.wasm(), &rules()).expect("a valid program");
    run_module(&activation.module, ink)
}

pub(crate) fn run_module(wasm: &[u8], ink: u64) -> Run {
    let mut config = Config::default();
    config
        .set_max_recursion_depth(100_000)
        .set_max_stack_height(64 << 20);
    let engine = Engine::new(&config);
    let module = Module::new(&engine, wasm).expect("the engine takes an instrumented module");
    let mut store = Store::new(&engine, ());
    let linker = stub_hosts(&engine, &module);
    let instance = linker
        .instantiate_and_start(&mut store, &module)
        .expect("nothing starts");
    set(
        &instance,
        &mut store,
        INK_LEFT_GLOBAL,
        Val::I64(ink.cast_signed()),
    );
    set(&instance, &mut store, STACK_LEFT_GLOBAL, Val::I32(DEPTH));

    let entrypoint = instance
        .get_typed_func::<i32, i32>(&store, "user_entrypoint")
        .expect("the entry point survives");
    let result = entrypoint.call(&mut store, 0);
    let out_of_stack = get(&instance, &store, STACK_LEFT_GLOBAL).i32() == Some(0);
    let out_of_ink = get(&instance, &store, INK_STATUS_GLOBAL).i32() != Some(0);
    let ink_left = get(&instance, &store, INK_LEFT_GLOBAL)
        .i64()
        .expect("ink is an i64");
    let ending = match result {
        _ if out_of_stack => Ending::OutOfStack,
        _ if out_of_ink => Ending::OutOfInk,
        Ok(status) => Ending::Returned(status),
        Err(_) => Ending::Trapped,
    };
    Run {
        ending,
        ink_used: ink.wrapping_sub(ink_left.cast_unsigned()),
    }
}

fn stub_hosts(engine: &Engine, module: &Module) -> Linker<()> {
    let mut linker = Linker::new(engine);
    for import in module.imports() {
        let ExternType::Func(ty) = import.ty().clone() else {
            panic!("only functions are imported");
        };
        let stops = import.name() == "exit_early";
        linker
            .func_new(import.module(), import.name(), ty, move |_, _, results| {
                for result in results {
                    *result = Val::default_for_ty(result.ty());
                }
                if stops {
                    Err(wasmi::Error::new("stopped"))
                } else {
                    Ok(())
                }
            })
            .expect("imports are unique");
    }
    linker
}

fn set(instance: &Instance, store: &mut Store<()>, name: &str, value: Val) {
    let global = instance
        .get_global(&*store, name)
        .expect("an exported global");
    global.set(store, value).expect("of this type");
}

fn get(instance: &Instance, store: &Store<()>, name: &str) -> Val {
    instance
        .get_global(store, name)
        .expect("an exported global")
        .get(store)
}
