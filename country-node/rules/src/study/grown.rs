//! Which document may take another's place: a study grows, and what figures were published of stays as it was said.

use super::document::Study;

/// What of a study's former document, whose waves of these periods are loaded, the new one does not keep; nothing where it
/// keeps all.
pub fn lost(former: &Study, new: &Study, loaded: &[String]) -> Vec<String> {
    loaded.iter().filter(|period| former.wave(period).is_some() && new.wave(period).is_none()).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wave_may_be_added_and_one_that_is_loaded_may_not_be_taken_away() {
        let two = Study::from_toml(include_str!("../../../study.sample.toml")).unwrap();
        let one = Study { waves: two.waves[..1].to_vec(), ..two.clone() };
        let loaded = ["2024".to_owned(), "2026".to_owned()];
        assert_eq!(lost(&one, &two, &loaded[..1]), Vec::<String>::new());
        assert_eq!(lost(&two, &one, &loaded[..1]), Vec::<String>::new());
        assert_eq!(lost(&two, &one, &loaded), ["2026"]);
    }
}
