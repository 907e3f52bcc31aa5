//! Scalars of our own: exact points and decimals, written as text so that no client rounds them.

use std::str::FromStr as _;

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};

use crate::shared::points::Points;

/// Exact points with two decimals, as text: "6.87". Input accepts a comma as well.
#[Scalar(name = "Points")]
impl ScalarType for Points {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => {
                Self::parse(text).map_err(|error| InputValueError::custom(error.to_string()))
            }
            Value::Number(number) => {
                Self::parse(&number.to_string()).map_err(|error| InputValueError::custom(error.to_string()))
            }
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

/// An exact decimal as text: "0.9859". Input accepts a comma as well.
pub struct Decimal(pub rust_decimal::Decimal);

/// An exact decimal as text: "0.9859". Input accepts a comma as well.
#[Scalar(name = "Decimal")]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = match &value {
            Value::String(text) => text.replace(',', "."),
            Value::Number(number) => number.to_string(),
            _ => return Err(InputValueError::expected_type(value)),
        };
        rust_decimal::Decimal::from_str(text.trim())
            .map(Self)
            .map_err(|_| InputValueError::custom("not a decimal number"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.normalize().to_string())
    }
}
