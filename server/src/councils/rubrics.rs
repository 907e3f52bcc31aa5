//! The rubrics that the product brings along; each says where it comes from and what is not verified.

use std::sync::LazyLock;

use super::model::Rubric;

/// The rubrics brought along, those of the base level first.
pub static BUILT_IN: LazyLock<Vec<Rubric>> = LazyLock::new(|| {
    let read = |text: &str| serde_json::from_str(text).expect("a rubric of ours");
    [
        include_str!("../../../data/rubrics/default_base.json"),
        include_str!("../../../data/rubrics/bac_ninh_commune.json"),
        include_str!("../../../data/rubrics/son_la_03.json"),
        include_str!("../../../data/rubrics/default_province.json"),
        include_str!("../../../data/rubrics/binh_thuan_reach.json"),
    ]
    .into_iter()
    .map(read)
    .collect()
});
