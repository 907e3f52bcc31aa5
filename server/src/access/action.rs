//! What a deed asks of the person besides a right: declared once, where the deed has its name.

use async_graphql::Enum;

/// What a deed asks of how the person stands behind the request. [`super::grant`] enforces it, and the schema shows it
/// at each mutation.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Nothing more: a personal token may do it in its person's name.
    None,
    /// The person themselves, in a session; no token.
    Presence,
    /// The person themselves, who proved who they are not long ago; no token.
    Fresh,
}

/// A deed that a policy permits; declared by [`actions!`](crate::access::actions) in a `policy.rs`.
pub trait Action {
    /// What it asks of the person.
    const PROOF: Proof;
}

/// Declares actions, one line each: `pub struct Verb: Proof;`.
macro_rules! actions {
    ($($(#[$about:meta])* $visible:vis struct $name:ident: $proof:ident;)+) => {
        $(
            $(#[$about])*
            $visible struct $name;

            impl $crate::access::Action for $name {
                const PROOF: $crate::access::Proof = $crate::access::Proof::$proof;
            }
        )+
    };
}

pub(crate) use actions;
