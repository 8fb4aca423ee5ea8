use super::Share;
use super::drivers::drivers;
use super::gate::{Barred, bars};
use super::groups::{Crowding, Groups};
use super::population::in_population;
use crate::columns::Column;
use crate::hierarchy::coarsen;
use proptest::prelude::*;
use schema::concept::{Axis, Dimension};
use std::collections::{BTreeMap, HashMap};

/// A column of codes as they stand, record by record.
fn column<T: AsRef<str>>(dimension: Axis, values: impl IntoIterator<Item = T>) -> Column {
    let mut seen: HashMap<String, u16> = HashMap::new();
    let mut domain: Vec<String> = Vec::new();
    let places = values.into_iter().map(|value| {
        *seen.entry(value.as_ref().to_owned()).or_insert_with(|| {
            domain.push(value.as_ref().to_owned());
            u16::try_from(domain.len() - 1).unwrap()
        })
    });
    let places = places.collect();
    Column { dimension, domain, places }
}

fn said(crowding: Crowding) -> [String; 3] {
    [crowding.unique, crowding.under_three, crowding.under_five].map(|share| share.to_string())
}

/// Ten persons: four women with a bachelor's degree, three men with one, two men with a doctorate, a woman with a master's.
fn ten() -> [Column; 2] {
    let sex = ["F", "F", "F", "F", "M", "M", "M", "M", "M", "F"];
    let education = ["6", "6", "6", "6", "6", "6", "6", "8", "8", "7"];
    [column(Axis::Shared(Dimension::Sex), sex), column(Axis::Shared(Dimension::Education), education)]
}

#[test]
fn ten_persons_worked_by_hand() {
    let [sex, mut education] = ten();
    // Groups of 4, 3, 2 and 1: one person of ten is alone, three stand in groups under three, all in groups under five.
    assert_eq!(said(Groups::of(&[&sex, &education], 10).crowding()), ["10.0 %", "30.0 %", "100.0 %"]);
    // Without SEX: 7, 2 and 1. Without EDUCATION: 5 and 5, and nobody is alone.
    let drivers: Vec<(Axis, String)> = drivers(&[&sex, &education], 10)
        .into_iter()
        .map(|driver| (driver.dimension, driver.unique_without.to_string()))
        .collect();
    assert_eq!(
        drivers,
        [(Axis::Shared(Dimension::Education), "0.0 %".into()), (Axis::Shared(Dimension::Sex), "10.0 %".into())]
    );
    coarsen(&mut education, &["5T8".to_owned()]);
    assert_eq!(said(Groups::of(&[&sex, &education], 10).crowding()), ["0.0 %", "0.0 %", "0.0 %"]);
}

#[test]
fn no_columns_make_one_group_and_no_records_make_none() {
    assert_eq!(said(Groups::of(&[], 6).crowding()), ["0.0 %", "0.0 %", "0.0 %"]);
    assert_eq!(said(Groups::of(&[], 1).crowding()), ["100.0 %", "100.0 %", "100.0 %"]);
    assert_eq!(said(Groups::of(&[], 0).crowding()), ["0.0 %", "0.0 %", "0.0 %"]);
    assert!(!format!("{:?}", Groups::of(&[], 6)).contains('6'), "a size is a raw count");
}

#[test]
fn who_is_alone_in_a_sample_is_alone_in_the_population_with_one_over_the_weight() {
    let who = column(Axis::Shared(Dimension::Language), ["eng", "fra", "spa", "spa"]);
    let groups = Groups::of(&[&who], 4);
    // Alone are the first, who stands for four persons, and the second, who stands for 20: 1/4 and 1/20, and the risks
    // (1/3) ln 4 = 0.46210 and (1/19) ln 20 = 0.15767.
    let estimated = in_population(&groups, &[4.0, 20.0, 300.0, 2.0]).unwrap();
    assert!((estimated.unique.fraction() - 0.15).abs() < 1e-12, "{estimated:?}");
    assert!((estimated.found.fraction() - 0.309_884).abs() < 1e-6, "{estimated:?}");
    // A person who stands for nobody else is found for certain.
    assert!((in_population(&groups, &[1.0, 1.0, 9.0, 9.0]).unwrap().found.fraction() - 1.0).abs() < 1e-12);
    assert_eq!(in_population(&groups, &[1.0; 4]), None, "a register is no sample");
    assert_eq!(in_population(&Groups::of(&[], 4), &[4.0; 4]), None, "nobody is alone");
}

