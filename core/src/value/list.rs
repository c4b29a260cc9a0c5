//! Lists from iterators.

/// What `collect` does for lists, in half of its code: that asks for the first item in one place and for the
/// others in another, and so has every iterator that it is called on twice.
pub(crate) trait CollectVec: Iterator + Sized {
    fn collect_vec(self) -> Vec<Self::Item> {
        let mut items = Vec::new();
        for item in self {
            items.push(item);
        }
        items
    }
}

impl<I: Iterator> CollectVec for I {}
