//! The same text, byte by byte, as another implementation of RFC 8785 writes, and as the RFC's own examples are.

use super::to_vec;
use proptest::prelude::*;
use serde::Serialize;
use serde_json::{Map, Number, Value, json};
use std::collections::BTreeMap;

fn any_value() -> impl Strategy<Value = Value> {
    let number = prop_oneof![
        any::<f64>().prop_filter_map("finite", Number::from_f64),
        (-1_000_000i32..1_000_000).prop_map(|number| Number::from_f64(f64::from(number) / 8.0).unwrap()),
        any::<u32>().prop_map(|number| Number::from_f64(f64::from(number)).unwrap()),
        any::<i64>().prop_map(Number::from),
        any::<u64>().prop_map(Number::from),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        number.prop_map(Value::Number),
        any::<String>().prop_map(Value::String),
        "[\\x00-\\x7f]{0,12}".prop_map(Value::String),
    ];
    leaf.prop_recursive(4, 64, 8, |part| {
        prop_oneof![
            prop::collection::vec(part.clone(), 0..8).prop_map(Value::Array),
            prop::collection::vec((any::<String>(), part.clone()), 0..8)
                .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
            prop::collection::vec(("[a-c\u{e000}\u{10000}\"]{0,2}", part), 0..8)
                .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

#[derive(Serialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
enum Kind {
    Unit,
    New(u8),
    Pair(i16, Option<f32>),
    Named { zeta: char, alpha: Box<Record> },
}

#[derive(Serialize, Clone, Debug)]
struct Unit;

#[derive(Serialize, Clone, Debug)]
struct Record {
    zeta: u64,
    alpha: Option<i64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    names: Vec<String>,
    by_number: BTreeMap<i32, (bool, Unit)>,
    beta: f64,
}

fn any_record() -> impl Strategy<Value = Record> {
    let by_number = prop::collection::btree_map(any::<i32>(), any::<bool>().prop_map(|value| (value, Unit)), 0..4);
    let names = prop::collection::vec(any::<String>(), 0..3);
    (any::<u64>(), any::<Option<i64>>(), names, by_number, -1e30f64..1e30)
        .prop_map(|(zeta, alpha, names, by_number, beta)| Record { zeta, alpha, names, by_number, beta })
}

fn any_kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        Just(Kind::Unit),
        any::<u8>().prop_map(Kind::New),
        (any::<i16>(), prop::option::of(-1e9f32..1e9)).prop_map(|(one, other)| Kind::Pair(one, other)),
        (any::<char>(), any_record()).prop_map(|(zeta, record)| Kind::Named { zeta, alpha: Box::new(record) }),
    ]
}

proptest! {
    #[test]
    fn any_value_is_written_as_another_implementation_writes_it(value in any_value()) {
        let expected = serde_jcs::to_vec(&value).unwrap();
        let written = to_vec(&value).unwrap();
        prop_assert_eq!(String::from_utf8(written), String::from_utf8(expected));
    }

    #[test]
    fn any_shape_that_a_type_can_have_too(kinds in prop::collection::vec(any_kind(), 0..4)) {
        let expected = serde_jcs::to_vec(&kinds).unwrap();
        prop_assert_eq!(String::from_utf8(to_vec(&kinds).unwrap()), String::from_utf8(expected));
    }

    #[test]
    fn any_double_is_written_as_another_implementation_writes_it(bits in any::<u64>(), whole in any::<i64>()) {
        for number in [f64::from_bits(bits), whole as f64, (whole >> 20) as f64, (whole >> 40) as f64 / 4.0] {
            if number.is_finite() {
                prop_assert_eq!(to_vec(&number).unwrap(), serde_jcs::to_vec(&number).unwrap());
            }
        }
    }
}

#[test]
fn the_examples_of_the_standard_come_out_as_it_has_them() {
    // RFC 8785, 3.2.2 and 3.2.3.
    let value: Value = serde_json::from_str(
        r#"{ "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
             "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false] }"#,
    )
    .unwrap();
    let expected = r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#;
    assert_eq!(String::from_utf8(to_vec(&value).unwrap()).unwrap(), expected);
    let names = json!({ "\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7 });
    let written = String::from_utf8(to_vec(&names).unwrap()).unwrap();
    let order: Vec<u64> = written.matches(|c: char| c.is_ascii_digit()).map(|digit| digit.parse().unwrap()).collect();
    assert_eq!(order, [2, 1, 4, 6, 7, 1, 5, 3], "by UTF-16: \\r, \"1\", and so on; {written}");
}

#[test]
fn the_ends_of_what_a_double_holds_are_written_as_the_standard_has_them() {
    // RFC 8785, appendix B, and where numbers change their form.
    let cases: [(f64, &str); 14] = [
        (0.0, "0"),
        (-0.0, "0"),
        (5e-324, "5e-324"),
        (f64::MAX, "1.7976931348623157e+308"),
        (9_007_199_254_740_992.0, "9007199254740992"),
        (9_007_199_254_740_991.0, "9007199254740991"),
        (-9_007_199_254_740_992.0, "-9007199254740992"),
        (295_147_905_179_352_830_000.0, "295147905179352830000"),
        (1e21, "1e+21"),
        (999_999_999_999_999_900_000.0, "999999999999999900000"),
        (1e-7, "1e-7"),
        (0.000_001, "0.000001"),
        (333_333_333.333_333_3, "333333333.3333333"),
        (1.0, "1"),
    ];
    for (number, text) in cases {
        assert_eq!(String::from_utf8(to_vec(&number).unwrap()).unwrap(), text);
    }
}

#[test]
fn a_number_that_is_not_finite_has_no_canonical_form_wherever_it_stands() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(to_vec(&number).is_err());
        assert!(to_vec(&vec![Some(number)]).is_err());
        assert!(to_vec(&BTreeMap::from([("a", number)])).is_err());
    }
}
