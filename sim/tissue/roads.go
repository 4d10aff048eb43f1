package tissue

import "math"

// roadPitch is the distance of the points that a river in a slice winds along
// [sites]. In a volume the points are as far apart as the branches, since each of
// them gets one.
const roadPitch = 9.0

// roads is the network that sinusoids are made of. Uneven grid points in the
// marrow are joined to their neighbors by roads of random cost; each point takes
// the cheapest way to a root. The ways form trees, one or several a root, that
// share the marrow among them; what many ways have in common becomes a stem.
type roads struct {
	c          *canvas
	pitch      float64
	nx, ny, nz int
	at         []point // grid points, then roots
	parent     []int32 // next point on the way out; see the constants
	tree       []uint16
	twigs      []int32 // ends of branches that drain through a point, itself included
	straight   []bool  // points whose branch has a corner; nil: none
	tip        []bool  // points that are an end of a branch; nil: all
	cost       []int32
	settled    []int32 // points in the order of their cost
	places     []int32 // of the network: those of the roots among the points
	wild       float64 // how uneven the costs of roads are
}

type point struct{ x, y, z float32 }

func (p point) vec() vec { return vec{float64(p.x), float64(p.y), float64(p.z)} }

// What parent holds for points without one.
const (
	unreached int32 = -1
	atRoot    int32 = -2
	blocked   int32 = -3
)

// survey finds the points where a sinusoid can run: clear of all else by the given
// number of sites.
func (c *canvas) survey(pitch float64, room int) *roads {
	r := &roads{c: c, pitch: pitch, wild: 2.5}
	r.nx, r.ny, r.nz = int(float64(c.w)/pitch)+1, int(float64(c.h)/pitch)+1, int(float64(c.d)/pitch)+1
	if c.flat() {
		r.nz, r.wild = 1, 2
	}
	n := r.nx * r.ny * r.nz
	r.at, r.parent = make([]point, n), make([]int32, n)
	c.parallel(r.nz, func(k int) {
		for j := range r.ny {
			for i := range r.nx {
				r.place(i, j, k, room)
			}
		}
	})
	return r
}

func (r *roads) place(i, j, k, room int) {
	id := r.id(i, j, k)
	s := stream{hash(r.c.seed, forNodes, i, j, k)}
	for range 3 {
		p := vec{float64(i) + s.between(0.15, 0.85), float64(j) + s.between(0.15, 0.85), float64(k) + s.between(0.15, 0.85)}
		if r.c.flat() && j%2 == 1 {
			p.x += 0.5
		}
		p = p.times(r.pitch)
		if r.c.flat() {
			p.z = 0
		}
		r.at[id] = point{float32(p.x), float32(p.y), float32(p.z)}
		r.parent[id] = unreached
		if r.c.clear(p, room) {
			return
		}
	}
	r.parent[id] = blocked
}

func (r *roads) id(i, j, k int) int32 { return int32((k*r.ny+j)*r.nx + i) }

// neighbors calls f with the points around point id: 6 in a slice, 18 in a volume.
func (r *roads) neighbors(id int32, f func(q int32)) {
	i, j, k := int(id)%r.nx, int(id)/r.nx%r.ny, int(id)/(r.nx*r.ny)
	for dk := -1; dk <= 1; dk++ {
		for dj := -1; dj <= 1; dj++ {
			for di := -1; di <= 1; di++ {
				if !r.adjacent(di, dj, dk, j) {
					continue
				}
				x, y, z := i+di, j+dj, k+dk
				if x >= 0 && y >= 0 && z >= 0 && x < r.nx && y < r.ny && z < r.nz {
					f(r.id(x, y, z))
				}
			}
		}
	}
}

// adjacent reports whether grid points that far apart are joined; j is the row of
// the first. In a slice every other row is shifted by half a step, and the roads
// form triangles, so that no two of them cross.
func (r *roads) adjacent(di, dj, dk, j int) bool {
	far := di*di + dj*dj + dk*dk
	if !r.c.flat() {
		return far == 1 || far == 2
	}
	return dj == 0 && far == 1 || dj != 0 && (di == 0 || di == 1-2*((j+1)%2))
}

// open reports whether a sinusoid can run straight from a to b, in a slice with some
// room on both sides of it.
func (r *roads) open(a, b vec) bool {
	if !r.c.flat() {
		return r.c.passes(a, b, func(k Class) bool { return k == Free })
	}
	n := max(2, int(b.minus(a).length()/2))
	for i := 1; i < n; i++ {
		if !r.c.clear(a.toward(b, float64(i)/float64(n)), 3) {
			return false
		}
	}
	return true
}

// passes reports whether the classes along the line from a to b are good: those of
// sites that follow each other face to face.
func (c *canvas) passes(a, b vec, good func(Class) bool) bool {
	n := int(b.minus(a).length()/0.8) + 1
	last := a
	for i := 1; i <= n; i++ {
		p := a.toward(b, float64(i)/float64(n))
		if !good(c.at(vec{p.x, last.y, last.z})) || !good(c.at(vec{p.x, p.y, last.z})) || !good(c.at(p)) {
			return false
		}
		last = p
	}
	return true
}

// unitCost is the cost of a site of way at the lowest price.
const unitCost = 8

// price is the cost of the road between two points.
func (r *roads) price(a, b int32) int32 {
	lo, hi := min(a, b), max(a, b)
	far := r.at[a].vec().minus(r.at[b].vec()).length()
	rough := 0.4 + float64(r.wild*unit(hash(r.c.seed, forRoads, int(lo), int(hi), 0)))
	return int32(float64(unitCost*far*rough)) + 1
}