#[test]
fn of_the_american_community_survey_47_1_percent_are_unique_on_origin_state_sex_age_and_schooling() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../compose/data/acs2024_latam_diaspora_persons16plus.csv");
    let mut rows = csv::Reader::from_path(file).unwrap();
    let header = rows.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let read = |name: &str| {
        let at = header.iter().position(|column| column == name).unwrap();
        rows.iter().map(move |row| row[at].to_owned())
    };
    let columns = [
        column(Axis::Shared(Dimension::Destination), read("origin_iso3")),
        column(Axis::Shared(Dimension::DestinationRegion), read("STATE")),
        column(Axis::Shared(Dimension::Sex), read("SEX")),
        column(Axis::Shared(Dimension::Age), read("AGEP")),
        column(Axis::Shared(Dimension::Education), read("SCHL")),
    ];
    let chosen: Vec<&Column> = columns.iter().collect();
    let groups = Groups::of(&chosen, rows.len());
    assert_eq!(said(groups.crowding()), ["47.1 %", "61.8 %", "75.2 %"]);
    // A year of age sets persons apart more than a state; sex hardly does.
    let order: Vec<Axis> = drivers(&chosen, rows.len()).iter().map(|driver| driver.dimension).collect();
    assert_eq!((order[0], order[4]), (Axis::Shared(Dimension::Age), Axis::Shared(Dimension::Sex)));
    let weights: Vec<f64> = read("PWGTP").map(|weight| weight.parse().unwrap()).collect();
    let plainly = {
        let mut sizes: BTreeMap<Vec<u16>, (u32, f64)> = BTreeMap::new();
        for (row, weight) in weights.iter().enumerate() {
            let size = sizes.entry(chosen.iter().map(|column| column.places[row]).collect()).or_default();
            *size = (size.0 + 1, *weight);
        }
        let alone: Vec<f64> = sizes.values().filter(|(size, _)| *size == 1).map(|(_, weight)| 1.0 / weight).collect();
        alone.iter().sum::<f64>() / alone.len() as f64
    };
    let estimated = in_population(&groups, &weights).unwrap();
    assert!((estimated.unique.fraction() - plainly).abs() < 1e-9, "{estimated:?} for {plainly}");
    assert!(estimated.unique < estimated.found && estimated.found.fraction() < 0.2, "{estimated:?}");
}

const DIMENSIONS: [Axis; 4] = [
    Axis::Shared(Dimension::Sex),
    Axis::Shared(Dimension::Age),
    Axis::Shared(Dimension::Education),
    Axis::Shared(Dimension::DestinationRegion),
];

/// Records over four columns with every code of their lists, and levels of two of them.
fn records() -> impl Strategy<Value = Vec<[u16; 4]>> {
    prop::collection::vec(any::<[u16; 4]>(), 0..120)
}

fn columns(rows: &[[u16; 4]]) -> Vec<Column> {
    let column = |(at, dimension): (usize, &Axis)| {
        let domain: Vec<String> =
            dimension.shared().unwrap().codelist().codes().iter().map(|code| code.code.clone()).collect();
        let places = rows.iter().map(|row| row[at] % u16::try_from(domain.len()).unwrap()).collect();
        Column { dimension: *dimension, domain, places }
    };
    DIMENSIONS.iter().enumerate().map(column).collect()
}

fn crowding(columns: &[Column], records: usize) -> Crowding {
    Groups::of(&columns.iter().collect::<Vec<_>>(), records).crowding()
}

