package tissue

// A mender joins the parts of the marrow of a slice that fat has cut off from each
// other, by ways of one site between fat cells. A slice has no way around a row of
// fat cells that touch, where real marrow has one above or below them.
type mender struct {
	c     *canvas
	part  []int32 // of a free site; noPart else
	sizes []int32 // sites of each part
	from  []int32 // site that a site was reached from; noPart: not reached yet
	now   []int32 // sites to go on from at the present cost, last first
	later []int32 // and those that are one site of fat farther
}

const noPart int32 = -1

// smallPart is the least part [sites] that is joined to the rest.
const smallPart = 8

func newMender(c *canvas) *mender { return &mender{c: c, part: make([]int32, len(c.class))} }

// mend opens ways from the largest part of the marrow to all others that are not
// small, each through as little fat as possible. It returns how many sites of fat
// that took.
func (c *canvas) mend() (opened int) {
	m := newMender(c)
	m.from = make([]int32, len(c.class))
	largest := m.divide()
	for i, p := range m.part {
		m.from[i] = noPart
		if p != noPart && p == largest {
			m.from[i] = int32(i)
			m.now = append(m.now, int32(i))
		}
	}
	joined := make([]bool, len(m.sizes))
	for len(m.now) > 0 {
		i := m.now[len(m.now)-1]
		m.now = m.now[:len(m.now)-1]
		if p := m.part[i]; p != noPart && p != largest && !joined[p] && m.sizes[p] >= smallPart {
			joined[p] = true
			opened += m.open(i)
		}
		m.spread(int(i))
		if len(m.now) == 0 {
			m.now, m.later = m.later, m.now
		}
	}
	return opened
}

// spread reaches the neighbors of a site: free ones at once, fat ones later.
func (m *mender) spread(i int) {
	for _, j := range [4]int{i - 1, i + 1, i - m.c.w, i + m.c.w} {
		if m.from[j] != noPart {
			continue
		}
		switch {
		case m.part[j] != noPart:
			m.now = append(m.now, int32(j))
		case m.c.class[j] == Fat:
			m.later = append(m.later, int32(j))
		default:
			continue
		}
		m.from[j] = int32(i)
	}
}

// open makes the fat on the way to a site free and returns how much there was.
func (m *mender) open(i int32) (opened int) {
	for m.from[i] != i {
		if m.c.class[i] == Fat {
			m.c.class[i] = Free
			opened++
		}
		i = m.from[i]
	}
	return opened
}

// divide numbers the connected parts of the free sites and returns the largest.
func (m *mender) divide() (largest int32) {
	c := m.c
	for i := range m.part {
		m.part[i] = noPart
	}
	for start := range m.part {
		if c.class[start] != Free || m.part[start] != noPart {
			continue
		}
		n := int32(len(m.sizes))
		m.part[start] = n
		queue := append(m.now[:0], int32(start))
		for h := 0; h < len(queue); h++ {
			i := int(queue[h])
			for _, j := range [4]int{i - 1, i + 1, i - c.w, i + c.w} {
				if c.class[j] == Free && m.part[j] == noPart {
					m.part[j] = n
					queue = append(queue, int32(j))
				}
			}
		}
		m.sizes = append(m.sizes, int32(len(queue)))
		if m.sizes[n] > m.sizes[largest] {
			largest = n
		}
		m.now = queue[:0]
	}
	return largest
}
