//! Texts as people write them in Vietnamese: how they are kept, compared and put in order.
//!
//! Everything that comes from outside passes [`clean`] before it is kept, is compared by [`fold`] and is put in order by
//! [`order`]; what of it is seen is for [`visible`] to say. The crate knows no database and no slice (docs/adr/0030).

pub mod clean;
pub mod fold;
mod lookalikes;
pub mod order;
pub mod visible;