/// Whether no share of `a` is larger than that of `b`.
fn at_most(a: Crowding, b: Crowding) -> bool {
    a.unique <= b.unique && a.under_three <= b.under_three && a.under_five <= b.under_five
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn coarsening_never_sets_more_persons_apart(rows in records(), which in any::<bool>()) {
        let fine = columns(&rows);
        let mut coarse = columns(&rows);
        coarsen(&mut coarse[2], &["0T2", "3T4", "5T8"].map(str::to_owned));
        if which {
            coarsen(&mut coarse[3], &["002", "019", "142", "150", "009"].map(str::to_owned));
        }
        prop_assert!(at_most(crowding(&coarse, rows.len()), crowding(&fine, rows.len())));
    }

    #[test]
    fn a_further_column_never_sets_fewer_persons_apart(rows in records(), some in 0_usize..4) {
        let columns = columns(&rows);
        let (few, all) = (crowding(&columns[..some], rows.len()), crowding(&columns, rows.len()));
        prop_assert!(at_most(few, all), "{few:?} {all:?}");
        let without = drivers(&columns.iter().collect::<Vec<_>>(), rows.len());
        prop_assert!(without.iter().all(|driver| driver.unique_without <= all.unique));
        prop_assert!(without.is_sorted_by_key(|driver| driver.unique_without.fraction()));
    }

    #[test]
    fn neither_the_order_of_columns_nor_that_of_records_matters(rows in records()) {
        let mut turned = rows.clone();
        turned.reverse();
        let mut columns_turned = columns(&turned);
        columns_turned.reverse();
        let found = crowding(&columns(&rows), rows.len());
        prop_assert_eq!(found, crowding(&columns_turned, rows.len()));
        prop_assert!(found.unique <= found.under_three && found.under_three <= found.under_five);
        prop_assert!(found.under_five.fraction() <= 1.0);
    }

    #[test]
    fn a_person_is_alone_exactly_if_no_other_record_is_alike(rows in records()) {
        let columns = columns(&rows);
        let alike = |a: usize, b: usize| columns.iter().all(|column| column.places[a] == column.places[b]);
        let alone = (0..rows.len()).filter(|a| (0..rows.len()).all(|b| *a == b || !alike(*a, b))).count();
        prop_assert_eq!(crowding(&columns, rows.len()).unique, Share::of(alone, rows.len()));
    }

    #[test]
    fn heavier_weights_never_raise_the_risk_in_the_population(rows in records(), weight in 2_u32..500) {
        let columns = columns(&rows);
        let groups = Groups::of(&columns.iter().collect::<Vec<_>>(), rows.len());
        let light = in_population(&groups, &vec![f64::from(weight); rows.len()]);
        let heavy = in_population(&groups, &vec![f64::from(weight + 1); rows.len()]);
        if let (Some(light), Some(heavy)) = (light, heavy) {
            prop_assert!(heavy.unique < light.unique && heavy.found < light.found);
            prop_assert!(light.unique <= light.found && light.found.fraction() <= 1.0);
        }
    }
}

#[test]
fn what_people_typed_bars_a_column_at_ten_values_over_60_percent_distinct_and_12_characters() {
    let typed = |values: &[String]| bars(&column(Axis::Shared(Dimension::Need), values), 10, None);
    let different = |many: usize, alike: usize, length: usize| -> Vec<String> {
        let value = |n: usize| format!("{n:0>length$}");
        (0..many).map(value).chain((0..alike).map(|_| value(0))).collect()
    };
    assert_eq!(typed(&different(10, 0, 13)), Some(Barred::FreeText));
    assert_eq!(typed(&different(9, 0, 13)), None, "nine values are too few to tell");
    assert_eq!(typed(&different(10, 0, 12)), None, "short ones may be codes of the country's own");
    assert_eq!(typed(&different(61, 39, 13)), Some(Barred::FreeText));
    assert_eq!(typed(&different(60, 40, 13)), None, "60 of 100 are not over 60 percent");
    // Empty values and codes of the list tell nothing that was typed.
    let mut with_codes = different(9, 0, 40);
    with_codes.extend(["", " ", "_N", "DOCUMENTS", "PENSIONS"].map(str::to_owned));
    assert_eq!(typed(&with_codes), None);
}

