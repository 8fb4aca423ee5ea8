//! Discrete Gaussian noise, drawn by opendp (Canonne, Kamath and Steinke 2020).
//!
//! Its bits come from `rand` 0.7's `thread_rng`: `ChaCha20`, keyed and keyed again by the operating system, which that crate
//! documents as a cryptographically secure generator. opendp calls every source but OpenSSL's "non-secure", for it cannot
//! vouch for what `rand` is built with; `Cargo.lock` does, and a test holds it to that. OpenSSL would need Perl and make to
//! build.

use super::NanoRho;
use crate::protect::ProtectFault;
use opendp::domains::{AtomDomain, VectorDomain};
use opendp::measurements::make_gaussian;
use opendp::measures::ZeroConcentratedDivergence;
use opendp::metrics::L2Distance;

/// Whole numbers with noise, and the noise's variance. One person moves one of them by `reach` at most.
pub(super) fn add(values: Vec<i64>, reach: u32, rho: NanoRho) -> Result<(Vec<f64>, f64), ProtectFault> {
    if rho == 0 {
        return Err(ProtectFault("the budget is too small for so many tables".into()));
    }
    let (rho, reach) = (rho as f64 / 1e9, f64::from(reach));
    // A little up, so that rounding never spends more than is accounted for.
    let scale = reach * (0.5 / rho).sqrt() * (1.0 + 1e-9);
    let inside = |fault: opendp::error::Error| ProtectFault(fault.variant.to_string());
    let domain = VectorDomain::new(AtomDomain::<i64>::default());
    let measurement =
        make_gaussian::<_, _, ZeroConcentratedDivergence>(domain, L2Distance::<f64>::default(), scale, None)
            .map_err(inside)?;
    if measurement.map(&reach).map_err(inside)? > rho {
        return Err(ProtectFault("the noise would spend more than its share".into()));
    }
    let noisy = measurement.invoke(&values).map_err(inside)?;
    Ok((noisy.into_iter().map(|value| value as f64).collect(), scale * scale))
}
