package sim

// Tiles are the unit of parallel work: 32 rows of a slice, 16 by 16 rows of a
// volume, whole in x. A tile writes its own sites and at most one site beyond, so
// tiles of one color, which are a tile apart, never touch the same word. Their shape
// and order are part of the model. Fixed borders would jam dividers that can only
// push inside their tile, so the borders shift by half a tile at random. n numbers the tiles
// of a layout in the order of their colors.
type tile struct{ y0, y1, z0, z1, n int }

func (l *lattice) tileEdge() (y, z int) {
	if l.nz == 1 {
		return 32, 1
	}
	return 16, 16
}

// layouts is the number of ways to lay the tiles: two shifts by two orders of colors
// in each of y and z. The low bits of a tick's key choose one.
const layouts = 16

// tileColors is the number of colors: tiles of one never touch.
const tileColors = 4

// tiles lists the tiles of one layout by color, in the order of the colors: a
// neighboring pair in y first, so that the two colors of one z parity stay together.
func (l *lattice) tiles(layout int) (colors [][]tile) {
	ey, ez := l.tileEdge()
	sy, sz := layout&1*(ey/2), layout>>1&1*(ez/2)
	order := layout >> 2 & 3
	colors = make([][]tile, tileColors)
	for tz := 0; tz*ez-sz < l.nz; tz++ {
		for ty := 0; ty*ey-sy < l.ny; ty++ {
			c := (ty&1 | tz&1<<1) ^ order
			colors[c] = append(colors[c], tile{
				y0: max(0, ty*ey-sy), y1: min(l.ny, (ty+1)*ey-sy),
				z0: max(0, tz*ez-sz), z1: min(l.nz, (tz+1)*ez-sz),
			})
		}
	}
	n := 0
	for _, color := range colors {
		for i := range color {
			color[i].n = n
			n++
		}
	}
	return colors
}

// reaches says whether the tile may write site j of l: its own or one beyond.
func (t *tile) reaches(l *lattice, j int) bool {
	plane := l.nx * l.ny
	if l.nz > 1 {
		if j < (t.z0-1)*plane || j >= (t.z1+1)*plane {
			return false
		}
		j %= plane
	}
	return j >= (t.y0-1)*l.nx && j < (t.y1+1)*l.nx
}
