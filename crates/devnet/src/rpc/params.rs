//! Positional parameters, with go-ethereum's words for what is wrong with them.

use jsonrpsee::types::Params;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::error::Error;
use crate::node::Result;

/// The parameters of a method: a tuple, whose optional members may be left out at the end.
pub(crate) trait Arguments: Sized {
    /// How many there are.
    const COUNT: usize;

    /// Reads them in order.
    fn read(values: &[&RawValue]) -> Result<Self>;
}

impl Arguments for () {
    const COUNT: usize = 0;

    fn read(_values: &[&RawValue]) -> Result<Self> {
        Ok(())
    }
}

macro_rules! arguments {
    ($count:literal: $($name:ident $index:literal),+) => {
        impl<$($name: DeserializeOwned),+> Arguments for ($($name,)+) {
            const COUNT: usize = $count;

            fn read(values: &[&RawValue]) -> Result<Self> {
                Ok(($(argument::<$name>(values, $index)?,)+))
            }
        }
    };
}

arguments!(1: A 0);
arguments!(2: A 0, B 1);
arguments!(3: A 0, B 1, C 2);
arguments!(4: A 0, B 1, C 2, D 3);

/// Reads the parameters of a request.
///
/// # Errors
/// When they are no list, too many, missing or malformed.
pub(crate) fn parse<A: Arguments>(params: &Params<'_>) -> Result<A> {
    let values: Vec<&RawValue> = match params.as_str() {
        None | Some("") => Vec::new(),
        Some(text) => {
            serde_json::from_str(text).map_err(|_| Error::InvalidParams("non-array args".into()))?
        }
    };
    if A::COUNT < values.len() {
        let message = format!("too many arguments, want at most {}", A::COUNT);
        return Err(Error::InvalidParams(message));
    }
    A::read(&values)
}

/// A missing parameter reads like `null`, which optional ones take.
fn argument<T: DeserializeOwned>(values: &[&RawValue], index: usize) -> Result<T> {
    let text = values.get(index).map_or("null", |value| value.get());
    serde_json::from_str(text).map_err(|error| {
        Error::InvalidParams(match text {
            "null" => format!("missing value for required argument {index}"),
            _ => format!("invalid argument {index}: {error}"),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::U64;

    fn read<A: Arguments>(text: &str) -> std::result::Result<A, String> {
        parse(&Params::new(Some(text))).map_err(|error| error.to_string())
    }

    #[test]
    fn optional_arguments_may_be_left_out_or_null() {
        type Two = (U64, Option<U64>);
        assert_eq!(read::<Two>("[\"0x5\"]"), Ok((U64::from(5), None)));
        assert_eq!(read::<Two>("[\"0x5\",null]"), Ok((U64::from(5), None)));
        assert_eq!(
            read::<Two>("[5,\"0x6\"]"),
            Ok((U64::from(5), Some(U64::from(6))))
        );
        assert!(read::<()>("[]").is_ok());
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(
            read::<(U64,)>("[]"),
            Err("missing value for required argument 0".into())
        );
        assert_eq!(
            read::<()>("[1]"),
            Err("too many arguments, want at most 0".into())
        );
        assert_eq!(read::<(U64,)>("{\"a\":1}"), Err("non-array args".into()));
        let error = read::<(U64,)>("[\"zz\"]").unwrap_err();
        assert!(error.starts_with("invalid argument 0: "), "{error}");
    }
}
