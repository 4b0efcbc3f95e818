//! A map by group for somebody who has few: nearly every socket receives one group.

use tertulia::ids::GroupId;

/// Sorted entries in exactly the memory that they need. A hash map takes four times as much for one, and hashes an id for each frame.
#[derive(Debug)]
pub(super) struct ByGroup<T>(Vec<(GroupId, T)>);

impl<T> Default for ByGroup<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> ByGroup<T> {
    fn place(&self, group: GroupId) -> Result<usize, usize> {
        self.0.binary_search_by_key(&group, |(group, _)| *group)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn get_mut(&mut self, group: GroupId) -> Option<&mut T> {
        self.place(group).ok().map(|at| &mut self.0[at].1)
    }

    /// Whatever was there for the group is replaced.
    pub(super) fn insert(&mut self, group: GroupId, value: T) {
        match self.place(group) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => {
                self.0.reserve_exact(1);
                self.0.insert(at, (group, value));
            }
        }
    }

    pub(super) fn remove(&mut self, group: GroupId) -> Option<T> {
        let (_, value) = self.0.remove(self.place(group).ok()?);
        self.0.shrink_to_fit();
        Some(value)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (GroupId, &T)> {
        self.0.iter().map(|(group, value)| (*group, value))
    }

    /// Takes all of them out.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = T> + '_ {
        self.0.drain(..).map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn it_holds_what_a_map_would(steps in prop::collection::vec((0..6_u128, any::<Option<u8>>()), 0..60)) {
            let (mut entries, mut map) = (ByGroup::default(), BTreeMap::new());
            for (group, value) in steps {
                let group = GroupId::from(uuid::Uuid::from_u128(group));
                prop_assert_eq!(entries.place(group).is_ok(), map.contains_key(&group));
                prop_assert_eq!(entries.get_mut(group), map.get_mut(&group));
                match value {
                    Some(value) => {
                        entries.insert(group, value);
                        map.insert(group, value);
                    }
                    None => prop_assert_eq!(entries.remove(group), map.remove(&group)),
                }
                prop_assert_eq!(entries.len(), map.len());
                prop_assert!(entries.iter().eq(map.iter().map(|(group, value)| (*group, value))));
            }
            prop_assert!(entries.drain().eq(map.into_values()));
        }
    }

    #[test]
    fn it_takes_no_more_memory_than_it_needs() {
        let mut entries = ByGroup::default();
        let groups = [1, 2, 3].map(|group| GroupId::from(uuid::Uuid::from_u128(group)));
        for group in groups {
            entries.insert(group, ());
            assert_eq!(entries.0.len(), entries.0.capacity());
        }
        for group in groups {
            entries.remove(group);
            assert_eq!(entries.0.len(), entries.0.capacity());
        }
    }
}