#[test]
fn a_closed_list_of_long_codes_is_never_free_text() {
    for dimension in Dimension::ALL.into_iter().filter(|dimension| *dimension != Dimension::DestinationRegion) {
        let codes: Vec<&str> = dimension.codelist().codes().iter().map(|code| code.code.as_str()).collect();
        assert_eq!(bars(&column(Axis::Shared(dimension), codes), 10, None), None, "{dimension}");
    }
}

#[test]
fn places_inside_a_region_bar_a_column_and_regions_do_where_half_of_them_have_few() {
    let region = |values: Vec<String>| bars(&column(Axis::Shared(Dimension::DestinationRegion), values), 10, None);
    let live_in = |places: &[(&str, usize)]| -> Vec<String> {
        places.iter().flat_map(|(place, persons)| vec![(*place).to_owned(); *persons]).collect()
    };
    for fine in ["US-NY-061", "10001", "Kumasi", "us-ny", "US-NEWYORK"] {
        assert_eq!(region(live_in(&[(fine, 5000)])), Some(Barred::FinePlaces), "{fine}");
    }
    assert_eq!(
        bars(&column(Axis::Shared(Dimension::Destination), ["US-NY-061"; 50]), 10, None),
        Some(Barred::FinePlaces)
    );
    assert_eq!(region(live_in(&[("US-NY", 10), ("US-FL", 10), ("US-WY", 1), ("_N", 3)])), None);
    assert_eq!(region(live_in(&[("US-NY", 5000), ("US-FL", 9), ("US-WY", 1)])), Some(Barred::FewInRegions));
    assert_eq!(
        region(live_in(&[("US-NY", 5000), ("US-FL", 9)])),
        Some(Barred::FewInRegions),
        "half of them are enough"
    );
    // Regions of the world are no fine geography, however few live there.
    assert_eq!(region(live_in(&[("015", 1), ("202", 1), ("021", 1), ("_N", 1)])), None);
}

/// A column of a study's own question, in which each of these codes has so many persons.
fn own<T: AsRef<str>>(codes: &[T], each: usize) -> Column {
    let values = codes.iter().flat_map(|code| vec![code.as_ref(); each]);
    column("QUESTION:WHERE".parse().unwrap(), values)
}

#[test]
fn a_studys_own_question_is_no_list_of_towns_however_many_live_there() {
    let towns: Vec<String> = (0..200).map(|town| format!("T{town}")).collect();
    for each in [3, 30, 300] {
        assert_eq!(bars(&own(&towns, each), 10, Some(true)), Some(Barred::FinePlaces), "{each} in a town");
    }
    assert_eq!(bars(&own(&["ACCRA", "KUMASI"], 5000), 10, Some(true)), Some(Barred::FinePlaces), "nor one of few");
    assert_eq!(bars(&own(&towns, 30), 10, None), Some(Barred::UnsaidPlaces), "a list that nobody speaks of");
    assert_eq!(bars(&own(&towns[..10], 30), 10, None), None, "ten codes are looked over");
}

#[test]
fn countries_and_first_level_regions_of_a_studys_own_question_are_no_fine_geography() {
    assert_eq!(bars(&own(&["ITA", "ESP", "_N"], 3), 10, Some(true)), None, "few persons in a country are no secret");
    assert_eq!(bars(&own(&["GH_AA", "GH_AH", "ITA"], 10), 10, Some(true)), None);
    assert_eq!(bars(&own(&["GH_AA", "GH_AH"], 9), 10, Some(true)), Some(Barred::FewInRegions));
}

#[test]
fn sixty_occupations_and_forty_languages_are_a_question_like_others() {
    let codes: Vec<String> = (0..60).map(|code| format!("OCCUPATION_{code}")).collect();
    assert_eq!(bars(&own(&codes, 10), 10, Some(false)), None);
    assert_eq!(bars(&own(&codes, 9), 10, Some(false)), Some(Barred::FewInCodes), "few persons in most of many codes");
    assert_eq!(bars(&own(&codes[..20], 3), 10, Some(false)), None, "some codes of a short list are rare");
}
