package sim

import (
	"slices"

	"marrow/sim/tissue"
)

// This file is how a lattice changes where cells can stand.

// coordinates are where site i is.
func (l *lattice) coordinates(i int) (x, y, z int) {
	return i % l.nx, i / l.nx % l.ny, i / (l.nx * l.ny)
}

// setClass makes site i, on which no cell stands, marrow or fat. The ways to the walls are
// to be taken anew afterwards.
func (l *lattice) setClass(i int, class tissue.Class) {
	for _, near := range l.near {
		clearBit(near, i)
	}
	if class == tissue.Free {
		clearBit(l.blocked, i)
		clearBit(l.full, i)
		if l.soft != nil {
			clearBit(l.soft, i)
		}
		return
	}
	setBit(l.blocked, i)
	setBit(l.full, i)
	if l.soft != nil {
		setBit(l.soft, i)
	}
}

// takeWays takes the steps to the nearest wall from a changed tissue with the same walls.
func (l *lattice) takeWays(t *tissue.Tissue) {
	distances := t.Distances()
	for i := range l.sites() {
		if bit(l.blocked, i) || l.isWall(i) {
			continue
		}
		code := distances[l.inTissue(t, i)] % 3
		for n := range l.near {
			clearBit(l.near[n], i)
			l.near[n][i>>6] |= uint64(code>>n&1) << (i & 63)
		}
	}
}

// spare says whether whoever passes through site i finds another way between its open
// neighbors, around it or by a detour.
func (l *lattice) spare(i int, open func(j int) bool) bool {
	return l.simple(i, open) || l.detour(i, open)
}

// detours is how far a detour may lead from the site that it goes around, along each axis.
const detours = 10

// detour says whether all open neighbors of site i can be come to from one of them, within
// some distance and not through i.
func (l *lattice) detour(i int, open func(j int) bool) bool {
	x, y, z := l.coordinates(i)
	const side = 2*detours + 1
	var seen [side * side * side]bool
	place := func(u, v, w int) int { return ((w-z+detours)*side+v-y+detours)*side + u - x + detours }
	seen[place(x, y, z)] = true
	queue := []int(nil)
	doors := 0
	for _, o := range l.offsets {
		if open(i + o) {
			doors++
			queue = append(queue[:0], i+o)
		}
	}
	seen[place(l.coordinates(queue[0]))] = true
	for found := 1; len(queue) > 0; queue = queue[1:] {
		for _, o := range l.offsets {
			j := queue[0] + o
			u, v, w := l.coordinates(j)
			if max(u-x, x-u, v-y, y-v, w-z, z-w) > detours || seen[place(u, v, w)] || !open(j) {
				continue
			}
			seen[place(u, v, w)] = true
			queue = append(queue, j)
			if l.adjacent(i, j) {
				if found++; found == doors {
					return true
				}
			}
		}
	}
	return false
}

// adjacent says whether sites i and j are neighbors.
func (l *lattice) adjacent(i, j int) bool { return slices.Contains(l.offsets, j-i) }

// simple says whether the open neighbors of site i are connected without it by the sites
// around it.
func (l *lattice) simple(i int, open func(j int) bool) bool {
	var free [27]bool
	x, y, z := l.coordinates(i)
	doors := 0 // open neighbors
	start := 0
	for n := range free {
		dx, dy, dz := n%3-1, n/3%3-1, n/9-1
		if dx|dy|dz == 0 || x+dx < 0 || x+dx >= l.nx || y+dy < 0 || y+dy >= l.ny || z+dz < 0 || z+dz >= l.nz {
			continue
		}
		free[n] = open(i + dx + dy*l.nx + dz*l.nx*l.ny)
		if free[n] && dx*dx+dy*dy+dz*dz == 1 {
			doors++
			start = n
		}
	}
	return doors < 2 || reachable(&free, start) == doors
}

// reachable is how many of the six neighbors of the middle of a cube of 27 sites can be come
// to from one of them, over free sites.
func reachable(free *[27]bool, start int) (doors int) {
	var list [27]int
	list[0], free[start] = start, false
	end := 1
	for n := 0; n < end; n++ {
		at := [3]int{list[n] % 3, list[n] / 3 % 3, list[n] / 9}
		switch list[n] {
		case 4, 10, 12, 14, 16, 22:
			doors++
		}
		step := 1
		for axis := range 3 {
			if at[axis] > 0 && free[list[n]-step] {
				free[list[n]-step] = false
				list[end] = list[n] - step
				end++
			}
			if at[axis] < 2 && free[list[n]+step] {
				free[list[n]+step] = false
				list[end] = list[n] + step
				end++
			}
			step *= 3
		}
	}
	return doors
}
