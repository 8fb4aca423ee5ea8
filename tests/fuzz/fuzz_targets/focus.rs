#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| federation_tests::fuzzed::document::focus(bytes));
