//! The order of rows that lie elsewhere: it sorts their numbers, and asks whoever has the rows how they
//! compare. So it is there once, whatever the rows are.

use std::cmp::Ordering;

/// How many rows lie side by side at most: little enough to move, enough to keep the outer list short.
const CHUNK: usize = 64;

/// Where a row stands: in which chunk, and where in it.
type Place = (usize, usize);

/// The numbers of rows in the order of their keys, and those that are free.
#[derive(Clone, Default)]
pub(super) struct Order {
    /// None of them empty.
    chunks: Vec<Vec<u32>>,
    free: Vec<u32>,
    /// How many numbers there are, free ones included.
    rows: u32,
}

impl Order {
    pub(super) const fn new() -> Self {
        Self { chunks: Vec::new(), free: Vec::new(), rows: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.rows as usize - self.free.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    #[cfg(test)]
    pub(super) fn is_sound(&self) -> bool {
        self.chunks.iter().all(|chunk| (1..=CHUNK).contains(&chunk.len()))
    }

    pub(super) fn at(&self, (chunk, inside): Place) -> Option<usize> {
        self.chunks.get(chunk)?.get(inside).map(|row| *row as usize)
    }

    /// Where the row is that compares as equal, or else where it belongs.
    pub(super) fn place(&self, compare: &dyn Fn(usize) -> Ordering) -> Result<Place, Place> {
        let behind =
            |chunk: &Vec<u32>| chunk.last().is_some_and(|last| compare(*last as usize) == Ordering::Less);
        let at = self.chunks.partition_point(behind).min(self.chunks.len().saturating_sub(1));
        let Some(chunk) = self.chunks.get(at) else { return Err((0, 0)) };
        match chunk.binary_search_by(|row| compare(*row as usize)) {
            Ok(inside) => Ok((at, inside)),
            Err(inside) => Err((at, inside)),
        }
    }

    pub(super) fn find(&self, compare: &dyn Fn(usize) -> Ordering) -> Option<usize> {
        self.at(self.place(compare).ok()?)
    }

    /// Takes a number for a new row that belongs at a place.
    pub(super) fn add(&mut self, (mut at, mut inside): Place) -> usize {
        let row = self.free.pop().unwrap_or_else(|| {
            self.rows += 1;
            self.rows - 1
        });
        let last = at + 1 >= self.chunks.len();
        if let Some(chunk) = self.chunks.get_mut(at).filter(|chunk| chunk.len() >= CHUNK) {
            // Keys mostly grow: behind the last one, the full chunk stays full.
            let kept = if last && inside == CHUNK { inside } else { CHUNK / 2 };
            let rest = chunk.split_off(kept);
            self.chunks.insert(at + 1, rest);
            if inside > kept || inside == CHUNK {
                (at, inside) = (at + 1, inside - kept);
            }
        }
        match self.chunks.get_mut(at) {
            Some(chunk) => chunk.insert(inside, row),
            None => self.chunks.push(vec![row]),
        }
        row as usize
    }

    pub(super) fn remove(&mut self, compare: &dyn Fn(usize) -> Ordering) -> Option<usize> {
        let (at, inside) = self.place(compare).ok()?;
        let chunk = self.chunks.get_mut(at)?;
        let row = chunk.remove(inside);
        if chunk.is_empty() {
            self.chunks.remove(at);
        }
        self.free.push(row);
        Some(row as usize)
    }

    pub(super) fn iter(&self) -> Rows<'_> {
        Rows { chunks: &self.chunks, next: (0, 0), end: (self.chunks.len(), 0) }
    }

    /// The rows from one that compares as equal to another, both included.
    pub(super) fn range(&self, from: &dyn Fn(usize) -> Ordering, to: &dyn Fn(usize) -> Ordering) -> Rows<'_> {
        let (Ok(next) | Err(next)) = self.place(from);
        let end = self.place(to).map_or_else(|end| end, |(chunk, inside)| (chunk, inside + 1));
        Rows { chunks: &self.chunks, next, end }
    }
}

/// Numbers of rows in order.
pub(super) struct Rows<'a> {
    chunks: &'a [Vec<u32>],
    next: Place,
    end: Place,
}

impl Iterator for Rows<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while self.next < self.end {
            let (chunk, inside) = self.next;
            if let Some(row) = self.chunks.get(chunk)?.get(inside) {
                self.next.1 += 1;
                return Some(*row as usize);
            }
            self.next = (chunk + 1, 0);
        }
        None
    }
}

impl DoubleEndedIterator for Rows<'_> {
    fn next_back(&mut self) -> Option<usize> {
        while self.next < self.end {
            match self.end {
                (chunk, 0) => self.end = (chunk - 1, self.chunks.get(chunk - 1)?.len()),
                (chunk, inside) => {
                    self.end.1 = inside - 1;
                    return self.chunks.get(chunk)?.get(inside - 1).map(|row| *row as usize);
                }
            }
        }
        None
    }
}
