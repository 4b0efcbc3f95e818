//! Whom a request is made for, in its address: `/as/{user_id}/api/…`. A browser's cookie says who is signed in when a request goes
//! out, which on a shared computer may be somebody else than whom the page was made for; so a page names its person in the address
//! of everything that it asks for.

use std::fmt::Display;

use crate::ids::UserId;

/// What stands before the person's id.
const AS: &str = "/as/";

/// An address as a page for this person writes it. Whoever else is signed in is refused (`wrong_person`).
pub fn as_person(person: impl Display, address: &str) -> String {
    format!("{AS}{person}{address}")
}

/// The person that an address names, and the address without her; none where it names nobody.
pub fn split_person(address: &str) -> Option<(UserId, &str)> {
    let named = address.strip_prefix(AS)?;
    let (person, address) = named.split_at(named.find('/')?);
    Some((person.parse().ok()?, address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_for_a_person_is_read_as_hers() {
        let ana = UserId::random();
        assert_eq!(split_person(&as_person(ana, "/api/v1/ws?after=3")), Some((ana, "/api/v1/ws?after=3")));
        for other in ["/api/v1/me", "/as/ana/api/v1/me", "/as//api/v1/me", "/as/", "", &as_person(ana, "")] {
            assert_eq!(split_person(other), None, "{other}");
        }
    }
}