// link leads every point that can be reached to the root with the cheapest way.
func (r *roads) link(roots []root) {
	r.tree, r.cost = make([]uint16, len(r.at)), make([]int32, len(r.at))
	for i := range r.cost {
		r.cost[i] = math.MaxInt32
	}
	q := newQueue()
	for _, o := range roots {
		r.begin(q, o)
	}
	r.follow(q)
}

// begin adds a root and the road from it.
func (r *roads) begin(q *queue, o root) {
	to := r.gate(o)
	if to < 0 {
		return
	}
	id := int32(len(r.at))
	r.at = append(r.at, point{float32(o.at.x), float32(o.at.y), float32(o.at.z)})
	r.parent = append(r.parent, atRoot)
	r.tree = append(r.tree, o.exit)
	r.places = append(r.places, o.place)
	r.cost = append(r.cost, int32(float64(o.head*unitCost)))
	far := r.at[to].vec().minus(o.at).length()
	r.offer(q, id, to, r.cost[id]+int32(float64(unitCost*far))+1)
}

// follow goes on until no offer is left.
func (r *roads) follow(q *queue) {
	for id, ok := q.pop(); ok; id, ok = q.pop() {
		r.settle(q, id)
		r.c.meter.add(1 / float64(len(r.at)))
	}
}

// complete gives pores of a volume that no tree has reached a root of their own at
// the edge of the patch, beyond which they go on.
func (r *roads) complete(p *plan) {
	for id := range int32(r.nx * r.ny * r.nz) {
		if r.parent[id] != unreached || len(p.exits) == mostExits {
			continue
		}
		if o, ok := r.escape(r.at[id].vec()); ok {
			o.exit = p.exit(o.at, throughNeighbors)
			o.place = p.layCollector(o.at, o.exit)
			p.roots = append(p.roots, o)
			q := newQueue()
			r.begin(q, o)
			r.follow(q)
		}
	}
}

// escape returns a root on a face of the patch that is near a point, if there is one.
func (r *roads) escape(p vec) (root, bool) {
	c, reach := r.c, float64(1.5*r.pitch)
	far := vec{float64(c.w - 2), float64(c.h - 2), float64(c.d - 2)}
	for _, at := range []vec{{1, p.y, p.z}, {far.x, p.y, p.z}, {p.x, 1, p.z}, {p.x, far.y, p.z}, {p.x, p.y, 1}, {p.x, p.y, far.z}} {
		o := root{at: at, aim: p}
		if d := p.minus(at).length(); d > 1 && d <= reach && c.at(at) == Free && r.sees(o, p) {
			return o, true
		}
	}
	return root{}, false
}

// gate returns the grid point through which a tree goes on from its root, or -1.
func (r *roads) gate(o root) int32 {
	best, least := int32(-1), math.Inf(1)
	i0, j0, k0 := int(o.aim.x/r.pitch), int(o.aim.y/r.pitch), int(o.aim.z/r.pitch)
	for k := max(k0-2, 0); k <= min(k0+2, r.nz-1); k++ {
		for j := max(j0-2, 0); j <= min(j0+2, r.ny-1); j++ {
			for i := max(i0-2, 0); i <= min(i0+2, r.nx-1); i++ {
				id := r.id(i, j, k)
				d := r.at[id].vec().minus(o.aim)
				if far := d.dot(d); r.parent[id] != blocked && far < least && r.sees(o, r.at[id].vec()) {
					best, least = id, far
				}
			}
		}
	}
	return best
}

// sees reports whether there is nothing but marrow and vein between a root and a
// point.
func (r *roads) sees(o root, p vec) bool {
	return r.c.passes(p, o.at, func(k Class) bool { return k == Free || k == Vein })
}

func (r *roads) offer(q *queue, from, to, cost int32) {
	if cost < r.cost[to] {
		r.cost[to], r.parent[to] = cost, from
		q.push(cost, to)
	}
}

// settle makes the way of a point final and offers it to its neighbors.
func (r *roads) settle(q *queue, id int32) {
	if r.tree[id] != 0 {
		return // it came cheaper before
	}
	r.tree[id] = r.tree[r.parent[id]]
	r.settled = append(r.settled, id)
	r.neighbors(id, func(to int32) {
		if r.parent[to] == blocked || r.tree[to] != 0 {
			return
		}
		cost := r.cost[id] + r.price(id, to)
		if cost < r.cost[to] && r.open(r.at[id].vec(), r.at[to].vec()) {
			r.offer(q, id, to, cost)
		}
	})
}

// thin keeps only ends of branches about gap apart, so that the trees of a slice
// leave room between them.
func (r *roads) thin(gap float64) {
	r.tip = make([]bool, len(r.at))
	nu, nv := max(1, round(float64(r.c.w)/gap)), max(1, round(float64(r.c.h)/gap))
	best := make([]int32, nu*nv)
	for _, id := range r.settled {
		p := r.at[id]
		u, v := float64(p.x)/float64(r.c.w)*float64(nu), float64(p.y)/float64(r.c.h)*float64(nv)
		i, j := min(int(u), nu-1), min(int(v), nv-1)
		cell := j*nu + i
		if best[cell] == 0 || r.rank(id) < r.rank(best[cell]-1) {
			best[cell] = id + 1
		}
	}
	for _, b := range best {
		if b != 0 {
			r.tip[b-1] = true
		}
	}
}

func (r *roads) rank(id int32) uint64 { return hash(r.c.seed, forTwigs, int(id), 0, 0) }

// drain counts the ends of branches behind each point.
func (r *roads) drain() {
	r.twigs = make([]int32, len(r.at))
	for i := len(r.settled) - 1; i >= 0; i-- {
		id := r.settled[i]
		if r.tip == nil || r.tip[id] {
			r.twigs[id]++
		}
		r.twigs[r.parent[id]] += r.twigs[id]
	}
}
