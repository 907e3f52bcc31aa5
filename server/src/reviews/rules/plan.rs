//! Who scores which case: so many members for each, none who is excluded, the load as even as it can be.

use std::collections::HashMap;

use pathfinding::directed::bfs::bfs;
use pathfinding::directed::edmonds_karp::{SparseCapacity, edmonds_karp};

/// A case and who may score it.
#[derive(Clone, Debug)]
pub struct Need {
    /// Members who may, by their place in the list of loads.
    pub candidates: Vec<usize>,
    /// How many must; no more than may.
    pub scorers: usize,
}

/// Chooses the scorers of each case, so that the fullest desk is as empty as it can be, and then no sheet can move from a
/// desk to one with two fewer. `loads` tells how many sheets
/// await each member already. Every case needs as many candidates as scorers; then there is always a way.
#[must_use]
pub fn balance(needs: &[Need], loads: &[usize]) -> Vec<Vec<usize>> {
    let total: usize = needs.iter().map(|need| need.scorers).sum();
    let most = loads.iter().max().copied().unwrap_or(0) + needs.len();
    // The least bound on a desk under which a way exists, by halving.
    let (mut low, mut high) = (0, most);
    let mut best = flow(needs, loads, high).0;
    while low < high {
        let middle = usize::midpoint(low, high);
        let (chosen, found) = flow(needs, loads, middle);
        if found == total {
            best = chosen;
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    level(needs, loads, &mut best);
    best
}

/// Evens out what is chosen: while a chain of moves leads from a desk to one with at least two sheets fewer, it is made
/// (cost-reducing paths of optimal semi-matchings; every chain lowers the sum of squares, so that it ends).
fn level(needs: &[Need], loads: &[usize], chosen: &mut [Vec<usize>]) {
    let mut after = loads.to_vec();
    for member in chosen.iter().flatten() {
        after[*member] += 1;
    }
    while let Some(chain) = evening_chain(needs, &after, chosen) {
        for (from, to) in chain.iter().zip(&chain[1..]) {
            let moved = needs
                .iter()
                .zip(chosen.iter_mut())
                .find(|(need, members)| may_move(need, members, *from, *to));
            let Some((_, members)) = moved else { return };
            members.retain(|member| member != from);
            members.push(*to);
            members.sort_unstable();
            after[*from] -= 1;
            after[*to] += 1;
        }
    }
}

fn may_move(need: &Need, members: &[usize], from: usize, to: usize) -> bool {
    members.contains(&from) && !members.contains(&to) && need.candidates.contains(&to)
}

/// A chain of desks along which a sheet can move, from a full one to one with at least two fewer; the fullest first.
fn evening_chain(needs: &[Need], after: &[usize], chosen: &[Vec<usize>]) -> Option<Vec<usize>> {
    let mut desks: Vec<usize> = (0..after.len()).collect();
    desks.sort_by_key(|desk| std::cmp::Reverse(after[*desk]));
    let least = after.iter().min().copied().unwrap_or(0);
    let next = |from: &usize| {
        let scored = needs.iter().zip(chosen).filter(|(_, members)| members.contains(from));
        let mut reached: Vec<usize> = scored
            .flat_map(|(need, members)| need.candidates.iter().copied().filter(|to| !members.contains(to)))
            .collect();
        reached.sort_unstable();
        reached.dedup();
        reached
    };
    let full = desks.into_iter().take_while(|desk| after[*desk] >= least + 2);
    full.filter_map(|desk| bfs(&desk, next, |to| after[*to] + 2 <= after[desk])).next()
}

/// A flow from the source (0) through cases and members to the sink (1): who scores what, and how many in all.
fn flow(needs: &[Need], loads: &[usize], bound: usize) -> (Vec<Vec<usize>>, usize) {
    let case = |at: usize| 2 + at;
    let member = |at: usize| 2 + needs.len() + at;
    let mut edges = Vec::new();
    for (at, need) in needs.iter().enumerate() {
        edges.push(((0, case(at)), capacity(need.scorers)));
        edges.extend(need.candidates.iter().map(|who| ((case(at), member(*who)), 1)));
    }
    for (at, load) in loads.iter().enumerate() {
        edges.push(((member(at), 1), capacity(bound.saturating_sub(*load))));
    }
    let vertices: Vec<usize> = (0..2 + needs.len() + loads.len()).collect();
    let (flows, found, _) = edmonds_karp::<_, _, _, SparseCapacity<i32>>(&vertices, &0, &1, edges);
    let mut chosen: HashMap<usize, Vec<usize>> = HashMap::new();
    for ((from, to), amount) in flows {
        if amount > 0 && (2..2 + needs.len()).contains(&from) {
            chosen.entry(from - 2).or_default().push(to - 2 - needs.len());
        }
    }
    let chosen = (0..needs.len()).map(|at| {
        let mut members = chosen.remove(&at).unwrap_or_default();
        members.sort_unstable();
        members
    });
    (chosen.collect(), usize::try_from(found).unwrap_or(0))
}

fn capacity(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loads_after(needs: &[Need], loads: &[usize]) -> Vec<usize> {
        let chosen = balance(needs, loads);
        let mut after = loads.to_vec();
        for (need, members) in needs.iter().zip(&chosen) {
            assert_eq!(members.len(), need.scorers);
            assert!(members.iter().all(|member| need.candidates.contains(member)), "nobody excluded scores");
            for member in members {
                after[*member] += 1;
            }
        }
        after
    }

    #[test]
    fn a_hundred_cases_are_spread_evenly_over_forty_members() {
        let needs: Vec<Need> = (0..100)
            .map(|case| Need {
                candidates: (0..40).filter(|member| (case + member) % 7 != 0).collect(),
                scorers: 5,
            })
            .collect();
        let after = loads_after(&needs, &[0; 40]);
        assert_eq!(after.iter().sum::<usize>(), 500);
        let ends = (after.iter().min(), after.iter().max());
        assert_eq!(ends, (Some(&12), Some(&13)), "500 sheets over 40 desks: {after:?}");
    }

    #[test]
    fn a_sheet_moves_along_a_chain_where_no_single_move_helps() {
        // Desk 2 may take only what desk 1 has, and desk 1 only what desk 0 has.
        let needs = [
            Need { candidates: vec![0, 1], scorers: 1 },
            Need { candidates: vec![0, 1], scorers: 1 },
            Need { candidates: vec![1, 2], scorers: 1 },
        ];
        assert_eq!(loads_after(&needs, &[0, 0, 0]), [1, 1, 1]);
        let mut chosen = vec![vec![0], vec![0], vec![1]];
        level(&needs, &[0, 0, 0], &mut chosen);
        assert_eq!(chosen.concat().len(), 3);
        assert!(chosen[2] == [2], "the chain was made: {chosen:?}");
    }

    #[test]
    fn a_full_desk_is_spared_and_an_exclusion_is_hard() {
        let open = Need { candidates: vec![0, 1, 2, 3], scorers: 2 };
        let narrow = Need { candidates: vec![0, 1], scorers: 2 };
        assert_eq!(loads_after(&[open.clone(), open.clone()], &[5, 0, 0, 0])[0], 5);
        let after = loads_after(&[narrow, open], &[0; 4]);
        assert_eq!(after, [1, 1, 1, 1], "whoever must score one case is spared in the other");
        assert_eq!(balance(&[], &[0, 0]), Vec::<Vec<usize>>::new());
    }
}
