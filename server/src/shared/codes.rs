//! Enums whose values have one code everywhere: in the database, in JSON and in GraphQL.

/// An enum whose values have a fixed code in the database, the same as in GraphQL.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $value:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(async_graphql::Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$each])* #[serde(rename = $code)] #[graphql(name = $code)] $value,)*
        }

        impl $name {
            /// Every value, in the order of a form or of a life.
            pub const ALL: &'static [Self] = &[$(Self::$value),*];

            /// The code in the database and in GraphQL.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$value => $code,)*
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();

            fn from_str(code: &str) -> Result<Self, ()> {
                Self::ALL.iter().copied().find(|value| value.code() == code).ok_or(())
            }
        }
    };
}

pub(crate) use codes;
