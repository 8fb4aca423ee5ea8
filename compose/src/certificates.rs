//! The federation's authority, and certificates of gateway and nodes signed by it. In a real federation each asks for its
//! own; here compose is everyone. Certificates are made anew at each start.

use crate::fault::Fault;
use crate::place::{Place, write_private};
use door::tls::authority::{Pems, authority, request, sign};
use door::tls::identity::Files;
use std::path::Path;

/// How long a certificate lasts, in days: longer than anyone lets a demonstration run.
const DAYS: i64 = 90;

/// The files of a certificate in its owner's folder.
pub fn files(of: &str) -> Files {
    Files { certificate: format!("{of}.crt").into(), key: format!("{of}.tls.key").into() }
}

/// The authority, made once and kept in the state. `now` is in seconds since 1970.
pub fn federation(place: &Place, now: i64) -> Result<Pems, Fault> {
    let (certificate, key) = (place.keys().join("authority.crt"), place.key("authority"));
    if certificate.exists() && key.exists() {
        let read = |path: &Path| std::fs::read_to_string(path).map_err(Fault::at(path));
        return Ok(Pems { public: read(&certificate)?, key: read(&key)? });
    }
    let made = authority("Diaspora Hub demonstration", now).map_err(refused)?;
    write_private(&key, &made.key)?;
    write_private(&certificate, &made.public)?;
    Ok(made)
}

/// A certificate in a name, with its key, into a folder.
pub fn certify(folder: &Path, of: &str, name: &str, by: &Pems, now: i64) -> Result<(), Fault> {
    let asked = request(name).map_err(refused)?;
    let signed = sign(&asked.public, name, by, now, DAYS).map_err(refused)?;
    let files = files(of);
    write_private(&folder.join(files.key), &asked.key)?;
    write_private(&folder.join(files.certificate), &signed)
}

fn refused(fault: door::tls::authority::AuthorityFault) -> Fault {
    Fault::Document(fault.to_string())
}
